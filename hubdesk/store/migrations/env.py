"""How Alembic runs here: always over the connection that the store hands it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import TypeDecorator

from hubdesk.records import Record
from hubdesk.store import tables, tables_of_exchange  # noqa: F401 - join the store's own tables to the metadata


def as_database_type(what: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write our own types as what they are in the database, so that old migrations outlive renamed classes."""
    if what == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def is_declared(name: str | None, type_: str, _: Any) -> bool:
    """The search index's own tables are made by SQLite, so no migration may drop them."""
    return not (type_ == "table" and (name or "").startswith("search_trigram"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    render_item=as_database_type,
    include_name=is_declared,
    # SQLite can change little of a table that is there: such a table is made anew and filled from the old one.
    render_as_batch=True,
)
context.run_migrations()
