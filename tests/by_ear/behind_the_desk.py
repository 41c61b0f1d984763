"""What is done now and then, by ear: lists brought in, backups, the bin, accounts, and what comes from the lead."""

from __future__ import annotations

import re

from listener import Desk, Role, State, check, task


@task("Search says what to do where nothing is found, and leaves the keyboard where it was")
def nothing_found(desk: Desk) -> None:
    desk.press("Today", Role.RADIO_BUTTON)
    desk.find(Role.PUSH_BUTTON, "Check in").grab_focus()
    desk.press("Find anyone or anything")
    desk.listens()
    desk.type("Find anyone or anything", "zzqx")
    desk.is_told("Nothing is called that. Try part of a name")
    desk.listens()
    desk.key("Escape")
    desk.comes_to("Check in, push button")
    check(not any("radio button" in one for one in desk.came_to), f"On the way it said {desk.came_to}")


@task("The menu of everything opens with its first line said")
def menu(desk: Desk) -> None:
    desk.listens()
    desk.press("Everything you can do")
    desk.comes_to("Check in, menu item")
    desk.key("Escape")
    desk.until(lambda: not desk.look(Role.MENU_ITEM, "Check in"), "menu that is closed")


@task("A class of today is heard with all that its line shows")
def class_of_today(desk: Desk) -> None:
    said = desk.find(Role.PUSH_BUTTON, "Register of").get_description()
    check("expected" in said and "Room 1" in said, said)


@task("Whoever comes to a list hears the line on which they are")
def line_of_a_list(desk: Desk) -> None:
    desk.press("Courses", Role.RADIO_BUTTON)
    table = desk.until(lambda: next((one for one in desk.all() if one.get_role() == Role.TABLE), None), "table")
    desk.until(lambda: table.get_n_rows() > 1, "lines")
    table.grab_focus()
    desk.key("Down")
    there = str(table.get_accessible_at(1, 0).get_name())
    desk.until(lambda: any(one == f"{there}, table cell" for one in desk.came_to), f"line “{there}”")
    desk.find(Role.TEXT, "Part of a course's name").grab_focus()
    desk.listens()
    table.grab_focus()
    desk.comes_to(f"{there}, table cell")


@task("An answer that is mended is not called wrong again with each letter")
def mended(desk: Desk) -> None:
    desk.press("Today", Role.RADIO_BUTTON)
    desk.press("Enrol someone")
    desk.is_told("Who would like to learn?", "many people have been here before", "Step 1 of 9")
    desk.comes_to("Name, phone or postcode, text")
    desk.type("Name, phone or postcode", "Zeb Nobodyelse")
    desk.is_told("Nobody here is called that.")
    desk.press("New learner: Zeb Nobodyelse")
    desk.is_told("How can we reach Zeb?")
    desk.type("Phone", "12")
    desk.key("Return")
    desk.is_told("not a telephone number")
    desk.listens()
    desk.type("Phone", "0161 496 0")
    check(not desk.announced, f"While it was mended it said {desk.announced}")


@task("One question gives way to the next, and nothing else is said between them")
def next_question(desk: Desk) -> None:
    desk.type("Phone", "0161 496 0123")
    desk.listens()
    desk.key("Return")
    desk.is_told("Who is Zeb?", "tells two people apart", "Step 3 of 9")
    desk.comes_to("Full name, text")
    check(not any("Back" in one for one in desk.came_to), f"On the way it said {desk.came_to}")
    desk.key("Escape")
    desk.is_told("is kept")


@task("A volunteer's wizard says its questions, and what is wrong with the field where it is mended")
def new_volunteer(desk: Desk) -> None:
    desk.listens()
    desk.press("New volunteer")
    desk.is_told("Step 1 of")
    desk.type("Name, phone or postcode", "Yan Nobodyelse")
    desk.press("New volunteer: Yan Nobodyelse")
    desk.is_told("Step 2 of")
    desk.type("Phone", "12")
    desk.press("Continue")
    desk.is_told("not a telephone number. Write only its digits")
    desk.comes_to("Phone, text")
    desk.key("Escape")
    desk.is_told("is kept")


