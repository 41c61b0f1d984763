"""the text index holds no places."""

from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

TRIGRAMS = (
    "DROP TABLE search_trigram",
    "CREATE VIRTUAL TABLE search_trigram USING fts5"
    "(text, content='search_entry', content_rowid='number', tokenize='trigram case_sensitive 1',"
    " detail='none', columnsize=0)",
    "INSERT INTO search_trigram (search_trigram) VALUES ('rebuild')",
)
"""The triggers on `search_entry` name the table, and stay."""


def upgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for statement in TRIGRAMS:
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
