"""what is agreed to be shared."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sharing_agreement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('lead', sa.String(length=120), nullable=False),
    sa.Column('level', sa.String(length=60), nullable=False),
    sa.Column('started', sa.Date(), nullable=False),
    sa.Column('ended', sa.Date(), nullable=True),
    sa.Column('agreed_by', sa.String(length=120), nullable=False),
    sa.Column('also_sent', sa.Text(), nullable=False),
    sa.Column('held_back', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sharing_agreement'))
    )
    with op.batch_alter_table('sharing_agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sharing_agreement_hub_id'), ['hub_id'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