@task("A list that somebody brings says each column by its heading")
def columns_of_a_list(desk: Desk) -> None:
    desk.goes_to("bring in a sp", "Bring in a spreadsheet")
    desk.is_told("First you see what would happen.")
    desk.picks("Pick a file", desk.folder / "learners.csv")
    desk.is_told("Which column is what?")
    boxes = [one for one in desk.all() if one.get_role() == Role.COMBO_BOX]
    said = [(desk.label_of(one), one.get_name()) for one in boxes]
    check(("What each row is", "Person") in said and ("DOB is", "Date of birth") in said, f"{said}")


@task("What would come in is counted aloud, and each line says what is wrong with it")
def rehearsed(desk: Desk) -> None:
    desk.press("See what would happen")
    desk.is_told("What would happen", "1 new, 1 cannot come in")
    rows = desk.table("Rows")
    check(
        [rows.get_column_header(at).get_name() for at in range(4)] == ["Name", "Row", "What happens", "Why"], "Headings"
    )
    check("“31/2/80”: That month has no day 31." in rows.get_accessible_at(0, 3).get_name(), "Why it cannot come in")


@task("How much came in is told, and that some was left out")
def brought_in(desk: Desk) -> None:
    desk.press("Bring in 1 row")
    desk.is_told("People: 1 added, 0 changed.")
    desk.hears("1 row was left out.")
    desk.comes_to("Save what was left out")


@task("It is taken back, the page asks for a file again, and Esc leaves it at once")
def import_undone(desk: Desk) -> None:
    desk.press("Undo")
    desk.is_told("Taken back")
    desk.comes_to("Pick a file")
    desk.listens()
    desk.key("Escape")
    desk.find(Role.PUSH_BUTTON, "Enrol someone")
    check(not any("not kept" in one for one in desk.announced), f"{desk.announced}")


@task("The bin says what it is, whose each button is and since when, and that it is back")
def bin_of_removed(desk: Desk) -> None:
    desk.goes_to("bin", "Bin")
    desk.is_told("stands here for 30 days")
    back = desk.find(Role.PUSH_BUTTON, "Put Ann Lee back")
    check("Person" in back.get_description() and "by Manager" in back.get_description(), back.get_description())
    desk.press("Put Ann Lee back")
    desk.is_told("Ann Lee is back.")
    desk.key("Escape")


@task("Before somebody is erased their name is typed, and a wrong one does nothing")
def erased(desk: Desk) -> None:
    desk.goes_to("ann lee", "Ann Lee")
    desk.press("Erase")
    desk.is_told("Erase Ann Lee", "This cannot be undone")
    desk.comes_to("Type the name once more, text")
    desk.type("Type the name once more", "Ann Leeming")
    desk.key("Return")
    desk.is_told("The name does not match.")
    desk.type("Type the name once more", "Ann Lee")
    desk.key("Return")
    desk.is_told("Erased. Nothing that names them is left")


@task("Somebody is let in, and their first code is read out sign by sign")
def let_in(desk: Desk) -> None:
    desk.goes_to("people who work here", "People who work here")
    desk.is_told("Each signs in with a passphrase of their own.")
    desk.type("Name", "Dawn")
    desk.press("Let them in")
    desk.is_told("The code with which Dawn comes in, once")
    desk.until(lambda: any(re.fullmatch(r"(\w( \w)+)(, \w( \w)+)+", said) for said in desk.announced), "spelled code")
    desk.press("It is written down")
    desk.key("Escape")


@task("A recovery key is read out, and asked back from its paper")
def recovery_key(desk: Desk) -> None:
    desk.goes_to("recovery key", "Recovery key")
    desk.is_told("It opens the hub when every passphrase is lost.")
    desk.press("Make a recovery key")
    desk.until(lambda: any(re.fullmatch(r"(\w( \w)+)(, \w( \w)+)+", said) for said in desk.announced), "spelled key")
    desk.type("Type the third and the seventh group back from the paper", "AAAA BBBB")
    desk.key("Return")
    desk.is_told("These are not the third and the seventh group.")
    desk.key("Escape")
    desk.is_told("not kept")
    desk.key("Escape")


