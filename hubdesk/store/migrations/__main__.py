"""Write the next migration from what the records declare: ``python -m hubdesk.store.migrations "what changes"``."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from hubdesk.store.migrate import upgrade

here = Path(__file__).parent
with create_engine("sqlite://").begin() as connection:
    config = Config()
    config.set_main_option("script_location", str(here))
    config.attributes["connection"] = connection
    written = len(list((here / "versions").glob("[0-9]*.py")))
    if written:
        upgrade(connection)
    command.revision(config, sys.argv[1], autogenerate=True, rev_id=f"{written + 1:04}")
