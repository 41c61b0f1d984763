"""the first schema."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

TRIGRAMS = (
    "CREATE VIRTUAL TABLE search_trigram USING fts5"
    "(text, content='search_entry', content_rowid='number', tokenize='trigram case_sensitive 1')",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
    " INSERT INTO search_trigram (rowid, text) VALUES (new.number, new.text); END",
    "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN"
    " INSERT INTO search_trigram (search_trigram, rowid, text) VALUES ('delete', old.number, old.text); END",
)
"""Search by any three letters in a row; PostgreSQL, at the lead, looks through the texts themselves."""


def upgrade() -> None:
    op.create_table('conflict',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('record', sa.Uuid(), nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('kept', sa.Text(), nullable=False),
    sa.Column('kept_epoch', sa.Integer(), nullable=False),
    sa.Column('kept_seq', sa.BigInteger(), nullable=False),
    sa.Column('other', sa.Text(), nullable=False),
    sa.Column('other_epoch', sa.Integer(), nullable=False),
    sa.Column('other_seq', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict')),
    sa.UniqueConstraint('record', 'field', 'kept_epoch', 'kept_seq', 'other_epoch', 'other_seq', name=op.f('uq_conflict_record'))
    )
    op.create_table('course',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('subject_area', sa.String(length=60), nullable=True),
    sa.Column('level', sa.String(length=60), nullable=True),
    sa.Column('accredited', sa.Boolean(), nullable=False),
    sa.Column('aims', sa.Text(), nullable=True),
    sa.Column('purpose', sa.String(length=60), nullable=True),
    sa.Column('length', sa.Integer(), nullable=True),
    sa.Column('aim_code', sa.String(length=8), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course'))
    )
    op.create_index(op.f('ix_course_hub_id'), 'course', ['hub_id'], unique=False)
    op.create_table('device_epoch',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('epoch', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('machine', sa.String(length=120), nullable=False),
    sa.Column('mine', sa.Boolean(), nullable=False),
    sa.Column('highest_seq', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('package_hash', sa.String(length=64), nullable=True),
    sa.Column('acknowledged_seq', sa.BigInteger(), server_default='0', nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_device_epoch')),
    sa.UniqueConstraint('epoch', name=op.f('uq_device_epoch_epoch'))
    )
    op.create_table('draft',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=60), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('page', sa.String(length=60), nullable=False),
    sa.Column('answers', sa.Text(), nullable=False),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft'))
    )
    op.create_index(op.f('ix_draft_purpose'), 'draft', ['purpose'], unique=False)
    op.create_table('journal',
    sa.Column('epoch', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('operation', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('record', sa.Uuid(), nullable=False),
    sa.Column('action', sa.String(length=6), nullable=False),
    sa.Column('clock', sa.BigInteger(), nullable=False),
    sa.Column('after', sa.Text(), nullable=False),
    sa.Column('before', sa.Text(), nullable=False),
    sa.Column('over', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('epoch', 'seq', name=op.f('pk_journal'))
    )
    op.create_index('ix_journal_operation', 'journal', ['operation'], unique=False)
    op.create_index('ix_journal_record', 'journal', ['record'], unique=False)
    op.create_table('operation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.Column('first_seq', sa.BigInteger(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('clock', sa.BigInteger(), nullable=False),
    sa.Column('root', sa.Uuid(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_operation'))
    )
    op.create_index('ix_operation_order', 'operation', ['epoch', 'first_seq'], unique=False)
    op.create_index('ix_operation_root_turn', 'operation', ['root', 'turn'], unique=False)
    op.create_table('organisation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('sectors', sa.Text(), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('website', sa.String(length=200), nullable=True),
    sa.Column('address', sa.String(length=200), nullable=True),
    sa.Column('postcode', sa.String(length=8), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation'))
    )
    op.create_index(op.f('ix_organisation_hub_id'), 'organisation', ['hub_id'], unique=False)
    op.create_table('parked',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('epoch', sa.Uuid(), nullable=False),
    sa.Column('hub', sa.Text(), nullable=False),
    sa.Column('from_seq', sa.BigInteger(), nullable=False),
    sa.Column('to_seq', sa.BigInteger(), nullable=False),
    sa.Column('package', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parked')),
    sa.UniqueConstraint('epoch', 'from_seq', 'to_seq', name=op.f('uq_parked_epoch'))
    )
    op.create_table('row_clock',
    sa.Column('record', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('clock', sa.BigInteger(), nullable=False),
    sa.Column('fields', sa.Text(), nullable=True),
    sa.Column('gone', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('record', name=op.f('pk_row_clock'))
    )
    op.create_table('search_entry',
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('record', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sort', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_search_entry')),
    sa.UniqueConstraint('record', name=op.f('uq_search_entry_record')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_search_entry_kind_sort', 'search_entry', ['kind', 'sort', 'record'], unique=False)
    op.create_table('seen',
    sa.Column('epoch', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('other', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('after_seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('up_to', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('epoch', 'other', 'after_seq', name=op.f('pk_seen'))
    )
    op.create_table('setting',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_setting'))
    )
    op.create_table('volunteer_role',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=True),
    sa.Column('hours', sa.String(length=200), nullable=True),
    sa.Column('skills', sa.String(length=200), nullable=True),
    sa.Column('dbs_level', sa.String(length=60), nullable=True),
    sa.Column('references_needed', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_volunteer_role'))
    )
    op.create_index(op.f('ix_volunteer_role_hub_id'), 'volunteer_role', ['hub_id'], unique=False)
    op.create_table('waiting',
    sa.Column('record', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('needs', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('record', name=op.f('pk_waiting'))
    )
    op.create_table('ward',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('code', sa.String(length=9), nullable=False),
    sa.Column('council', sa.String(length=200), nullable=False),
    sa.Column('targeted', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ward')),
    sa.UniqueConstraint('code', name=op.f('uq_ward_code'))
    )
    op.create_index(op.f('ix_ward_hub_id'), 'ward', ['hub_id'], unique=False)
    op.create_table('membership',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('organisation', sa.Uuid(), nullable=False),
    sa.Column('network', sa.Uuid(), nullable=False),
    sa.Column('involvement', sa.String(length=60), nullable=True),
    sa.Column('started', sa.Date(), nullable=False),
    sa.Column('ended', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['network'], ['organisation.id'], name=op.f('fk_membership_network_organisation'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['organisation'], ['organisation.id'], name=op.f('fk_membership_organisation_organisation'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    op.create_index(op.f('ix_membership_hub_id'), 'membership', ['hub_id'], unique=False)
    op.create_index(op.f('ix_membership_network'), 'membership', ['network'], unique=False)
    op.create_index(op.f('ix_membership_organisation'), 'membership', ['organisation'], unique=False)
    op.create_table('person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('full_name', sa.String(length=120), nullable=False),
    sa.Column('family_name', sa.String(length=80), nullable=True),
    sa.Column('known_as', sa.String(length=80), nullable=True),
    sa.Column('certificate_name', sa.String(length=120), nullable=True),
    sa.Column('date_of_birth', sa.Date(), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('other_phone', sa.String(length=20), nullable=True),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('contact_by', sa.String(length=60), nullable=True),
    sa.Column('address', sa.String(length=200), nullable=True),
    sa.Column('postcode', sa.String(length=8), nullable=True),
    sa.Column('ward', sa.Uuid(), nullable=True),
    sa.Column('first_language', sa.String(length=60), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['ward'], ['ward.id'], name=op.f('fk_person_ward_ward'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person'))
    )
    op.create_index('ix_person_date_of_birth', 'person', ['date_of_birth'], unique=False)
    op.create_index(op.f('ix_person_hub_id'), 'person', ['hub_id'], unique=False)
    op.create_index(op.f('ix_person_ward'), 'person', ['ward'], unique=False)
    op.create_table('training_requirement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('role', sa.Uuid(), nullable=False),
    sa.Column('training', sa.String(length=200), nullable=False),
    sa.Column('valid_months', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['role'], ['volunteer_role.id'], name=op.f('fk_training_requirement_role_volunteer_role'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_requirement'))
    )
    op.create_index(op.f('ix_training_requirement_hub_id'), 'training_requirement', ['hub_id'], unique=False)
    op.create_index(op.f('ix_training_requirement_role'), 'training_requirement', ['role'], unique=False)
    op.create_table('venue',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('venue_kind', sa.String(length=60), nullable=True),
    sa.Column('address', sa.String(length=200), nullable=True),
    sa.Column('postcode', sa.String(length=8), nullable=True),
    sa.Column('ward', sa.Uuid(), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('owner', sa.Uuid(), nullable=True),
    sa.Column('run_by', sa.Uuid(), nullable=True),
    sa.Column('access', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['owner'], ['organisation.id'], name=op.f('fk_venue_owner_organisation'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['run_by'], ['organisation.id'], name=op.f('fk_venue_run_by_organisation'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['ward'], ['ward.id'], name=op.f('fk_venue_ward_ward'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue'))
    )
    op.create_index(op.f('ix_venue_hub_id'), 'venue', ['hub_id'], unique=False)
    op.create_index(op.f('ix_venue_owner'), 'venue', ['owner'], unique=False)
    op.create_index(op.f('ix_venue_run_by'), 'venue', ['run_by'], unique=False)
    op.create_index(op.f('ix_venue_ward'), 'venue', ['ward'], unique=False)
    op.create_table('ward_figure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('ward', sa.Uuid(), nullable=False),
    sa.Column('indicator', sa.String(length=60), nullable=False),
    sa.Column('period', sa.String(length=7), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['ward'], ['ward.id'], name=op.f('fk_ward_figure_ward_ward'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ward_figure')),
    sa.UniqueConstraint('ward', 'indicator', 'period', name=op.f('uq_ward_figure_ward'))
    )
    op.create_index(op.f('ix_ward_figure_hub_id'), 'ward_figure', ['hub_id'], unique=False)
    op.create_index(op.f('ix_ward_figure_ward'), 'ward_figure', ['ward'], unique=False)
    op.create_table('application',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Uuid(), nullable=False),
    sa.Column('stage', sa.String(length=60), nullable=False),
    sa.Column('applied_on', sa.Date(), nullable=False),
    sa.Column('stage_since', sa.Date(), nullable=False),
    sa.Column('offers', sa.Text(), nullable=True),
    sa.Column('agreed_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_application_person_person'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['role'], ['volunteer_role.id'], name=op.f('fk_application_role_volunteer_role'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application'))
    )
    op.create_index(op.f('ix_application_hub_id'), 'application', ['hub_id'], unique=False)
    op.create_index(op.f('ix_application_person'), 'application', ['person'], unique=False)
    op.create_index(op.f('ix_application_role'), 'application', ['role'], unique=False)
    op.create_index('ix_application_stage', 'application', ['stage'], unique=False)
    op.create_table('consent_event',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=60), nullable=False),
    sa.Column('decision', sa.String(length=60), nullable=False),
    sa.Column('wording', sa.String(length=60), nullable=False),
    sa.Column('channel', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('recorded_by', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_consent_event_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent_event'))
    )
    op.create_index(op.f('ix_consent_event_hub_id'), 'consent_event', ['hub_id'], unique=False)
    op.create_index(op.f('ix_consent_event_person'), 'consent_event', ['person'], unique=False)
    op.create_table('dbs_check',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('level', sa.String(length=60), nullable=False),
    sa.Column('workforce', sa.String(length=60), nullable=True),
    sa.Column('barred_list', sa.String(length=60), nullable=True),
    sa.Column('certificate_number', sa.String(length=12), nullable=True),
    sa.Column('issued', sa.Date(), nullable=True),
    sa.Column('seen_by', sa.String(length=120), nullable=True),
    sa.Column('seen_on', sa.Date(), nullable=True),
    sa.Column('update_service', sa.Boolean(), nullable=False),
    sa.Column('outcome', sa.String(length=60), nullable=True),
    sa.Column('next_check', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_dbs_check_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dbs_check'))
    )
    op.create_index(op.f('ix_dbs_check_hub_id'), 'dbs_check', ['hub_id'], unique=False)
    op.create_index(op.f('ix_dbs_check_person'), 'dbs_check', ['person'], unique=False)
    op.create_table('emergency_contact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('relationship', sa.String(length=60), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_emergency_contact_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_emergency_contact'))
    )
    op.create_index(op.f('ix_emergency_contact_hub_id'), 'emergency_contact', ['hub_id'], unique=False)
    op.create_index(op.f('ix_emergency_contact_person'), 'emergency_contact', ['person'], unique=False)
    op.create_table('employment_status',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('unemployed_for', sa.String(length=60), nullable=True),
    sa.Column('benefit', sa.String(length=60), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_employment_status_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_employment_status'))
    )
    op.create_index(op.f('ix_employment_status_hub_id'), 'employment_status', ['hub_id'], unique=False)
    op.create_index(op.f('ix_employment_status_person'), 'employment_status', ['person'], unique=False)
    op.create_table('equality_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('answered', sa.Date(), nullable=False),
    sa.Column('sex', sa.String(length=60), nullable=True),
    sa.Column('ethnicity', sa.String(length=60), nullable=True),
    sa.Column('disability', sa.String(length=60), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_equality_answer_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equality_answer'))
    )
    op.create_index(op.f('ix_equality_answer_hub_id'), 'equality_answer', ['hub_id'], unique=False)
    op.create_index(op.f('ix_equality_answer_person'), 'equality_answer', ['person'], unique=False)
    op.create_table('hub',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('letters', sa.String(length=4), nullable=False),
    sa.Column('network', sa.String(length=200), nullable=True),
    sa.Column('lead', sa.Boolean(), nullable=False),
    sa.Column('venue', sa.Uuid(), nullable=True),
    sa.Column('organisation', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['organisation'], ['organisation.id'], name=op.f('fk_hub_organisation_organisation'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['venue'], ['venue.id'], name=op.f('fk_hub_venue_venue'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hub'))
    )
    op.create_index(op.f('ix_hub_hub_id'), 'hub', ['hub_id'], unique=False)
    op.create_index(op.f('ix_hub_organisation'), 'hub', ['organisation'], unique=False)
    op.create_index(op.f('ix_hub_venue'), 'hub', ['venue'], unique=False)
    op.create_table('prior_attainment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('level', sa.String(length=60), nullable=False),
    sa.Column('qualification', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_prior_attainment_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prior_attainment'))
    )
    op.create_index(op.f('ix_prior_attainment_hub_id'), 'prior_attainment', ['hub_id'], unique=False)
    op.create_index(op.f('ix_prior_attainment_person'), 'prior_attainment', ['person'], unique=False)
    op.create_table('room',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('venue', sa.Uuid(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('access', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['venue'], ['venue.id'], name=op.f('fk_room_venue_venue'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room'))
    )
    op.create_index(op.f('ix_room_hub_id'), 'room', ['hub_id'], unique=False)
    op.create_index(op.f('ix_room_venue'), 'room', ['venue'], unique=False)
    op.create_table('support_need',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('category', sa.String(length=60), nullable=False),
    sa.Column('main', sa.Boolean(), nullable=False),
    sa.Column('what_helps', sa.Text(), nullable=True),
    sa.Column('on_register', sa.Boolean(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_support_need_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_support_need'))
    )
    op.create_index(op.f('ix_support_need_hub_id'), 'support_need', ['hub_id'], unique=False)
    op.create_index(op.f('ix_support_need_person'), 'support_need', ['person'], unique=False)
    op.create_table('training_record',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('training', sa.String(length=200), nullable=False),
    sa.Column('completed', sa.Date(), nullable=False),
    sa.Column('expires', sa.Date(), nullable=True),
    sa.Column('provider', sa.String(length=200), nullable=True),
    sa.Column('evidence', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_training_record_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_record'))
    )
    op.create_index(op.f('ix_training_record_hub_id'), 'training_record', ['hub_id'], unique=False)
    op.create_index(op.f('ix_training_record_person'), 'training_record', ['person'], unique=False)
    op.create_table('volunteer_hours',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Uuid(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('given', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_volunteer_hours_person_person'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['role'], ['volunteer_role.id'], name=op.f('fk_volunteer_hours_role_volunteer_role'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_volunteer_hours'))
    )
    op.create_index(op.f('ix_volunteer_hours_hub_id'), 'volunteer_hours', ['hub_id'], unique=False)
    op.create_index(op.f('ix_volunteer_hours_person'), 'volunteer_hours', ['person'], unique=False)
    op.create_index(op.f('ix_volunteer_hours_role'), 'volunteer_hours', ['role'], unique=False)
    op.create_table('course_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('course', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('venue', sa.Uuid(), nullable=True),
    sa.Column('room', sa.Uuid(), nullable=True),
    sa.Column('tutor', sa.Uuid(), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('price', sa.Integer(), nullable=True),
    sa.Column('funding_source', sa.String(length=60), nullable=True),
    sa.Column('open_to_other_hubs', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['course'], ['course.id'], name=op.f('fk_course_run_course_course'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['room'], ['room.id'], name=op.f('fk_course_run_room_room'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['tutor'], ['person.id'], name=op.f('fk_course_run_tutor_person'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['venue'], ['venue.id'], name=op.f('fk_course_run_venue_venue'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_run'))
    )
    op.create_index(op.f('ix_course_run_course'), 'course_run', ['course'], unique=False)
    op.create_index(op.f('ix_course_run_hub_id'), 'course_run', ['hub_id'], unique=False)
    op.create_index(op.f('ix_course_run_room'), 'course_run', ['room'], unique=False)
    op.create_index(op.f('ix_course_run_tutor'), 'course_run', ['tutor'], unique=False)
    op.create_index(op.f('ix_course_run_venue'), 'course_run', ['venue'], unique=False)
    op.create_table('reference',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('application', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('relation', sa.String(length=60), nullable=True),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['application'], ['application.id'], name=op.f('fk_reference_application_application'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reference'))
    )
    op.create_index(op.f('ix_reference_application'), 'reference', ['application'], unique=False)
    op.create_index(op.f('ix_reference_hub_id'), 'reference', ['hub_id'], unique=False)
    op.create_table('certificate',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('run', sa.Uuid(), nullable=False),
    sa.Column('certificate_kind', sa.String(length=60), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('issued', sa.Date(), nullable=False),
    sa.Column('name_printed', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_certificate_person_person'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['run'], ['course_run.id'], name=op.f('fk_certificate_run_course_run'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('number', name=op.f('uq_certificate_number'))
    )
    op.create_index(op.f('ix_certificate_hub_id'), 'certificate', ['hub_id'], unique=False)
    op.create_index(op.f('ix_certificate_person'), 'certificate', ['person'], unique=False)
    op.create_index(op.f('ix_certificate_run'), 'certificate', ['run'], unique=False)
    op.create_table('class_session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('run', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('starts', sa.Time(), nullable=False),
    sa.Column('ends', sa.Time(), nullable=False),
    sa.Column('room', sa.Uuid(), nullable=True),
    sa.Column('tutor', sa.Uuid(), nullable=True),
    sa.Column('topic', sa.String(length=200), nullable=True),
    sa.Column('cancelled', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['room'], ['room.id'], name=op.f('fk_class_session_room_room'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['run'], ['course_run.id'], name=op.f('fk_class_session_run_course_run'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['tutor'], ['person.id'], name=op.f('fk_class_session_tutor_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_class_session'))
    )
    op.create_index('ix_class_session_day', 'class_session', ['day'], unique=False)
    op.create_index(op.f('ix_class_session_hub_id'), 'class_session', ['hub_id'], unique=False)
    op.create_index(op.f('ix_class_session_room'), 'class_session', ['room'], unique=False)
    op.create_index(op.f('ix_class_session_run'), 'class_session', ['run'], unique=False)
    op.create_index(op.f('ix_class_session_tutor'), 'class_session', ['tutor'], unique=False)
    op.create_table('enrolment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('run', sa.Uuid(), nullable=False),
    sa.Column('status', sa.String(length=60), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=True),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('purpose', sa.String(length=60), nullable=True),
    sa.Column('outcome', sa.String(length=60), nullable=True),
    sa.Column('withdrawal_reason', sa.String(length=60), nullable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_enrolment_person_person'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['run'], ['course_run.id'], name=op.f('fk_enrolment_run_course_run'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment'))
    )
    op.create_index(op.f('ix_enrolment_hub_id'), 'enrolment', ['hub_id'], unique=False)
    op.create_index(op.f('ix_enrolment_person'), 'enrolment', ['person'], unique=False)
    op.create_index(op.f('ix_enrolment_run'), 'enrolment', ['run'], unique=False)
    op.create_index('ix_enrolment_status_run', 'enrolment', ['status', 'run'], unique=False)
    op.create_table('attendance',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('hub_id', sa.Uuid(), nullable=True),
    sa.Column('class_session', sa.Uuid(), nullable=False),
    sa.Column('person', sa.Uuid(), nullable=False),
    sa.Column('mark', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['class_session'], ['class_session.id'], name=op.f('fk_attendance_class_session_class_session'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['person'], ['person.id'], name=op.f('fk_attendance_person_person'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('class_session', 'person', name=op.f('uq_attendance_class_session'))
    )
    op.create_index(op.f('ix_attendance_class_session'), 'attendance', ['class_session'], unique=False)
    op.create_index(op.f('ix_attendance_hub_id'), 'attendance', ['hub_id'], unique=False)
    op.create_index(op.f('ix_attendance_person'), 'attendance', ['person'], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for statement in TRIGRAMS:
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
