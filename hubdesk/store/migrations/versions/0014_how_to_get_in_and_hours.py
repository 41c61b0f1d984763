"""how to get to a venue and into it; a certificate of hours has no course run."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.alter_column('run', existing_type=sa.Uuid(), nullable=True)
    with op.batch_alter_table('venue', schema=None) as batch_op:
        batch_op.add_column(sa.Column('step_free', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('accessible_toilet', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('hearing_loop', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('bus', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('parking', sa.String(length=200), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
