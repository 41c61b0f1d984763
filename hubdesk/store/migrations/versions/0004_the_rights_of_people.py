"""the rights of people."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('departure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('whom', sa.Text(), nullable=False),
    sa.Column('held', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_departure'))
    )
    op.create_table('erased',
    sa.Column('record', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('gone', sa.Boolean(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('record', name=op.f('pk_erased'))
    )
    op.create_table('erasure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('why', sa.String(length=60), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('second', sa.String(length=120), nullable=False),
    sa.Column('records', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure'))
    )
    op.create_table('retention_tick',
    sa.Column('record', sa.Uuid(), nullable=False),
    sa.Column('retention', sa.String(length=60), nullable=False),
    sa.Column('account', sa.Uuid(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('record', 'retention', name=op.f('pk_retention_tick'))
    )
    op.create_table('subject_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('asked', sa.String(length=60), nullable=False),
    sa.Column('received', sa.Date(), nullable=False),
    sa.Column('identity_asked', sa.Date(), nullable=True),
    sa.Column('identity_checked', sa.Date(), nullable=True),
    sa.Column('extended', sa.Boolean(), nullable=False),
    sa.Column('why_extended', sa.String(length=200), nullable=True),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('clock_stopped', sa.Date(), nullable=True),
    sa.Column('clock_started', sa.Date(), nullable=True),
    sa.Column('days_stopped', sa.Integer(), nullable=False),
    sa.Column('acknowledged', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=60), nullable=True),
    sa.Column('closed', sa.Date(), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_subject_request_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subject_request'))
    )
    with op.batch_alter_table('subject_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_subject_request_hub_id'), ['hub_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subject_request_person'), ['person'], unique=False)

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('age_band', sa.String(length=60), nullable=True))



def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
