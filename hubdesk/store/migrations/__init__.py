"""The one chain of Alembic migrations, for SQLite and PostgreSQL.

To add one: `python -m hubdesk.store.migrations "what changes"`, read what it wrote, and add its name to
`hubdesk/store/versions.py`.
"""
