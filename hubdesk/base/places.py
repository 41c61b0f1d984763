"""Where HubDesk's own files lie, and where a person's files may lie."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import platformdirs

import hubdesk

_PACKAGE = Path(hubdesk.__file__).resolve().parent


def resource(name: str) -> Path:
    """The path of a file or folder shipped in resources/.

    In the wheel and in the frozen application resources/ lies inside the package; in a checkout beside it.
    """
    inside = _PACKAGE / "resources"
    return (inside if inside.is_dir() else _PACKAGE.parent / "resources") / name


def is_server(said: str) -> bool:
    """Whether this names a database on a server, such as postgresql://user@host/network, and not a file."""
    return said.startswith(("postgresql://", "postgresql+psycopg://", "postgres://"))


def without_password(address: str) -> str:
    """The address of a database without any password that stands in it; nothing where it cannot be told apart."""
    try:
        parts = urlsplit(address)
        # A sign of a password that was not written as in an address would have parted it in another place.
        if "@" in parts.path + parts.query or parts.fragment or (parts.port or 0) < 0:
            return ""
        said = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        return ""
    user, at, host = parts.netloc.rpartition("@")
    asked = urlencode([(name, value) for name, value in said if "password" not in name.casefold()], safe="/")
    return urlunsplit((parts.scheme, user.partition(":")[0] + at + host, parts.path, asked, ""))


def data_folder() -> Path:
    """The folder for this person's hub file on this machine; made when missing, where the system lets it."""
    return _made(platformdirs.user_data_path("HubDesk", appauthor=False, roaming=False))


def log_folder() -> Path:
    """The folder for HubDesk's logs, which never hold personal data; made when missing, where the system lets it."""
    return _made(platformdirs.user_log_path("HubDesk", appauthor=False))


def _made(folder: Path) -> Path:
    # Who has no home, as at some kiosks, works all the same with a hub's file that lies elsewhere; nothing is remembered.
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def backups_folder(file: Path) -> Path:
    """Where the backups of a hub's file lie as long as nobody has chosen another place."""
    return file.parent / "backups"
