"""Packages opened and made by hand, as only a hub that has lost its mind would write them."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hubdesk.access.post_keys import PostKeys
from hubdesk.store import Store
from hubdesk.sync import package
from hubdesk.sync.correspondents import post_of
from hubdesk.sync.package_body import Body
from hubdesk.sync.sealed_pieces import Sealing, opened_pieces

_KEY = b"k" * 32


def body(store: Store, path: Path) -> str:
    """The lines of a file's body, header and end with them, as one of those opens it for whom it is."""
    return opened_body(store.post_keys, path)


def opened_body(own: PostKeys, path: Path) -> str:
    """The same by these keys."""
    with path.open("rb") as opened:
        outer = package._outer(opened)
        key = own.opened(base64.b64decode(json.loads(outer[len(package.MAGIC) :])["to"][own.public.id]))
        assert key
        return b"".join(Body(opened_pieces(opened, key, hashlib.sha256(outer).digest()))).decode()


def sent_as(store: Store, path: Path, header: dict[str, Any], lines: Iterable[str]) -> Path:
    """A package of these lines, signed by a hub and sealed to its lead."""
    package.write(path, package.CHANGES, header, iter(lines), store.post_keys, post_of(store).leads())
    return path


def raw(store: Store, path: Path, content: Iterable[bytes], **outer: Any) -> Path:
    """A file with any content at all, signed by a hub and sealed to its lead."""
    own = store.post_keys
    sealed = {keys.id: base64.b64encode(keys.sealed_to(_KEY)).decode() for keys in post_of(store).leads()}
    said = {"format": package.FORMAT, "holds": package.CHANGES, "protection": "sealed", "to": sealed} | outer
    first = package.MAGIC + json.dumps(said).encode() + b"\n"
    bound, hashed, squeeze = hashlib.sha256(first).digest(), hashlib.sha256(), zlib.compressobj(9)
    with path.open("wb") as out:
        out.write(first)
        sealing = Sealing(out, _KEY, bound)
        for piece in content:
            hashed.update(piece)
            sealing.write(squeeze.compress(piece))
        sealing.write(squeeze.flush() + own.sign(package._CONTEXT + bound + hashed.digest()))
        sealing.close()
    return path


def sealed_anew(own: PostKeys, path: Path, made: Path, to: PostKeys) -> None:
    """The signed body of a package as its reader would hand it on, sealed to somebody else."""
    with path.open("rb") as opened, made.open("wb") as out:
        outer = package._outer(opened)
        said = json.loads(outer[len(package.MAGIC) :])
        key = own.opened(base64.b64decode(said["to"][own.public.id]))
        assert key
        sealed = {to.public.id: base64.b64encode(to.public.sealed_to(_KEY)).decode()}
        first = package.MAGIC + json.dumps(said | {"to": sealed}).encode() + b"\n"
        out.write(first)
        sealing = Sealing(out, _KEY, hashlib.sha256(first).digest())
        for piece in opened_pieces(opened, key, hashlib.sha256(outer).digest()):
            sealing.write(piece)
        sealing.close()
