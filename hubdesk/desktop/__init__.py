'''Everything Qt: the window, and the screens in it.

What lives here: ``app`` (starts it all) with ``front_door`` and ``lock``, ``desk`` (an open file) with ``places``,
``leading`` and ``desk_commands``, ``window`` with ``rail``, ``topbar``, ``pages`` and ``palette``, ``commands``,
``background``, ``errors``, ``theme`` with ``looks``, ``widgets/`` (parts) and ``screens/`` (one page each).
May import everything below it except the command line. The window is painted before the store, printing or
spreadsheets are imported: app, front_door, lock, window, rail, topbar, pages, palette, commands, background, errors,
theme, looks and widgets import ``hubdesk.base`` only; screens may import what they need, for they are imported at their
first visit.

How to write a screen (``screens/rooms.py``)::

    class RoomsPage(Page):
        """The rooms, and when they are free."""

        def __init__(self, workplace: Workplace) -> None:
            super().__init__(tr("Rooms"), tr("Where classes can be."))
            self._workplace = workplace
            add = primary_button(tr("New room"), "plus")
            add.clicked.connect(self._add)
            self.buttons.addWidget(add)                      # beside the heading, at the end of its line
            self._rooms = Card()
            self.body.addWidget(self._rooms)                 # the work
            self.add_side().addWidget(section(tr("Needs someone")))   # a second column, folds below when narrow
            self.foot.addWidget(KeyHint("Space", tr("here")))         # a line that never scrolls away
            workplace.changes.happened.connect(self._changed)         # a method of self, so Qt can let go of it
            self._refresh()

        def _refresh(self) -> None:
            self._workplace.background.read(self._look, self._show)   # _look runs beside the window, _show in it

        def _changed(self, kinds: frozenset[str]) -> None:
            if "room" in kinds:
                self._refresh()

        def _show(self, rooms: list[tuple[UUID, str, str]]) -> None:
            self._rooms.clear()
            for id, name, detail in rooms:
                row = ActionRow("door-open", name, detail)
                row.clicked.connect(partial(self._workplace.open_record, "room", id))
                self._rooms.add_row(row)

        def _add(self) -> None:
            self._workplace.background.change(
                tr("Add a room"),
                self._save,                                  # work(progress) on the worker; uses store.operation(…)
                lambda _: self._workplace.say(tr("The room is there."), undo=True),
                failed=lambda refusal: self._name.show_error(refusal.sentence),   # without it: the banner
                owner=self,                                  # nothing is called once this page is gone
            )

Results are plain values, never records or sessions. A bounded read (one record, a count, a page of 200) may also
happen directly in the window. Enter ``Place("rooms", tr_later("Rooms"), "door-open", make)`` in places.py for a place
of the rail, or reach the page by ``workplace.show_page(RoomsPage(workplace), tr("Rooms"))``; Alt+Left goes back. A page
that wants the keyboard in one field says ``self.setFocusProxy(field)``. A table that fills the page:
``Page(…, scrolls=False)`` with ``plain_table(name)`` in ``body``. Actions are Commands, added in desk_commands.py.

Colours: never name one. Widgets take a *tone*: "ink", "quiet", "primary", "due", "overdue", "done". A delegate that
paints asks ``theme.colours()`` (line, surface, …), ``theme.font(13, 500)``, ``theme.pixmap(icon, tone, scaled(18))``
while painting, and gives lengths as ``scaled(px of the sketches)``. Nothing says left or right: use layouts,
``painting.placed()``, leading and trailing alignments. Labels take plain text, so names need no escaping.
'''

from hubdesk.desktop.plain_imports import import_plainly

# Before anything else of the window is imported, and all that comes after it.
import_plainly()
