"""several desks on one server."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('kept_key',
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_kept_key'))
    )
    op.create_table('later_line',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('moment', sa.String(length=30), nullable=False),
    sa.Column('offset', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_later_line'))
    )
    op.create_index('ix_operation_clock', 'operation', ['clock'], unique=False)
