"""The one chain of Alembic migrations, for SQLite and PostgreSQL.

To add one: `python -m hubdesk.store.migrations "what changes"`, then read what it wrote: a field
that every record needs must be given a value in the records there are.
"""
