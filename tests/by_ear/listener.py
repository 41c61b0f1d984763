"""Somebody at the screen reader: does tasks in HubDesk's window through AT-SPI alone, and says what was heard.

Here is who listens; what they do stands in ``at_the_desk.py``, ``behind_the_desk.py`` and ``at_the_lead.py``.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PASSPHRASE = "demo hub passphrase"
PATIENCE = 30.0
Role, State = Atspi.Role, Atspi.StateType
TASKS: list[tuple[str, Callable[[Desk], None]]] = []


def task(name: str) -> Callable[[Callable[[Desk], None]], Callable[[Desk], None]]:
    def keep(do: Callable[[Desk], None]) -> Callable[[Desk], None]:
        TASKS.append((name, do))
        return do

    return keep


class Desk:
    """HubDesk's window as it is heard. ``folder`` holds the files that are picked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.announced: list[str] = []
        self.came_to: list[str] = []
        self._listeners = [
            self._hear("object:announcement", lambda event: self.announced.append(str(event.any_data))),
            self._hear("object:state-changed:focused", self._focused),
        ]
        self.window = self.until(self._find_window, "a window of HubDesk")

    def _hear(self, what: str, then: Callable[[Any], object]) -> Any:
        made = Atspi.EventListener.new(then)
        made.register(what)
        return made

    def _focused(self, event: Any) -> None:
        """What the keyboard came to, in order, as a reader says it: its name and then what it is."""
        if event.detail1:
            with contextlib.suppress(GLib.Error):  # it is gone by now
                self.came_to.append(f"{event.source.get_name()}, {event.source.get_role_name()}")

    def _find_window(self) -> Any:
        desktop = Atspi.get_desktop(0)
        for at in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(at)
            if program is not None and program.get_child_count():
                # What changes is asked for anew.
                program.set_cache_mask(Atspi.Cache.NONE)
                window = program.get_child_at_index(0)
                if window is not None and "HubDesk" in (window.get_name() or ""):
                    self._program = program
                    return window
        return None

    def until(self, look: Callable[[], Any], wanted: str) -> Any:
        """What ``look`` gives as soon as it gives something."""
        end, pause = time.monotonic() + PATIENCE, 0.05
        while time.monotonic() < end:
            context = GLib.MainContext.default()
            while context.pending():
                context.iteration(False)
            try:
                if found := look():
                    return found
            except GLib.Error:
                pass  # what was looked at is gone by now
            # To look through a whole window costs more than to wait.
            time.sleep(pause)
            pause = min(2 * pause, 0.4)
        raise AssertionError(
            f"There is no {wanted}. Heard: {self.heard()[:40]}; announced: {self.announced[-5:]}; came to: {self.came_to[-5:]}"
        )

    def all(self) -> Iterator[Any]:
        """Everything that is shown."""
        windows = (self._program.get_child_at_index(at) for at in range(self._program.get_child_count()))
        waiting = [one for one in windows if one is not None]
        while waiting:
            one = waiting.pop(0)
            for at in range(min(one.get_child_count(), 300)):
                child = one.get_child_at_index(at)
                if child is not None and child.get_state_set().contains(State.SHOWING):
                    waiting.append(child)
                    yield child

    def heard(self) -> list[str]:
        return [f"{one.get_role_name()}: {one.get_name()}" for one in self.all() if one.get_name()]

    def look(self, role: Any, name: str) -> Any:
        """Something of this role, or any, whose name begins so."""
        for one in self.all():
            if (role is None or one.get_role() == role) and (one.get_name() or "").startswith(name):
                return one
        return None

    def find(self, role: Any, name: str) -> Any:
        return self.until(lambda: self.look(role, name), f"{role.value_nick if role else 'part'} “{name}”")

    def hears(self, words: str) -> None:
        """Until something shown says this, or it is announced."""
        self.until(lambda: self._says(words), f"word of “{words}”")

    def _says(self, words: str) -> bool:
        return any(words in said for said in self.announced) or any(words in said for said in self.heard())

    def is_told(self, *words: str) -> None:
        """Until each is announced, so that it is heard wherever the reader is."""
        for one in words:
            self.until(lambda one=one: any(one in said for said in self.announced), f"announcement “{one}”")

    def listens(self) -> None:
        """From now on only what is new counts as told."""
        self.announced.clear()
        self.came_to.clear()

    def comes_to(self, named: str) -> None:
        """Until the keyboard is on what is called so, and that is what was said last."""
        self.until(lambda: self.came_to and self.came_to[-1].startswith(named), f"keyboard on “{named}”")

    def goes_to(self, words: str, first: str = "") -> None:
        """Find it by the search, hear that it is the first, and open it."""
        self.press("Find anyone or anything")
        self.listens()
        self.type("Find anyone or anything", words)
        self.is_told(first or words)
        self.listens()
        self.key("Return")

    def picks(self, button: str, file: Path, label: str = "File name:") -> None:
        """Press a button that asks for a file or a folder, and write where it is."""
        self.press(button)
        self.type(label, str(file))
        self.key("Return")

    def label_of(self, control: Any) -> str:
        """What a reader calls it: its label's words where it has one."""
        for relation in control.get_relation_set():
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
                return str(relation.get_target(0).get_name())
        return str(control.get_name())

    def press(self, name: str, role: Any = Role.PUSH_BUTTON) -> None:
        found = self.until(lambda: self._ready(role, name), f"button “{name}” that can be pressed")
        if found.get_role() == Role.RADIO_BUTTON:
            # Not its action, which only sets the mark: Space, as at the keyboard.
            found.grab_focus()
            self.until(lambda: found.get_state_set().contains(State.FOCUSED), f"keyboard on “{name}”")
            self.key("space")
        else:
            found.do_action(0)

    def _ready(self, role: Any, name: str) -> Any:
        found = self.look(role, name)
        return found if found is not None and found.get_state_set().contains(State.ENABLED) else None

    def type(self, name: str, text: str) -> None:
        """Go to the field called so, and type in the place of what is in it."""
        field = self.until(lambda: self._field(name), f"field “{name}”")
        field.grab_focus()
        self.until(lambda: field.get_state_set().contains(State.FOCUSED), f"keyboard in “{name}”")
        if field.get_character_count():
            field.set_text_contents("")
        Atspi.generate_keyboard_event(0, text, Atspi.KeySynthType.STRING)
        self.until(lambda: field.get_character_count() == len(text), f"“{text}” in “{name}”")

    def _field(self, name: str) -> Any:
        fields = (one for one in self.all() if one.get_state_set().contains(State.EDITABLE))
        return next((one for one in fields if (one.get_name() or "") == name), None)

    def value(self, name: str) -> str:
        field = self.until(lambda: self._field(name), f"field “{name}”")
        return str(Atspi.Text.get_text(field, 0, -1))

    def described(self, name: str) -> str:
        """What is said after the name of the field called so."""
        return str(self.until(lambda: self._field(name).get_description(), f"word about “{name}”"))

    def is_picked(self, name: str) -> None:
        def picked() -> bool:
            found = self.look(Role.RADIO_BUTTON, name)
            return found is not None and found.get_state_set().contains(State.CHECKED)

        self.until(picked, f"picked answer “{name}”")

    def key(self, name: str) -> None:
        """One key, on whatever has the keyboard, by its X name."""
        Atspi.generate_keyboard_event(_code(name), None, Atspi.KeySynthType.PRESSRELEASE)

    def table(self, name: str) -> Any:
        return self.find(Role.TABLE, name)


def _code(name: str) -> int:
    codes = {"space": 65, "a": 38, "Down": 116, "Return": 36, "F1": 67, "F4": 70, "Escape": 9, "Tab": 23}
    return codes[name]


def check(holds: object, said: str) -> None:
    if not holds:
        raise AssertionError(said)
