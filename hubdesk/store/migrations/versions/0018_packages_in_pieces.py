"""packages put aside lie in pieces."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('parked_piece',
    sa.Column('pieces', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('pieces', 'number', name=op.f('pk_parked_piece'))
    )
    # What was put aside before is one piece.
    op.execute('INSERT INTO parked_piece (pieces, number, content) SELECT id, 0, package FROM parked')
    with op.batch_alter_table('parked', schema=None) as batch_op:
        batch_op.add_column(sa.Column('pieces', sa.Uuid(), nullable=True))
        batch_op.drop_column('package')
    op.execute('UPDATE parked SET pieces = id')
    with op.batch_alter_table('parked', schema=None) as batch_op:
        batch_op.alter_column('pieces', existing_type=sa.Uuid(), nullable=False)


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
