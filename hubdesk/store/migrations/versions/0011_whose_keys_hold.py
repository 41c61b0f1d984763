"""whose keys hold."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'correspondent',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('what', sa.String(length=10), nullable=False),
        sa.Column('hub_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('keys', sa.String(length=100), nullable=False),
        sa.Column('since', sa.DateTime(), nullable=False),
        sa.Column('by', sa.String(length=120), nullable=False),
        sa.Column('ended', sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_correspondent')),
    )


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
