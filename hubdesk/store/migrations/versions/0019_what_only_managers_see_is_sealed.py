"""what only managers see of checks and references, sealed as special category answers are."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

LENGTHS = {
    'dbs_check': {'certificate_number': 12, 'seen_by': 120},
    'reference': {'email': 200, 'phone': 20},
}

# Taking in what another machine had changed or removed laid the old answers of these open, too.
SEALED = [*LENGTHS, 'equality_answer', 'iag_session', 'support_need']


def upgrade() -> None:
    for table, columns in LENGTHS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, length in columns.items():
                batch_op.alter_column(name, existing_type=sa.String(length=length), type_=sa.Text())
        seal_columns(table, list(columns), context.config.attributes.get('sealer'))
    # The journal is under the log, which tells of it: the next who signs in does it.
    journal = sa.table('journal', sa.column('kind'))
    if op.get_bind().scalar(sa.select(journal.c.kind).where(journal.c.kind.in_(SEALED)).limit(1)):
        op.execute("INSERT INTO setting (name, value) VALUES ('to_seal', 'yes')")


def seal_columns(name: str, columns: list[str], sealer: Any) -> None:
    table = sa.table(name, sa.column('id'), *(sa.column(one) for one in columns))
    for row in op.get_bind().execute(sa.select(table)).mappings().all():
        said = {one: json.dumps(row[one], ensure_ascii=False) for one in columns if row[one] is not None}
        if said:
            values = {one: sealer.seal(text) if sealer else text for one, text in said.items()}
            op.get_bind().execute(sa.update(table).where(table.c.id == row['id']).values(**values))


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
