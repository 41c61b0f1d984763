"""totals of hubs that send no records."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('hub_total',
    sa.Column('hub_id', sa.Uuid(), nullable=False),
    sa.Column('clock', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.Column('hub', sa.Text(), nullable=False),
    sa.Column('level', sa.String(length=60), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('figures', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('hub_id', 'clock', name=op.f('pk_hub_total'))
    )


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
