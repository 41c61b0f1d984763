"""The hub in which it happens: the demo hub, and files that a file dialog may come to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hubdesk.access.stretching import Cost
from hubdesk.demo.building import WESTCROFT, build_hub
from hubdesk.store import Store

PASSPHRASE = "four words to remember"


def demo_hub(folder: Path) -> Path:
    """The demo hub, closed, and files that a file dialog may come to."""
    path = folder / "westcroft.hubdesk"
    store = Store.create(path, PASSPHRASE, Cost(1024, 1, 1), name="Manager")
    build_hub(store, WESTCROFT, date.today())
    store.close()
    documents = folder / "home" / "Documents"
    documents.mkdir(parents=True, exist_ok=True)
    (documents / "people.csv").write_text("Name,Phone\nAmina Noor,07700 900123\n,\nChen,x\n", encoding="utf-8")
    (documents / "rubbish.xlsx").write_bytes(bytes(range(256)) * 8)
    (documents / "rubbish.hubsync").write_bytes(b"no package")
    (documents / "rubbish.hubbackup").write_bytes(b"no backup")
    return path
