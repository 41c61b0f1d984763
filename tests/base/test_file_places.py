from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from hubdesk.base.file_places import Facts, _file_system, facts_of, uneasy_place

HOME = PureWindowsPath(r"C:\Users\Rosa")
AT_HOME = PurePosixPath("/home/rosa")


def windows(path: str, **facts: Any) -> Facts:
    return Facts(PureWindowsPath(path), HOME, **facts)


def linux(path: str, **facts: Any) -> Facts:
    return Facts(PurePosixPath(path), AT_HOME, **facts)


PLACES: list[tuple[Facts, str, str]] = [
    (windows(r"C:\Users\Rosa\OneDrive\hub.hubdesk"), "synced", "OneDrive"),
    (windows(r"C:\Users\Rosa\OneDrive - Westcroft Centre\Documents\hub.hubdesk"), "synced", "OneDrive"),
    (windows(r"D:\Cloud\hub.hubdesk", environment={"OneDrive": r"d:\cloud"}), "synced", "OneDrive"),
    (windows(r"D:\Work\hub.hubdesk", environment={"OneDriveCommercial": r"D:\Work"}), "synced", "OneDrive"),
    (windows(r"C:\Users\Rosa\Dropbox\hub.hubdesk"), "synced", "Dropbox"),
    (windows(r"C:\Users\Rosa\Dropbox (Personal)\hub.hubdesk"), "synced", "Dropbox"),
    (windows(r"E:\Shared\hub.hubdesk", markers=frozenset({".dropbox.cache"})), "synced", "Dropbox"),
    (windows(r"G:\My Drive\hub.hubdesk"), "synced", "Google Drive"),
    (windows(r"C:\Users\Rosa\Google Drive\hub.hubdesk"), "synced", "Google Drive"),
    (windows(r"C:\Users\Rosa\iCloudDrive\hub.hubdesk"), "synced", "iCloud"),
    (windows(r"C:\Users\Rosa\Nextcloud\hub.hubdesk"), "synced", "Nextcloud"),
    (windows(r"C:\Users\Rosa\Files\hub.hubdesk", markers=frozenset({".nextcloudsync.log"})), "synced", "Nextcloud"),
    (windows(r"\\server\share\hub.hubdesk"), "network", ""),
    (windows(r"Z:\hub\hub.hubdesk", drive="remote"), "network", ""),
    (windows(r"E:\hub.hubdesk", drive="removable"), "removable", ""),
    (windows(r"H:\Documents\hub.hubdesk", documents=PureWindowsPath(r"H:\Documents")), "moved", ""),
    (
        windows(r"\\server\home\Documents\hub.hubdesk", documents=PureWindowsPath(r"\\server\home\Documents")),
        "network",
        "",
    ),
    (linux("/mnt/hub/hub.hubdesk", file_system="cifs"), "network", ""),
    (linux("/srv/hub/hub.hubdesk", file_system="nfs4"), "network", ""),
    (linux("/media/rosa/STICK/hub.hubdesk", file_system="vfat"), "removable", ""),
    (linux("/run/media/rosa/STICK/hub.hubdesk", file_system="ext4"), "removable", ""),
    (linux("/home/rosa/drive/hub.hubdesk", file_system="fuse.rclone"), "synced", "rclone"),
    (linux("/home/rosa/Library/Mobile Documents/com~apple~CloudDocs/hub.hubdesk"), "synced", "iCloud"),
    (linux("/home/rosa/Sync/hub.hubdesk", markers=frozenset({".stfolder"})), "synced", "Syncthing"),
]


@pytest.mark.parametrize(("facts", "sort", "name"), PLACES)
def test_r09_an_uneasy_place_is_noticed(facts: Facts, sort: str, name: str) -> None:
    found = uneasy_place(facts)
    assert found is not None
    assert (found.sort, found.name) == (sort, name)
    assert found.sentence().endswith(".")
    assert found.refused == (sort == "network")


@pytest.mark.parametrize(
    "facts",
    [
        windows(
            r"C:\Users\Rosa\AppData\Local\HubDesk\hub.hubdesk", environment={"OneDrive": r"C:\Users\Rosa\OneDrive"}
        ),
        windows(r"C:\Users\Rosa\Documents\hub.hubdesk", documents=PureWindowsPath(r"C:\Users\Rosa\Documents")),
        windows(r"C:\Hubs\Dropbox.hubdesk"),
        linux("/home/rosa/.local/share/HubDesk/hub.hubdesk", file_system="ext4"),
        linux("/home/rosa/onedrivers/hub.hubdesk", file_system="btrfs"),
    ],
)
def test_r09_the_computers_own_disk_is_no_uneasy_place(facts: Facts) -> None:
    assert uneasy_place(facts) is None


def test_the_facts_of_this_computer(tmp_path: Path) -> None:
    assert uneasy_place(facts_of(tmp_path / "hub.hubdesk")) is None
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    assert uneasy_place(facts_of(folder / "hub.hubdesk")) is not None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has drives, not mounts")
def test_the_file_system_is_read_from_the_mounts(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\n//server/share /mnt/the\\040hub cifs rw 0 0\n")
    assert _file_system(Path("/mnt/the hub/a/hub.hubdesk"), mounts) == "cifs"
    assert _file_system(Path("/home/hub.hubdesk"), mounts) == "ext4"
