"""Where a hub's file lies: on which machine and under which path, so that a copy is told from the file it was copied from."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from hubdesk.fields.check_digit import SIGNS

_MARK: Final = "#"
_LONGEST: Final = 60
_SIGNS: Final = 3


def machine() -> str:
    """The machine's own name."""
    return platform.node()[:_LONGEST] or "unknown"


def place_of(path: Path) -> str:
    """The machine's name, and a mark that follows from the machine and from where the file lies on it.

    A file that is being made, or brought back from a backup, counts as lying where it will.
    """
    name = path.name.removesuffix(".part")
    if name.endswith(".restoring"):
        name = name.removesuffix(".restoring").removeprefix(".")
    lies = path.absolute().with_name(name)
    with suppress(OSError):
        lies = lies.parent.resolve() / name
    # A name from another system may hold bytes that are no letters here.
    told = f"{_id_of_machine()}\n{lies}".encode(errors="surrogatepass")
    return marked(machine(), told)


def marked(name: str, told: bytes) -> str:
    """A place of this name that is known by what is told of it."""
    return f"{name}{_MARK}{hashlib.sha256(told).hexdigest()[:16]}"


def name_in(place: str) -> str:
    """The machine's name in what `place_of` tells."""
    return place.partition(_MARK)[0]


def is_marked(place: str) -> bool:
    """Whether it says more than the machine's name, as files of older versions do not."""
    return _MARK in place


def signs_of(epoch: UUID) -> str:
    """Three signs that follow from an epoch, and stand in the numbers that are printed in it."""
    left, signs = epoch.int, ""
    for _ in range(_SIGNS):
        left, sign = divmod(left, len(SIGNS))
        signs += SIGNS[sign]
    return signs


def new_epoch(known: Collection[UUID]) -> UUID:
    """An epoch whose signs are none of those that the hub's machines have had, as far as they are known."""
    taken = {signs_of(one) for one in known}
    while signs_of(epoch := uuid4()) in taken:
        pass
    return epoch


def _id_of_machine() -> str:
    """What the system itself is called by; another one once it is set up anew."""
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for held in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
        with suppress(OSError):
            return held.read_text(encoding="ascii").strip()
    return platform.node()
