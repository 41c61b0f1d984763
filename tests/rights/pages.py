"""Everything that a hub's file holds, free pages and log too, as one who has the key could read it off the disk."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from hubdesk.access.signing_in import open_slots
from hubdesk.store.file import side_files
from tests.conftest import PASSPHRASE

_PAGE, _RESERVED, _IV, _SALT = 4096, 80, 16, 16
_LOG_HEAD, _FRAME_HEAD = 32, 24


def all_bytes(path: Path, name: str = "Manager") -> bytes:
    """The decrypted pages of the file and of its log, and what lies beside them as it is."""
    key = open_slots(path, PASSPHRASE, name).data
    whole = path.read_bytes()
    pages = [whole[at : at + _PAGE] for at in range(0, len(whole), _PAGE)]
    found = [_opened(key, page, first=number == 0) for number, page in enumerate(pages)]
    log = side_files(path)[0]
    if log.exists():
        frames = log.read_bytes()[_LOG_HEAD:]
        for at in range(0, len(frames), _FRAME_HEAD + _PAGE):
            head, page = frames[at : at + _FRAME_HEAD], frames[at + _FRAME_HEAD : at + _FRAME_HEAD + _PAGE]
            found.append(_opened(key, page, first=int.from_bytes(head[:4]) == 1))
    beside = [one.read_bytes() for one in path.parent.glob(f"{path.name}.*") if one.suffix != ".lock"]
    return b"".join([*found, *beside])


def _opened(key: bytes, page: bytes, *, first: bool) -> bytes:
    body, iv = page[_SALT if first else 0 : _PAGE - _RESERVED], page[_PAGE - _RESERVED : _PAGE - _RESERVED + _IV]
    opened = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return opened.update(body) + opened.finalize()
