"""A file of before there were accounts."""

from __future__ import annotations

import base64
import json
from datetime import date
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import text

from hubdesk.access.key_file import slots_path
from hubdesk.access.roles import Role
from hubdesk.access.sealing import Seals
from hubdesk.access.wrapping import wrap
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.store import Store, file_engines, migrate
from tests.conftest import PASSPHRASE, QUICK


def test_a_file_of_before_there_were_accounts_opens_and_is_sealed(tmp_path: Path) -> None:
    # Given a file of the first schema, whose special answers and journal lie open, and a key file with one slot
    hub, data = tmp_path / "old.hubdesk", bytes(range(32))
    hub.touch()
    wrapped = wrap(data, PASSPHRASE, QUICK)
    slot = {name: base64.b64encode(getattr(wrapped, name)).decode() for name in ("salt", "nonce", "key")}
    slots_path(hub).write_text(json.dumps({"version": 1, "slots": [slot | {"memory": 1024, "passes": 1, "lanes": 1}]}))
    engine = file_engines.writer(hub, data, Seals(_public(bytes(range(32))), None))
    ada, need, operation = uuid4(), uuid4(), uuid4()
    after = json.dumps(
        {"person": str(ada), "category": "10", "what_helps": "a ramp", "main": True, "since": "2026-01-02"}
    )
    with file_engines.links_unchecked(engine) as connection:
        migrate.upgrade(connection, to="0001")
        connection.execute(text(f"INSERT INTO person (id, full_name) VALUES ('{ada.hex}', 'Ada Obi')"))
        connection.execute(
            text(
                "INSERT INTO support_need (id, person, category, main, what_helps, on_register, since)"
                f" VALUES ('{need.hex}', '{ada.hex}', '10', 1, 'a ramp', 0, '2026-01-02')"
            )
        )
        connection.execute(
            text(
                'INSERT INTO operation (id, epoch, first_seq, title, "by", clock, root, turn)'
                f" VALUES ('{operation.hex}', 1, 1, 'Add', '', 1, '{operation.hex}', 0)"
            )
        )
        connection.execute(
            text(
                'INSERT INTO journal (epoch, seq, operation, kind, record, action, clock, "after", "before", "over")'
                f" VALUES (1, 1, '{operation.hex}', 'support_need', '{need.hex}', 'add', 1, :after, '{{}}', '{{}}')"
            ),
            {"after": after},
        )
    engine.dispose()

    # When it is opened with the passphrase that it had
    store = Store.open(hub, PASSPHRASE)

    # Then whoever opens it manages it, nothing lies open any more, and the log fits
    assert (store.account.name, store.account.role) == ("Manager", Role.MANAGER)
    with store.writing_plainly() as connection:
        assert "a ramp" not in str(connection.execute(text("SELECT * FROM support_need")).all())
        assert "a ramp" not in str(connection.execute(text("SELECT * FROM journal")).all())
    with store.reading() as session:
        kept = session.get_one(SupportNeed, need)
        assert (kept.category, kept.main, kept.on_register) == ("10", True, False)
        assert (kept.what_helps, kept.since, kept.until) == ("a ramp", date(2026, 1, 2), None)
    assert {change.after for change in store.history(need)} >= {"a ramp", "Yes", "2 Jan 2026"}
    assert store.findings() == []
    store.close()
    Store.open(hub, PASSPHRASE, "Manager").close()


def _public(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
