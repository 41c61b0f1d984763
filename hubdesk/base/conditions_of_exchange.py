"""Conditions of what goes between hubs, their lead, and the desks at one server."""

from __future__ import annotations

from typing import Final

from hubdesk.base.condition import FILE, SAVED, SENT, TAKEN, Condition
from hubdesk.base.words import tr_later

EXCHANGE: Final = (
    Condition(
        "HD-110",
        tr_later(
            "The lead organisation’s keys are not known here yet, so nothing can be sealed for it. A manager takes its invitation in, under Keys and invitations."
        ),
        SENT,
    ),
    Condition(
        "HD-111",
        tr_later(
            "This file is sealed for somebody else, so it cannot be opened here. Ask who sent it to take in your invitation or answer once more, and to write the file again."
        ),
        TAKEN,
    ),
    Condition(
        "HD-112",
        tr_later(
            "Whoever signed this file is not known here, so nothing was taken from it. A manager takes in their invitation or answer first, under Keys and invitations."
        ),
        TAKEN,
    ),
    Condition(
        "HD-113",
        tr_later(
            "The keys of {name} that signed this file no longer hold here, so nothing was taken from it. Ask for a new answer or invitation, and compare its six words."
        ),
        TAKEN,
    ),
    Condition(
        "HD-114",
        tr_later("This file was written here, so everything in it is here already."),
        TAKEN,
    ),
    Condition(
        "HD-115",
        tr_later(
            "This file gives out changes of another hub as its sender’s own, so nothing was taken from it. Ask the sender."
        ),
        TAKEN,
    ),
    Condition(
        "HD-116",
        tr_later("This is no invitation or answer, or it was changed on its way. Ask for it again."),
        TAKEN,
    ),
    Condition(
        "HD-117",
        tr_later(
            "These are not the six words of this file. Ask for them once more, by telephone or face to face; if they still differ, somebody else may have made the file: do not use it."
        ),
        TAKEN,
    ),
    Condition(
        "HD-118",
        tr_later("This is your own. Give it to the other side, and pick the one that came from there."),
        TAKEN,
    ),
    Condition(
        "HD-119",
        tr_later("These keys no longer hold. Open the page again."),
        FILE,
    ),
    Condition(
        "HD-120",
        tr_later("Packages are sealed. Ask a manager, or somebody of the lead organisation, to do this."),
        FILE,
    ),
    Condition(
        "HD-121",
        tr_later("This file is of another hub. Pick the one that your own other computer wrote."),
        TAKEN,
    ),
    Condition(
        "HD-122",
        tr_later("This is a hub’s answer. Pick the lead organisation’s invitation, which ends in .hubinvite."),
        TAKEN,
    ),
    Condition(
        "HD-123",
        tr_later("This is a lead organisation’s invitation. Pick the hub’s answer, which ends in .hubanswer."),
        TAKEN,
    ),
    Condition(
        "HD-124",
        tr_later(
            "This is no spare key of a hub that you know, or it was changed on its way. Take in the hub’s answer first, then ask for the spare key again."
        ),
        TAKEN,
    ),
    Condition(
        "HD-125",
        tr_later("No spare key of this hub is kept here."),
        FILE,
    ),
    Condition(
        "HD-126",
        tr_later("This spare key was sealed to keys that you no longer have. Ask the hub for a new one."),
        FILE,
    ),
    Condition(
        "HD-130",
        tr_later("This database is set up already. Sign in, or ask somebody who leads there to let you in."),
        FILE,
    ),
    Condition(
        "HD-131",
        tr_later(
            "Another desk is merging or saving something long, so this was not saved. Wait a little and try again."
        ),
        SAVED,
    ),
    Condition(
        "HD-132",
        tr_later("The server’s disk is full, so this was not saved. Ask whoever looks after the server."),
        SAVED,
    ),
    Condition(
        "HD-133",
        tr_later("The server does not let HubDesk write into this database. Ask whoever looks after the server."),
        SAVED,
    ),
    Condition(
        "HD-134",
        tr_later(
            "The server cannot be reached, so this was not saved. What was saved before is safe; try again once the server is back."
        ),
        SAVED,
    ),
    Condition(
        "HD-135",
        tr_later(
            "This HubDesk was put in without its part for databases on a server. Install it with “hubdesk[lead]”."
        ),
        SAVED,
    ),
    Condition(
        "HD-136",
        tr_later(
            "This database is not set up for HubDesk yet. The lead organisation does that once, with “hubdesk set-up --into” and its address."
        ),
        FILE,
    ),
    Condition(
        "HD-137",
        tr_later(
            "The keys in the database were changed at another desk, or by another program. Close HubDesk and sign in again; if that is refused too, bring back the server’s last backup."
        ),
        FILE,
    ),
    Condition(
        "HD-138",
        tr_later("The keys in the database are damaged. Bring back the server’s last backup."),
        FILE,
    ),
    Condition(
        "HD-139",
        tr_later("Your role was changed at another desk. Close HubDesk and sign in again."),
        FILE,
    ),
    Condition(
        "HD-140",
        tr_later("The copy could not be opened again whole, so it was not kept. Check the disk or stick."),
        FILE,
    ),
    Condition(
        "HD-141",
        tr_later(
            "The log does not fit what was merged, so nothing was undone. Check the log under “Who did what” first."
        ),
        FILE,
    ),
    Condition(
        "HD-142",
        tr_later("This cannot be undone any more: something else was entered for it since. Decide that instead."),
        FILE,
    ),
    Condition(
        "HD-143",
        tr_later("This package is no longer in quarantine. Open the page again."),
        FILE,
    ),
    Condition(
        "HD-144",
        tr_later("A database on a server needs no copy. Sign in to it from the other computer."),
        FILE,
    ),
    Condition(
        "HD-145",
        tr_later(
            "The file of {hub} was copied, and both copies went on: number {seq} stands for two different changes. Nothing was taken in or replaced. Ask the hub to open the copy that sent this and write the package again from there."
        ),
        TAKEN,
    ),
    Condition(
        "HD-146",
        tr_later("This was decided already. Nothing was changed."),
        FILE,
    ),
    Condition(
        "HD-147",
        tr_later("This record is not here any more. Nothing was changed."),
        FILE,
    ),
    Condition(
        "HD-148",
        tr_later("Something was merged, undone or entered meanwhile, so nothing was undone. Open the page again."),
        FILE,
    ),
    Condition(
        "HD-149",
        tr_later("This package was undone already. Open the page again."),
        FILE,
    ),
    Condition(
        "HD-150",
        tr_later("The lead organisation or another computer brought some of this too, so it cannot be undone here."),
        FILE,
    ),
    Condition(
        "HD-151",
        tr_later(
            "The clock of the computer that wrote this file is more than a day ahead of the one here, so nothing was taken from it. Set right whichever is wrong; if it is the other one, have the file written anew there."
        ),
        TAKEN,
    ),
    Condition(
        "HD-152",
        tr_later("This answer was made in the name of your own hub, so it is not taken. Ask who gave it to you."),
        FILE,
    ),
    Condition(
        "HD-153",
        tr_later(
            "{name} and {other} would be mixed up by this answer. Ask both. If it is right, take back the keys of {other} first."
        ),
        FILE,
    ),
    Condition(
        "HD-154",
        tr_later(
            "This file says that its sender knew of changes which were never made here, so nothing was taken from it. Ask the sender."
        ),
        TAKEN,
    ),
    Condition(
        "HD-155",
        tr_later(
            "This hub’s file was copied, and both copies went on: number {seq} stands for two different changes, so nothing was taken in. Go on in the copy whose packages the lead organisation has, and enter there what only this one has."
        ),
        TAKEN,
    ),
    Condition("HD-156", tr_later("Several people work with this database. Say who you are."), FILE),
    Condition(
        "HD-157",
        tr_later("This is not the recovery key of this database. Look for a newer one in the envelope."),
        FILE,
    ),
    Condition("HD-158", tr_later("Nobody of this name works with this database. Check how it is written."), FILE),
    Condition(
        "HD-162",
        tr_later(
            "Something else than HubDesk altered this file, so its log does not fit and nothing was taken in. Check the log under “Who did what”, then bring back your last backup."
        ),
        TAKEN,
    ),
)
"""In the order of their codes."""
