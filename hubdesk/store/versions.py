"""Every version of the schema there has been, from the names of the migrations: a start need not import Alembic."""

from pathlib import Path
from typing import Final

MIGRATIONS: Final = Path(__file__).parent / "migrations"

VERSIONS: Final = tuple(sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))
"""The oldest first, as their numbers say."""

NEWEST: Final = VERSIONS[-1]
