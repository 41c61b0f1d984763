"""who agreed to share stays at the hub."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('sharing_agreement') as batch:
        batch.alter_column('agreed_by', existing_type=sa.String(length=120), nullable=True)


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
