"""Conditions of backups, of keys and of who may sign in."""

from __future__ import annotations

from typing import Final

from hubdesk.base.condition import BACKUP, FILE, KEPT, SAVED, SENT, Condition
from hubdesk.base.words import tr_later

KEEPING: Final = (
    Condition(
        "HD-080",
        tr_later(
            "There is too little room: the folder {folder} needs {needed} MB and its disk has {free} MB. Make some room there, then try again. Nothing was changed."
        ),
        KEPT,
    ),
    Condition(
        "HD-081",
        tr_later(
            "No backup could be written into the folder {folder}. See that its disk is there and not full, or choose another folder. The hub’s own file is untouched."
        ),
        KEPT,
    ),
    Condition(
        "HD-082",
        tr_later(
            "The backup could be written but not opened again whole, so it was not kept. The earlier ones are still there. Check the data, then back up again."
        ),
        KEPT,
    ),
    Condition(
        "HD-083",
        tr_later("Another backup is being written into this folder. Wait until it is done, then try again."),
        KEPT,
    ),
    Condition(
        "HD-084",
        tr_later("The backup {name} is damaged or incomplete, so nothing was done. Take another one."),
        KEPT,
    ),
    Condition("HD-085", tr_later("The backup {name} cannot be read. See that its disk or stick is there."), KEPT),
    Condition(
        "HD-086",
        tr_later("A newer HubDesk made this backup. Install the newer version here, then bring it back."),
        KEPT,
    ),
    Condition(
        "HD-087",
        tr_later(
            "{name} is not on the stick. See that the stick is in and not full, or take another one, and copy it again."
        ),
        KEPT,
    ),
    Condition(
        "HD-088",
        tr_later(
            "This file was brought back from a backup, and nobody has said yet that it is the right one. Look through it, say so on the page Backups, then send it."
        ),
        SENT,
    ),
    Condition("HD-089", tr_later("The file {name} is being copied. Wait until that is done, then try again."), FILE),
    Condition("HD-090", tr_later("Several people work with this file. Say who you are."), FILE),
    Condition("HD-091", tr_later("This first code has run out. Ask a manager for a new one."), FILE),
    Condition("HD-092", tr_later("Somebody of this name works here already. Add a letter or a family name."), FILE),
    Condition("HD-093", tr_later("Nobody of this name works with this file. Check how it is written."), FILE),
    Condition(
        "HD-094", tr_later("This is not the recovery key of this file. Look for a newer one in the envelope."), FILE
    ),
    Condition(
        "HD-095",
        tr_later(
            "There were {n} wrong tries, so this name is locked for an hour. A manager can give a new code sooner."
        ),
        FILE,
    ),
    Condition("HD-096", tr_later("Somebody must manage the hub. Make another person a manager first."), FILE),
    Condition("HD-097", tr_later("You cannot remove yourself. Another manager can."), FILE),
    Condition("HD-098", tr_later("{deed}: only a manager may do this. Ask one to sign in."), SAVED),
    Condition("HD-099", tr_later("{kind}: only a manager may do this. Ask one to sign in. Nothing was saved."), SAVED),
    Condition(
        "HD-100",
        tr_later(
            "Another program has changed the key file. Copy it back from your last backup, then open the hub again."
        ),
        FILE,
    ),
    Condition("HD-101", tr_later("This account is no longer there. Ask a manager for a new one."), FILE),
    Condition("HD-102", tr_later("The recovery key is for managers. Pick a manager's name."), FILE),
    Condition("HD-103", tr_later("Choose a passphrase of your own first. Nothing was saved."), SAVED),
    Condition(
        "HD-104", tr_later("The file {name} is damaged. Repair it, or bring back your last backup. {what}"), BACKUP
    ),
    Condition("HD-105", tr_later("Nothing of this file can be read any more. Bring back your last backup."), BACKUP),
    Condition("HD-106", tr_later("The new copy of the file is not right, so the old one stays. Check the disk."), FILE),
    Condition(
        "HD-107",
        tr_later(
            "The list of who was erased, {name}, was changed by another program, and this file may be older than it, so it is not opened: it might bring somebody back. Open the newest file of the hub, which writes the list anew. If this is the newest, remove the list, and erase again who was erased since."
        ),
        FILE,
    ),
    Condition(
        "HD-108",
        tr_later(
            "The database has to be brought up to date, and another desk still works in it with the HubDesk of before. Close HubDesk there, then sign in here once more."
        ),
        FILE,
    ),
)
