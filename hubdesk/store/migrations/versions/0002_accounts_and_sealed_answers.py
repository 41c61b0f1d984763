"""accounts, and special category answers as JSON, sealed where there is a sealer: on a server there are none."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

SPECIAL: dict[str, dict[str, Any]] = {
    'equality_answer': {
        'answered': sa.Date(),
        'sex': sa.String(length=60),
        'ethnicity': sa.String(length=60),
        'disability': sa.String(length=60),
    },
    'support_need': {
        'category': sa.String(length=60),
        'main': sa.Boolean(),
        'what_helps': sa.Text(),
        'on_register': sa.Boolean(),
        'since': sa.Date(),
        'until': sa.Date(),
    },
}


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('since', sa.DateTime(), nullable=False),
    sa.Column('ended', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account'))
    )
    on_server = op.get_bind().dialect.name == 'postgresql'
    for table, columns in SPECIAL.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, before in columns.items():
                using: dict[str, Any] = {'postgresql_using': f'to_json({name})::text'} if on_server else {}
                batch_op.alter_column(name, existing_type=before, type_=sa.Text(), **using)
        for name, before in columns.items():
            if not on_server:
                op.execute(f'UPDATE {table} SET {name} = {_as_json(name, before)} WHERE {name} IS NOT NULL')
        sealer = context.config.attributes.get('sealer')
        if sealer is not None:
            _seal_columns(table, list(columns), sealer)
            _seal_journal(table, list(columns), sealer)


def _seal_columns(name: str, columns: list[str], sealer: Any) -> None:
    table = sa.table(name, sa.column('id'), *(sa.column(one) for one in columns))
    for row in op.get_bind().execute(sa.select(table)).mappings().all():
        values = {one: sealer.seal(row[one]) for one in columns if row[one] is not None}
        op.get_bind().execute(sa.update(table).where(table.c.id == row['id']).values(**values))


def _seal_journal(name: str, columns: list[str], sealer: Any) -> None:
    journal = sa.table('journal', *(sa.column(one) for one in ('epoch', 'seq', 'kind', 'before', 'after')))
    for row in op.get_bind().execute(sa.select(journal).where(journal.c.kind == name)).mappings().all():
        here = (journal.c.epoch == row['epoch']) & (journal.c.seq == row['seq'])
        values = {side: _sealed(row[side], columns, sealer) for side in ('before', 'after')}
        op.get_bind().execute(sa.update(journal).where(here).values(**values))


def _sealed(text: str, columns: list[str], sealer: Any) -> str:
    values = json.loads(text)
    for name in columns:
        if values.get(name) is not None:
            values[name] = {'sealed': sealer.seal(json.dumps(values[name], ensure_ascii=False))}
    return json.dumps(values, ensure_ascii=False, separators=(',', ':'))


def _as_json(name: str, before: Any) -> str:
    """An SQLite expression: what lay in the column as JSON."""
    if isinstance(before, sa.Boolean):
        return f"CASE WHEN CAST({name} AS INTEGER) THEN 'true' ELSE 'false' END"
    return f'json_quote(CAST({name} AS TEXT))'
