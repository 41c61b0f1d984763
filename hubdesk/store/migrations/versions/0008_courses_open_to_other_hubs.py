"""courses open to other hubs."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('course') as batch:
        batch.add_column(sa.Column('open_to_others', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('course') as batch:
        batch.alter_column('open_to_others', server_default=None)
