"""What is done at the lead organisation, by ear: first contact, packages, and what two hubs entered differently."""

from __future__ import annotations

from listener import PASSPHRASE, Desk, Role, check, task


@task("The lead's file opens, and its first page says how far the hubs reach")
def unlock_lead(desk: Desk) -> None:
    desk.type("Passphrase", PASSPHRASE)
    desk.press("Open")
    desk.is_told("Reach by ward")


@task("Packages are picked, and what came in is told")
def merged(desk: Desk) -> None:
    desk.press("Merge", Role.RADIO_BUTTON)
    desk.is_told("Nothing is lost or doubled.")
    files = " ".join(f'"{file.name}"' for file in sorted(desk.folder.glob("*.hubsync")))
    desk.press("Merge packages")
    desk.type("File name:", f"{desk.folder}/")
    desk.key("Return")
    desk.type("File name:", files)
    desk.listens()
    desk.key("Return")
    desk.is_told("What came in")


@task("Of a disagreement both sides are heard: the value, where it was entered and when; and that it is decided")
def decided(desk: Desk) -> None:
    keep = desk.find(Role.PUSH_BUTTON, "Keep this: ")
    take = desk.find(Role.PUSH_BUTTON, "Take this one: ")
    values = [one.get_name().partition(": ")[2].partition(",")[0] for one in (keep, take)]
    sides = " / ".join(one.get_description() for one in (keep, take))
    check(all(values) and values[0] != values[1], f"{values}")
    check("One, " in sides and "Westcroft Community Centre, " in sides and " at " in sides, sides)
    desk.listens()
    take.do_action(0)
    desk.is_told("It is decided.")


@task("First contact: what is not the hub's words is refused where it was typed, and the six words let it in")
def first_contact(desk: Desk) -> None:
    desk.goes_to("six words", "Keys and invitations")
    (answer,) = desk.folder.glob("*.hubanswer")
    desk.picks("Take in a hub’s answer", answer)
    desk.is_told("Is it really from Two?", "Call them, on a number that you know.")
    desk.type("The six words that they read to you", "one two three four five six")
    desk.key("Return")
    asked = "The six words that they read to you"
    desk.until(lambda: desk.described(asked) != "With spaces between them.", "word of what is wrong")
    desk.is_told(desk.described(asked))
    desk.type("The six words that they read to you", (desk.folder / "words.txt").read_text(encoding="utf-8"))
    desk.key("Return")
    desk.is_told("The keys of Two are taken.")
    desk.key("Escape")


@task("A figure of a ward, and of a hub, is heard with what it counts")
def figures(desk: Desk) -> None:
    desk.press("Network", Role.RADIO_BUTTON)
    desk.find(Role.LABEL, "Westcroft Community Centre, Learners: ")


@task("What goes back to the hubs is told once it is written")
def returned(desk: Desk) -> None:
    desk.press("Merge", Role.RADIO_BUTTON)
    desk.listens()
    desk.picks("Write what goes back", desk.folder, "Directory:")
    desk.is_told("Each is sealed: only its hub can open it.")
