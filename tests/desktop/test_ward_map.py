"""The map of wards: every name or a letter for it, however small it is."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from hubdesk.desktop.ward_map import MappedWard, WardMap, letter

OUTLINES = {f"W{at}": [(((at, 0.0), (at + 1, 0.0), (at + 1, 1.0), (at, 1.0)),)] for at in range(6)}
WARDS = {code: MappedWard(f"Didsbury {code}", "12", 0) for code in OUTLINES}


def test_where_names_have_no_room_letters_stand_for_them(qtbot: QtBot) -> None:
    # Given a map with room for every name
    drawn = WardMap(OUTLINES, "Map")
    qtbot.addWidget(drawn)
    told: list[list[MappedWard]] = []
    drawn.lettered.connect(told.append)
    drawn.resize(2000, 400)
    drawn.show_wards(WARDS)
    with qtbot.waitExposed(drawn):
        drawn.show()
    assert told == []

    # When it is small, then it says for which wards letters stand, and none is left out
    drawn.resize(260, 200)
    assert told
    assert 0 < len(told[-1]) < len(WARDS)
    # And when there is room again, they all have their names
    drawn.resize(2000, 400)
    assert told[-1] == []


def test_letters_go_on_after_z() -> None:
    assert [letter(n) for n in (1, 2, 26, 27, 52, 53)] == ["A", "B", "Z", "AA", "AZ", "BA"]
