"""Whether a hub's file lies where something else may change it, lock it or take it away: a synced, network or removable folder.

Pure functions over facts, so that the places of every system can be tried on any; ``facts_of`` gathers those of this one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final, Literal

from hubdesk.base.words import tr

Sort = Literal["synced", "network", "removable", "moved"]

_VARIABLES: Final = {"OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive"}
_FOLDERS: Final = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "drivefs": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "box sync": "Box",
    "pcloud": "pCloud",
    "syncthing": "Syncthing",
}
_MARKERS: Final = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
}
_NETWORK: Final = frozenset(
    (
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "9p",
        "ncpfs",
        "fuse.sshfs",
        "fuse.davfs",
        "davfs",
        "fuse.gvfsd-fuse",
        "ceph",
    )
)
_CLOUD_MOUNTS: Final = {
    "fuse.rclone": "rclone",
    "fuse.google-drive-ocamlfuse": "Google Drive",
    "fuse.onedriver": "OneDrive",
}
_STICKS: Final = frozenset(("vfat", "exfat", "msdos"))
_STICK_FOLDERS: Final = ("/media/", "/run/media/", "/Volumes/")


@dataclass(frozen=True)
class Facts:
    """Of one file. ``markers``: names of what lies in its folders; ``drive``: as Windows calls its drive, "remote" or "removable".

    ``file_system``: as the system calls it; ``documents``: where Documents lie, when the system has them elsewhere than at home.
    """

    path: PurePath
    home: PurePath
    environment: Mapping[str, str] = field(default_factory=dict)
    markers: frozenset[str] = frozenset()
    drive: str = ""
    file_system: str = ""
    documents: PurePath | None = None


@dataclass(frozen=True)
class UneasyPlace:
    """Where a file lies that had better lie elsewhere; ``name`` is the program that keeps the folder, where one does."""

    sort: Sort
    name: str = ""

    @property
    def refused(self) -> bool:
        """Whether the file would be in danger at once: over a network two computers do not hear of each other's locks."""
        return self.sort == "network"

    def sentence(self) -> str:
        if self.sort == "synced":
            return tr(
                "This file lies in a folder that {name} copies while you work, which can spoil it.", name=self.name
            )
        if self.sort == "network":
            return tr(
                "This file lies on another computer, where it can be spoilt when two people open it. Copy it and its keys to this computer and open them there."
            )
        if self.sort == "removable":
            return tr("This file lies on a stick, which can be pulled out while you work.")
        return tr("This file lies in Documents, which this computer keeps on a server.")


def uneasy_place(facts: Facts) -> UneasyPlace | None:
    """What is wrong with where the file lies; None when it is the computer's own disk."""
    said = str(facts.path)
    remote = facts.drive == "remote" or facts.file_system.lower() in _NETWORK or said.startswith(("\\\\", "//"))
    keeper = _keeper(facts)
    if keeper:
        return UneasyPlace("synced", keeper)
    if (
        facts.documents is not None
        and _within(facts.path, facts.documents)
        and not _within(facts.documents, facts.home)
    ):
        return UneasyPlace("moved") if not remote else UneasyPlace("network")
    if remote:
        return UneasyPlace("network")
    stick = facts.drive == "removable" or facts.file_system.lower() in _STICKS or said.startswith(_STICK_FOLDERS)
    return UneasyPlace("removable") if stick else None


def _keeper(facts: Facts) -> str:
    for variable, name in _VARIABLES.items():
        folder = facts.environment.get(variable)
        if folder and _within(facts.path, type(facts.path)(folder)):
            return name
    for part in facts.path.parent.parts:
        plain = part.casefold()
        for folder, name in _FOLDERS.items():
            # Such folders also carry the name of whose they are, behind a space, a hyphen or a bracket.
            if plain == folder or plain.startswith((f"{folder} ", f"{folder}-", f"{folder}(")):
                return name
    marked = next(
        (name for marker, name in _MARKERS.items() if marker in {one.casefold() for one in facts.markers}), ""
    )
    return marked or _CLOUD_MOUNTS.get(facts.file_system.lower(), "")


def _within(path: PurePath, folder: PurePath) -> bool:
    if isinstance(path, PureWindowsPath):
        return PureWindowsPath(str(path).casefold()).is_relative_to(PureWindowsPath(str(folder).casefold()))
    return path.is_relative_to(folder)


def facts_of(path: Path) -> Facts:
    """The facts of a file on this computer."""
    where = path.absolute()
    markers: set[str] = set()
    for folder in list(where.parents)[:8]:
        markers |= {marker for marker in _MARKERS if (folder / marker).exists()}
    windows = sys.platform == "win32"
    return Facts(
        where,
        Path.home(),
        dict(os.environ),
        frozenset(markers),
        drive=_windows_drive(where) if windows else "",
        file_system="" if windows else _file_system(where, Path("/proc/mounts")),
        documents=_documents() if windows else None,
    )


def _file_system(path: Path, mounts: Path) -> str:
    """The kind of file system that the path lies on, as Linux lists them; empty where it lists none."""
    try:
        lines = mounts.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    found = {fields[1].replace("\\040", " "): fields[2] for line in lines if len(fields := line.split()) > 2}
    for folder in (path, *path.parents):
        if str(folder) in found:
            return found[str(folder)]
    return ""


def _windows_drive(path: Path) -> str:
    if sys.platform != "win32":
        return ""
    import ctypes

    return {2: "removable", 4: "remote"}.get(ctypes.windll.kernel32.GetDriveTypeW(path.anchor), "")


def _documents() -> Path | None:
    """Where Windows keeps Documents; a network's rules may have put them on a server."""
    if sys.platform != "win32":
        return None
    import winreg

    folders = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, folders) as key:
            return Path(os.path.expandvars(str(winreg.QueryValueEx(key, "Personal")[0])))
    except OSError:
        return None
