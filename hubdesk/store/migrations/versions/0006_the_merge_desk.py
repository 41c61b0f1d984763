"""the merge desk."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('merged_package',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('hub', sa.Text(), nullable=False),
    sa.Column('file', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('made', sa.String(length=40), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('ranges', sa.Text(), nullable=False),
    sa.Column('counts', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merged_package'))
    )
    with op.batch_alter_table('merged_package', schema=None) as batch_op:
        batch_op.create_index('ix_merged_package_hub', ['hub_id', 'at'], unique=False)
    op.create_table('refusal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('file', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refusal'))
    )
    with op.batch_alter_table('parked', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reason', sa.String(length=10), server_default='gap', nullable=False))
        batch_op.add_column(sa.Column('clock', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('seal', sa.String(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('file', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('hub_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('came', sa.DateTime(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
