"""the log that cannot be rewritten."""

import hashlib
import json
import secrets
from datetime import datetime, timezone
from itertools import islice
from typing import Any, Iterator

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

# As the hash was formed when this was written: column by column, in the order of their names.
COLUMNS = {
    'journal': ('action', 'after', 'before', 'clock', 'epoch', 'kind', 'line', 'nonce', 'operation', 'over', 'record', 'seq'),
    'operation': ('by', 'clock', 'epoch', 'first_seq', 'id', 'line', 'nonce', 'root', 'title', 'turn'),
}
KEYS = {'journal': ('epoch', 'seq'), 'operation': ('id',)}
UUIDS = ('operation', 'record', 'id', 'root')


def upgrade() -> None:
    op.create_table('audit',
    sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('moment', sa.String(length=30), nullable=False),
    sa.Column('offset', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('content', sa.String(length=64), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit'))
    )
    for table in COLUMNS:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column('line', sa.BigInteger(), server_default='0', nullable=False))
            batch.add_column(sa.Column('nonce', sa.String(length=32), server_default='', nullable=False))
            batch.add_column(sa.Column('digest', sa.String(length=64), server_default='', nullable=False))
    begin_the_log(op.get_bind())


def begin_the_log(connection: sa.Connection) -> None:
    """The first line covers everything that was done before there was a log."""
    epochs: dict[int, tuple[Any, int]] = {}
    kinds: dict[str, int] = {}
    for row in seal_all(connection, 'journal', 'epoch, seq'):
        made, count = epochs.get(row['epoch'], (hashlib.sha256(), 0))
        made.update(row['digest'].encode())
        epochs[row['epoch']] = made, count + 1
        kinds[row['kind']] = kinds.get(row['kind'], 0) + 1
    operations = sorted(row['digest'] for row in seal_all(connection, 'operation', 'epoch, first_seq'))
    changes = [[epoch, count, made.hexdigest()] for epoch, (made, count) in sorted(epochs.items())]
    content = hash_of([changes, operations]) if changes or operations else ''
    about = pack({'changes': sum(change[1] for change in changes), 'operations': len(operations), 'kinds': kinds})
    now = datetime.now(timezone.utc)
    ahead = now.astimezone().utcoffset()
    moment, offset = now.isoformat(timespec='milliseconds'), int(ahead.total_seconds() // 60) if ahead else 0
    line = [1, moment, offset, '', 'began', about, content, '']
    names = ('seq', 'moment', 'offset', 'by', 'what', 'about', 'content', 'previous')
    table = sa.table('audit', *(sa.column(name) for name in (*names, 'hash')))
    connection.execute(sa.insert(table).values(**dict(zip(names, line)), hash=hash_of(line)))


def seal_all(connection: sa.Connection, name: str, order: str) -> Iterator[dict[str, Any]]:
    columns: list[Any] = [sa.column(one, sa.Uuid()) if one in UUIDS else sa.column(one) for one in (*COLUMNS[name], 'digest')]
    table = sa.table(name, *columns)
    kept = [table.c[key] for key in KEYS[name]]
    rows = iter(connection.execute(sa.select(table).order_by(sa.text(order))).mappings().all())
    sealed = sa.update(table).where(*(key == sa.bindparam(f'of_{key.name}') for key in kept))
    while some := [seal(name, row) for row in islice(rows, 500)]:
        given = [
            {f'of_{key.name}': row[key.name] for key in kept} | {one: row[one] for one in ('line', 'nonce', 'digest')}
            for row in some
        ]
        connection.execute(sealed, given)
        yield from some


def seal(name: str, given: Any) -> dict[str, Any]:
    row = dict(given) | {'line': 1, 'nonce': secrets.token_hex(16)}
    values = [row[one] if isinstance(row[one], int | str) else str(row[one]) for one in COLUMNS[name]]
    return row | {'digest': hash_of(values)}


def pack(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(',', ':'))


def hash_of(values: Any) -> str:
    return hashlib.sha256(pack(values).encode('utf-8', 'surrogatepass')).hexdigest()


def downgrade() -> None:
    raise NotImplementedError("HubDesk goes back by opening a backup.")
