"""How a backup is told of: when it was made, what for, how large it is."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLocale

from hubdesk.base.room import Room
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.dates import show_date
from hubdesk.store.backup_list import Backup

_WHY = {
    "asked": tr_later("because somebody asked"),
    "half_hour": tr_later("while you worked"),
    "close": tr_later("when HubDesk was closed"),
    "migration": tr_later("before a new version took over"),
    "merge": tr_later("before a merge"),
    "unmerge": tr_later("before a package was undone"),
    "import": tr_later("before a spreadsheet came in"),
    "restore": tr_later("before a backup was brought back"),
    "mend": tr_later("before what a check found was mended"),
    "keys": tr_later("before somebody’s account was taken away"),
}


def when(backup: Backup) -> str:
    """The day and the time on the wall."""
    moment = backup.manifest.when.astimezone()
    return tr("{day}, {time:%H:%M}", day=show_date(moment.date()), time=moment)


def room_said(room: Room) -> str:
    """What the next backup takes and what is free, in words."""
    if room.enough:
        return tr(
            "The next one takes up to {needed}, and {free} are free.", needed=_size(room.needed), free=_size(room.free)
        )
    return tr(
        "There is too little room for the next one: it takes up to {needed}, and {free} are free.",
        needed=_size(room.needed),
        free=_size(room.free),
    )


def still_held(until: date | None) -> str:
    """How long backups hold whoever is erased today."""
    if until is None:
        return tr("There is no backup of this hub here that still holds them. Copies on sticks are removed by hand.")
    return tr(
        "Backups made before still hold them. The last of these is thinned out by {day}, when HubDesk is used every week. "
        "If one is brought back, they are erased from it before anybody sees it. Copies on sticks are removed by hand.",
        day=show_date(until),
    )


def about_other(backup: Backup) -> str:
    """The same of the backup of another file, which is named first."""
    return tr("Of the file {name}: {about}", name=backup.file, about=about(backup))


def _size(size: int) -> str:
    return QLocale().formattedDataSize(size, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def about(backup: Backup) -> str:
    """Its size, how many people are in it, and what it was made for."""
    size = _size(backup.size)
    why = _WHY.get(backup.manifest.why)
    people = f"{backup.manifest.counts.get('person', 0):,}"
    if why is None:
        return tr("{size}, people: {people}", size=size, people=people)
    return tr("{size}, people: {people}, made {why}", size=size, people=people, why=why)
