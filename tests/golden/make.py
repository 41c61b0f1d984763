"""Write the golden package of this version: ``python -m tests.golden.make NAME`` once for each release, never again.

All people in it are invented; the keys that open it are used nowhere else.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from hubdesk.access.post_keys import PostKeys
from hubdesk.access.stretching import Cost
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.records.network.sharing_agreement import NAMED
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.values import plain_fields
from hubdesk.sync.export import export_package
from hubdesk.sync.sent import sent_fields
from tests.every_kind.making import make
from tests.sync.network import acquaint_stores

HERE: Final = Path(__file__).parent
_PASSPHRASE: Final = "nobody's data at all"


def rows(store: Store) -> dict[str, dict[str, dict[str, Any]]]:
    """By kind and id, the fields that travel, as JSON holds them."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with store.reading() as session:
        for kind in sorted(sent_fields()):
            names = [field.name for field in fields_of(kind_named(kind)) if field.name in sent_fields()[kind]]
            for record in session.scalars(select(kind_named(kind))):
                values = {name: value for name, value in plain_fields(record).items() if name in names}
                found.setdefault(kind, {})[str(record.id)] = values
    return found


def main(name: str) -> None:
    """Fill a hub with every kind, change and remove some of it, and keep what it sends and what the lead must hold."""
    target = HERE / name
    target.mkdir()
    with tempfile.TemporaryDirectory() as made:
        cost = Cost(memory=1024, passes=1, lanes=1)
        hub, lead = (Store.create(Path(made) / f"{one}.hubdesk", _PASSPHRASE, cost) for one in ("hub", "lead"))
        set_up_hub(hub, "Aston", "AST", network="South", sharing=NAMED)
        acquaint_stores(lead, hub)
        for number, kind in enumerate(KINDS):
            with hub.operation(f"Add {kind.__tablename__}") as session:
                make(hub, session, kind, 3 * number)
        first = export_package(hub, Path(made)).path
        with hub.operation("Change") as session:
            for person in session.scalars(select(Person)):
                person.known_as = "Golden"
            gone = Person(full_name="Removed again")
            session.add(gone)
        with hub.operation("Remove") as session:
            session.delete(session.get_one(Person, gone.id))
        second = export_package(hub, Path(made)).path
        for number, path in enumerate((first, second), 1):
            shutil.copy(path, target / f"{number}.hubsync")
        keys = {
            "lead": lead.post_keys.as_text(),
            "hub": hub.post_keys.public.as_text(),
            "hub_id": str(hub.hub_id),
            "made": date.today().isoformat(),
        }
        for file, held in (("keys.json", keys), ("expected.json", rows(hub))):
            (target / file).write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        for store in (hub, lead):
            store.close()


def opened(folder: Path) -> tuple[PostKeys, dict[str, str]]:
    """The lead's keys, and what it knows of the hub."""
    keys: dict[str, str] = json.loads((folder / "keys.json").read_text(encoding="utf-8"))
    return PostKeys.from_text(keys["lead"]), keys


if __name__ == "__main__":
    main(sys.argv[1])
