"""Every condition that a person can meet beyond a form's own rules: its code, what it says, and what is safe.

The sentence stands where it is raised, and here, where it gets its code; a test keeps the two the same. The manual's
page is made from this list: ``python -m hubdesk.base.conditions > resources/help/errors.md``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Final

from hubdesk.base.condition import BACKUP, FILE, LOG, OLD, SAVED, SENT, SHEET, TAKEN, Condition
from hubdesk.base.conditions_of_exchange import EXCHANGE
from hubdesk.base.conditions_of_keeping import KEEPING
from hubdesk.base.words import tr, tr_later

CONDITIONS: Final = (
    Condition("HD-001", tr_later("There is no file {name} in this folder. Check where it lies."), FILE),
    Condition("HD-002", tr_later("The file {name} cannot be read. Check that the disk is there and not full."), FILE),
    Condition(
        "HD-003",
        tr_later("The file {name} is not encrypted, so HubDesk does not open it. Pick the hub's own file."),
        FILE,
    ),
    Condition("HD-004", tr_later("The file {name} is damaged: it is empty. Bring back your last backup."), BACKUP),
    Condition(
        "HD-005", tr_later("The file {name} is damaged or belongs to other keys. Bring back your last backup."), BACKUP
    ),
    Condition("HD-006", tr_later("There is a file {name} already. Open it, or pick another name."), FILE),
    Condition("HD-007", tr_later("HubDesk has this file open already. Look for its window, or close it first."), FILE),
    Condition(
        "HD-008",
        tr_later(
            "A newer HubDesk has worked on this file, so this one leaves it alone. Install the newer version here too."
        ),
        FILE,
    ),
    Condition(
        "HD-009",
        tr_later(
            "HubDesk needs SQLite {needed} or newer and found {found}. Install HubDesk again; your data is untouched."
        ),
        FILE,
    ),
    Condition(
        "HD-010",
        tr_later("This HubDesk was built without encryption, so it does not open your file. Install it again."),
        FILE,
    ),
    Condition(
        "HD-011", tr_later("The database cannot be reached. Check its address, and that its server is running."), FILE
    ),
    Condition("HD-012", tr_later("This is not the right passphrase. Nothing was changed; try again."), FILE),
    Condition(
        "HD-013",
        tr_later("The key file {name} is missing. Copy it back beside the hub's file; both belong together."),
        FILE,
    ),
    Condition("HD-014", tr_later("The key file {name} is damaged. Copy it back from your last backup."), FILE),
    Condition("HD-015", tr_later("A newer HubDesk made the key file {name}. Install the newer version here."), FILE),
    Condition("HD-016", tr_later("{name} is not where it was. Put its stick in, or open it from where it lies."), FILE),
    Condition(
        "HD-020", tr_later("The disk is full, so this was not saved. Make some room on it and try again."), SAVED
    ),
    Condition(
        "HD-021",
        tr_later(
            "The file {name} cannot be reached, so nothing was saved. Check that its disk or stick is there and not full."
        ),
        SAVED,
    ),
    Condition(
        "HD-022",
        tr_later(
            "HubDesk may not write the file {name} or its folder. Copy it, with all files whose names begin as its own, to your own folder, and open it there."
        ),
        SAVED,
    ),
    Condition(
        "HD-161",
        tr_later(
            "Another program, such as one that synchronises folders, put another file in the place of {name}, so nothing was saved. Close HubDesk and open the file again; if your last work is not in it, bring back the newest backup."
        ),
        FILE,
    ),
    Condition(
        "HD-160",
        tr_later("The name {name} or that of its folders is too long for this disk. Pick a shorter one."),
        SAVED,
    ),
    Condition("HD-023", tr_later("Another program holds the file {name}. Close it there and try again."), SAVED),
    Condition(
        "HD-024",
        tr_later(
            "The file {name} could not be written; what was there before is as it was. Close it where it is open, see that the disk is there and not full, or pick another folder."
        ),
        OLD,
    ),
    Condition(
        "HD-025",
        tr_later(
            "This would make two records of one thing, or a record without what it belongs to. Nothing was saved."
        ),
        SAVED,
    ),
    Condition("HD-026", tr_later("This was removed in the meantime. Undo that first, or leave this page."), SAVED),
    Condition(
        "HD-027", tr_later("This cannot be removed: it is still used by {used} of {kind}. Remove those first."), SAVED
    ),
    Condition("HD-028", tr_later("{kind}: lines of this log are only added. Add a new line instead."), SAVED),
    Condition(
        "HD-029", tr_later("This did not work because of a fault in HubDesk. What you typed is still here."), SAVED
    ),
    Condition(
        "HD-030",
        tr_later("This cannot be undone any more: something it changed was changed again. Undo or mend that first."),
        SAVED,
    ),
    Condition("HD-159", tr_later("This cannot be undone any more, because of what was done since. {why}"), SAVED),
    Condition(
        "HD-036",
        tr_later("This person was erased, so nothing can be changed here. Add them anew if they come back."),
        SAVED,
    ),
    Condition(
        "HD-037",
        tr_later("What was erased is gone, but its traces could not be cleared yet. Close HubDesk and open it again."),
        SAVED,
    ),
    Condition(
        "HD-038",
        tr_later(
            "You have confirmed these yourself. Somebody else confirms them before they are erased; one of you manages the hub."
        ),
        SAVED,
    ),
    Condition("HD-039", tr_later("This file was closed meanwhile. Open it again, then do it once more."), SAVED),
    Condition("HD-032", tr_later("This is not in the bin any more. It was put back, or its 30 days are over."), SAVED),
    Condition("HD-033", tr_later("This file belongs to a hub already. Change its name in the settings."), SAVED),
    Condition(
        "HD-034",
        tr_later("The log is not as it was written. Keep a copy of the file as it is, and ask who worked at it."),
        LOG,
    ),
    Condition(
        "HD-035", tr_later("The log of this file does not fit its anchor. Open “Who did what” and check the log."), LOG
    ),
    Condition(
        "HD-040",
        tr_later(
            "This file is damaged or incomplete, so nothing was taken from it. Ask for it again, or copy it once more."
        ),
        TAKEN,
    ),
    Condition(
        "HD-041",
        tr_later("This is not a file that HubDesk made for sending. Pick a file that ends in .hubsync."),
        TAKEN,
    ),
    Condition(
        "HD-042",
        tr_later("A newer HubDesk made this file. Install the newer version here, then take it in again."),
        TAKEN,
    ),
    Condition(
        "HD-043",
        tr_later(
            "This file holds something else: packages for the lead end in .hubsync, what comes back from it in .hubreturn."
        ),
        TAKEN,
    ),
    Condition("HD-044", tr_later("The file cannot be read. Check that the stick or disk is still there."), TAKEN),
    Condition("HD-045", tr_later("This file is for another hub. Pick the one with your hub’s name."), TAKEN),
    Condition(
        "HD-046",
        tr_later(
            "The package could not be written. See that the disk is there, not full and not write-protected, or pick another folder."
        ),
        SENT,
    ),
    Condition("HD-047", tr_later("The lead organisation has everything already. There is nothing to send."), SENT),
    Condition("HD-048", tr_later("This file does not belong to a hub yet. Set up the hub first."), SENT),
    Condition(
        "HD-049", tr_later("{name} tells nothing about this file’s log. Pick a package or receipt of this hub."), TAKEN
    ),
    Condition("HD-050", tr_later("This is not a spreadsheet. Pick an XLSX or CSV file."), SHEET),
    Condition("HD-051", tr_later("This file is empty. Check that it is the right one."), SHEET),
    Condition("HD-052", tr_later("There is nothing in this file. Check that it is the right one."), SHEET),
    Condition(
        "HD-053",
        tr_later("This is an old kind of spreadsheet. Open it in your spreadsheet program and save it as XLSX or CSV."),
        SHEET,
    ),
    Condition("HD-054", tr_later("This is a PDF, not a spreadsheet. Ask for the list as XLSX or CSV."), SHEET),
    Condition(
        "HD-055",
        tr_later("This is a page, not a spreadsheet. Open it in your spreadsheet program and save it as XLSX or CSV."),
        SHEET,
    ),
    Condition(
        "HD-056",
        tr_later("This file is too large to be a list of records. Save only the sheet you need, as CSV."),
        SHEET,
    ),
    Condition(
        "HD-057", tr_later("This file cannot be read. Close it in other programs, or copy it to this computer."), SHEET
    ),
    Condition(
        "HD-058",
        tr_later("This file has a password. Open it in your spreadsheet program, save a copy without, and try that."),
        SHEET,
    ),
    Condition("HD-059", tr_later("This is a binary Excel file. Open it in Excel and save it as XLSX or CSV."), SHEET),
    Condition(
        "HD-060", tr_later("This is a Numbers file. In Numbers, choose File, Export To, and then Excel or CSV."), SHEET
    ),
    Condition(
        "HD-061",
        tr_later("This is an OpenDocument file. Open it in your spreadsheet program and save it as XLSX or CSV."),
        SHEET,
    ),
    Condition(
        "HD-062",
        tr_later("This is a Word document. Copy its table into a spreadsheet and save that as XLSX or CSV."),
        SHEET,
    ),
    Condition("HD-063", tr_later("This sheet has more than {n} columns. Remove those that are not needed."), SHEET),
    Condition("HD-064", tr_later("This sheet has more than {n} rows. Split it into smaller files."), SHEET),
    Condition("HD-065", tr_later("There is nothing in this sheet. Pick another one."), SHEET),
    Condition(
        "HD-066",
        tr_later("There are no rows under the headings of this sheet. Pick another sheet or heading row."),
        SHEET,
    ),
    Condition(
        "HD-067",
        tr_later(
            "This file is damaged: row {n} opens a quotation mark that is never closed. Save it again as XLSX or CSV."
        ),
        SHEET,
    ),
    Condition("HD-068", tr_later("There is no sheet of this name. There are: {names}."), SHEET),
    Condition("HD-069", tr_later("HubDesk writes CSV and XLSX. Let the file’s name end in .csv or .xlsx."), OLD),
    Condition("HD-070", tr_later("The printer does not take the pages. See that it is on, then print again."), SAVED),
    Condition("HD-071", tr_later("This course has had no class yet, so there is nothing on its register."), SAVED),
    Condition("HD-072", tr_later("There is no certificate to print yet. Issue the certificates first."), SAVED),
    Condition("HD-073", tr_later("This person is on no course yet. Enrol them first, then print the form."), SAVED),
    Condition(
        "HD-074",
        tr_later("Nobody has completed this course yet. Mark who finished on the course’s page first."),
        SAVED,
    ),
    *KEEPING,
    *EXCHANGE,
)
"""In the order of their codes, which are never given to anything else."""


def code_of(sentence: str) -> str:
    """The code of what is said; empty when it has none, as a field's problem beside the field."""
    # Those that begin with a name come last, for they fit most.
    said = sorted(((str(one.sentence), one.code) for one in CONDITIONS), key=lambda each: each[0].startswith("{"))
    return next((code for with_places, code in said if _fits(with_places, sentence)), "")


def manual_page() -> str:
    """All conditions as a page of the manual, in Markdown."""
    return "\n".join(_page_lines())


def _page_lines() -> Iterator[str]:
    yield tr("# What HubDesk says when something cannot be done")
    yield ""
    yield tr("Each sentence has a code in small type behind it. Give the code to whoever helps you: it holds no names.")
    for condition in CONDITIONS:
        yield f"\n## {condition.code}\n"
        yield tr("**What happened.** {words}", words=condition.happened) + "\n"
        yield tr("**What is safe.** {words}", words=condition.safe) + "\n"
        yield tr("**What to do.** {words}", words=condition.to_do)
    yield ""


def _fits(with_places: str, sentence: str) -> bool:
    """Whether this is the sentence with its places filled in. Most differ at an end: a pattern is made for few of them."""
    begins, ends = with_places.split("{", 1)[0], with_places.rsplit("}", 1)[-1]
    if not (sentence.startswith(begins) and sentence.endswith(ends)):
        return False
    return re.fullmatch(re.sub(r"\\{\w+\\}", ".+", re.escape(with_places)), sentence, re.DOTALL) is not None


if __name__ == "__main__":
    sys.stdout.write(manual_page())