@task("Certificates of a class are picked by its name, and their preview says what it is")
def certificates(desk: Desk) -> None:
    desk.goes_to("certificates", "Certificates")
    desk.is_told("Everybody who completed it gets one")
    desk.comes_to("Food hygiene, Level 2")
    desk.key("Return")
    desk.find(None, "Certificates, page 1 of ")
    desk.find(Role.RADIO_BUTTON, "Sunrise")
    desk.key("Escape")
    desk.find(Role.PUSH_BUTTON, "Food hygiene, Level 2")
    desk.key("Escape")


@task("Who volunteers is heard with their stage, and a new stage is told")
def board(desk: Desk) -> None:
    desk.press("Volunteers", Role.RADIO_BUTTON)
    desk.is_told("volunteering")
    card = desk.find(Role.PUSH_BUTTON, "David Radu")
    check(card.get_description().startswith("Enquiry"), card.get_description())
    desk.listens()
    desk.press("Move David Radu to another stage")
    desk.until(lambda: desk.came_to and desk.came_to[-1].endswith("menu item"), "menu that says its first line")
    desk.key("Return")
    desk.is_told("David Radu")


@task("A backup that was asked for is told once it is made")
def backed_up(desk: Desk) -> None:
    desk.goes_to("back up now", "Back up now")
    desk.is_told("Last backup")


@task("Bringing a backup back says what is lost, and a wrong passphrase changes nothing")
def brought_back(desk: Desk) -> None:
    desk.goes_to("backups", "Backups")
    desk.find(Role.PUSH_BUTTON, "Bring back the")
    desk.press("Bring back the")
    desk.is_told("Bring back a backup")
    desk.type("Passphrase or recovery key of that day", "something else altogether")
    desk.key("Return")
    desk.is_told("This is not the right passphrase")
    desk.press("Leave all as it is")
    desk.find(Role.PUSH_BUTTON, "Bring back the")
    desk.key("Escape")


@task("Check my data says what it found and what was looked at")
def checked(desk: Desk) -> None:
    desk.goes_to("check my data", "Check my data")
    desk.is_told("This changes nothing.", "journal line was looked at.")
    desk.hears("Everything is in order")
    desk.key("Escape")


@task("The six words for the lead can be reached and heard")
def six_words(desk: Desk) -> None:
    desk.goes_to("six words", "Keys and invitations")
    desk.is_told("Files between a hub and its lead organisation are sealed")
    words = desk.find(Role.TEXT, "Your six words")
    check(len(words.get_text_iface().get_text(0, -1).split()) == 6, "These are not six words.")
    check(words.get_state_set().contains(State.FOCUSABLE), "The keyboard does not come there.")
    desk.key("Escape")


@task("A line of the example says what is in the file and what leaves")
def example(desk: Desk) -> None:
    desk.press("Send to lead", Role.RADIO_BUTTON)
    desk.find(Role.LABEL, "Full name, In your file: ")
    desk.find(Role.LABEL, "Full name, In the package: ")


@task("The file for the lead is told by its name once it is written")
def written(desk: Desk) -> None:
    desk.listens()
    desk.picks("Write the file", desk.folder, "Directory:")
    desk.is_told(".hubsync")


@task("What the lead's file brought is told")
def came_back(desk: Desk) -> None:
    (file,) = desk.folder.glob("return-westcroft*.hubreturn")
    desk.listens()
    desk.picks("Take in what came back", file)
    desk.comes_to("What came back")
    desk.is_told("The lead changed")
    desk.key("Escape")


@task("Locked, only the lock page is heard")
def lock(desk: Desk) -> None:
    desk.press("Lock")
    desk.is_told("HubDesk is locked")
    desk.find(Role.LABEL, "HubDesk is locked")
    check(not desk.look(None, "People"), "What lies behind is heard.")
