"""The demo's files: three hubs, the packages they have sent, and the network that merged them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Final

from hubdesk.access.key_file import slots_path
from hubdesk.access.signing_in import open_slots
from hubdesk.access.stretching import Cost
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.demo.building import INSPIRE, JNR8, WESTCROFT, acquaint, build_hub, build_network
from hubdesk.store import Store
from hubdesk.sync.export import export_package
from hubdesk.sync.merge import merge_packages

DEMO_PASSPHRASE: Final = "demo hub passphrase"  # noqa: S105 - of invented people, and said aloud
DEMO_COST: Final = Cost(memory=8 * 1024, passes=1, lanes=1)


def build_demo(folder: Path, made: Callable[[Path], AbstractContextManager[Store]]) -> Path:
    """Build the demo in a folder, in the place of an earlier one; the path of the first hub's file.

    ``made`` makes a new file and closes it afterwards. Raises Refused when a file there is open, or is not of the demo.
    """
    paths = {name: folder / f"{name}.hubdesk" for name in ("westcroft", "jnr8", "inspire", "network")}
    packages = folder / "packages"
    _clear_earlier([path for path in paths.values() if path.exists() or slots_path(path).exists()], packages)
    today = date.today()
    packages.mkdir(parents=True, exist_ok=True)
    with made(paths["network"]) as network:
        build_network(network, today)
        sent = []
        for name, hub in (("westcroft", WESTCROFT), ("jnr8", JNR8), ("inspire", INSPIRE)):
            with made(paths[name]) as store:
                build_hub(store, hub, today)
                acquaint(network, store)
                sent.append(export_package(store, packages).path)
        merge_packages(network, sent)
    return paths["westcroft"]


def _clear_earlier(earlier: Sequence[Path], packages: Path) -> None:
    """Somebody's own file, which the demo's passphrase does not open, is never removed."""
    for path in earlier:
        try:
            open_slots(path, DEMO_PASSPHRASE)
        except Refused:
            raise Refused(
                tr("The file {name} is not of the demo, so it stays. Pick another folder for the demo.", name=path.name)
            ) from None
    for path in earlier:
        Store.remove(path)
    if earlier:
        for old in packages.glob("*.hubsync"):
            old.unlink()
