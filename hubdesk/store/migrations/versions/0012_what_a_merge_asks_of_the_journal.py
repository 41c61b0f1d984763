"""what a merge asks of the journal stands in its index."""

from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index('ix_journal_record', table_name='journal')
    op.create_index('ix_journal_record', 'journal', ['record', 'epoch', 'seq', 'action', 'line'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
