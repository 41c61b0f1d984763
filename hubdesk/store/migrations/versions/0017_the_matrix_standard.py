"""until when an organisation holds the matrix Standard."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('matrix_until', sa.Date(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
