"""The schema's version: checked at each start without Alembic, brought up to date with it."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.sealed import Sealer
from hubdesk.store.versions import MIGRATIONS, NEWEST, VERSIONS


def version_of(connection: Connection) -> str | None:
    """The version of the schema in this database; None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def check_not_newer(version: str | None) -> None:
    """Raises Refused when a newer HubDesk made this schema."""
    if version is not None and version not in VERSIONS:
        raise Refused(
            tr(
                "A newer HubDesk has worked on this file, so this one leaves it alone. Install the newer version here too."
            )
        )


def check_not_newer_by_now(connection: Connection) -> None:
    """Raises Refused when another desk, with a newer HubDesk, has brought a database up to date since it was opened here."""
    check_not_newer(connection.scalar(text("SELECT version_num FROM alembic_version")))


def is_current(version: str | None) -> bool:
    """Whether nothing needs to be migrated."""
    return version == NEWEST


def upgrade(connection: Connection, sealer: Sealer | None = None, to: str = "head", *, checked: bool = True) -> None:
    """Bring the schema up to date, inside the transaction of this connection; ``sealer`` seals what lay open before.

    ``checked``: whether every record must have what it belongs to; a file under repair gets there later.
    """
    # Alembic takes longer to import than most files take to open, and most starts need no migration.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["sealer"] = sealer
    command.upgrade(config, to)
    if (
        checked
        and connection.dialect.name == "sqlite"
        and connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    ):
        raise RuntimeError("A migration has left a record without what it belongs to.")
