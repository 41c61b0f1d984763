"""who came in, and their cards."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('person_card',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=16), nullable=False),
    sa.Column('issued', sa.Date(), nullable=False),
    sa.Column('ended', sa.Date(), nullable=True),
    sa.Column('why_ended', sa.String(length=60), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_person_card_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_card')),
    sa.UniqueConstraint('number', name=op.f('uq_person_card_number'))
    )
    with op.batch_alter_table('person_card', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_card_hub_id'), ['hub_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_card_person'), ['person'], unique=False)

    op.create_table('visit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=True),
    sa.Column('visitor', sa.String(length=120), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('came', sa.Time(), nullable=True),
    sa.Column('went', sa.Time(), nullable=True),
    sa.Column('what_for', sa.String(length=60), nullable=False),
    sa.Column('age_band', sa.String(length=60), nullable=True),
    sa.Column('entered', sa.String(length=60), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_visit_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit'))
    )
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.create_index('ix_visit_day', ['day'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_hub_id'), ['hub_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_person'), ['person'], unique=False)



def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
