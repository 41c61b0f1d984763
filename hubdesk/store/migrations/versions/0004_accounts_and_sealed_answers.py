"""accounts, and special category answers as JSON, which the store then seals."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0004'
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


def _as_json(name: str, before: Any) -> str:
    """An SQLite expression: what lay in the column as JSON."""
    if isinstance(before, sa.Boolean):
        return f"CASE WHEN CAST({name} AS INTEGER) THEN 'true' ELSE 'false' END"
    return f'json_quote(CAST({name} AS TEXT))'
