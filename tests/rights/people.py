"""People who sign in one after another at the same file."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from hubdesk.access.roles import Role
from hubdesk.store import Store
from tests.conftest import PASSPHRASE

_CHOSEN = "seven green umbrellas"


def somebody_else(store: Store, tmp_path: Path, role: Role) -> Store:
    """Whoever works there goes; somebody new comes in, by their own name and passphrase."""
    name, path = f"Somebody {uuid4().hex[:6]}", tmp_path / "hub.hubdesk"
    store.close()
    manager = Store.open(path, PASSPHRASE, "Manager")
    code = manager.accounts.add(name, role)
    manager.close()
    made = Store.open(path, code, name)
    made.choose_passphrase(_CHOSEN)
    return made
