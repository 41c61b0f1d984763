"""advice sessions."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('iag_session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('iag_type', sa.String(length=60), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=60), nullable=True),
    sa.Column('adviser', sa.Uuid(), nullable=True),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.Column('issues', sa.Text(), nullable=True),
    sa.Column('options', sa.Text(), nullable=True),
    sa.Column('impartial', sa.Boolean(), nullable=True),
    sa.Column('actions', sa.Text(), nullable=True),
    sa.Column('signposted_to', sa.Text(), nullable=True),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['adviser'], ['person.id'], name=op.f('fk_iag_session_adviser_person'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_iag_session_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_iag_session'))
    )
    with op.batch_alter_table('iag_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_iag_session_adviser'), ['adviser'], unique=False)
        batch_op.create_index(batch_op.f('ix_iag_session_hub_id'), ['hub_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_iag_session_person'), ['person'], unique=False)
        batch_op.create_index('ix_iag_session_review_on', ['review_on'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
