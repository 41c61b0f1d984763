"""A translator's file is read as it is, and as gettext and Babel read it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from hubdesk.base import words
from hubdesk.base.catalogue import Catalogue, read

CATALOGUES = sorted((Path(__file__).resolve().parents[2] / "resources/translations").glob("*.po"))

WELSH = r"""
# Not yet reviewed.
#, fuzzy
msgid ""
msgstr ""
"Language: cy\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\n"

#: hubdesk/desktop/a.py
msgid "Today"
msgstr "Heddiw"

#, python-brace-format
msgid ""
"Say \"{name}\"\n"
"here."
msgstr ""
"Dwedwch \"{name}\"\n"
"yma."

msgid "{n} day"
msgid_plural "{n} days"
msgstr[0] "{n} diwrnod"
msgstr[1] "{n} ddiwrnod"
msgstr[2] "{n} o ddyddiau"

#, fuzzy
msgid "Guessed"
msgstr "Dyfalu"

msgid "Empty"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Wedi mynd"
"""


@pytest.fixture
def welsh(tmp_path: Path) -> Path:
    path = tmp_path / "cy.po"
    path.write_text(WELSH, "utf-8")
    return path


def test_a_catalogue_says_what_it_holds_and_english_else(welsh: Path) -> None:
    catalogue = read(welsh)
    try:
        words.use("cy", catalogue)
        assert words.tr("Today") == "Heddiw"
        assert words.tr('Say "{name}"\nhere.', name="Siân") == 'Dwedwch "Siân"\nyma.'
        assert [words.tr_many("{n} day", "{n} days", n) for n in (1, 2, 1200)] == [
            "1 diwrnod",
            "2 ddiwrnod",
            "1,200 o ddyddiau",
        ]
        assert [words.tr(said) for said in ("Guessed", "Empty", "Gone", "")] == ["Guessed", "Empty", "Gone", ""]
        assert words.tr_many("{n} row", "{n} rows", 1) == "1 row"
    finally:
        words.speak("en")
    assert not catalogue.checked
    assert words.tr("Today") == "Today"


def test_whoever_has_checked_a_catalogue_says_so_in_its_head(welsh: Path) -> None:
    welsh.write_text(WELSH.replace("#, fuzzy", "#", 1), "utf-8")
    assert read(welsh).checked


BROKEN = {
    "a sentence without what is said": b'msgid "Today"\n',
    "what is said of nothing": b'msgstr "Heddiw"\n',
    "a rule of plurals that is none": b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n!=;\\n"\n',
    "a rule of plurals that divides by nothing": b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n%0;\\n"\n',
    "no letters": b'msgid "Today"\nmsgstr "\xff\xfe"\n',
}


def test_a_broken_catalogue_leaves_english_and_a_line_in_the_log(tmp_path: Path) -> None:
    # Given a HubDesk whose files of languages were damaged
    package = Path(words.__file__).parents[1]
    shutil.copytree(package / "base", tmp_path / "hubdesk/base")
    shutil.copy(package / "__init__.py", tmp_path / "hubdesk")
    folder = tmp_path / "resources/translations"
    folder.mkdir(parents=True)
    for at, held in enumerate(BROKEN.values()):
        (folder / f"x{at}.po").write_bytes(held)

    # When each is spoken all the same
    speaking = "from hubdesk.base import words as w\nfor one in w.languages():\n w.speak(one)\n print(w.language(), w.tr('Today'))"
    ran = subprocess.run(
        [sys.executable, "-c", speaking], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    # Then English is, and whoever looks for the reason finds it
    assert ran.stdout.splitlines() == ["en Today"] * (len(BROKEN) + 1)
    assert [" ".join(line.split()[:3]) for line in ran.stderr.splitlines()] == [
        f"The catalogue x{at}.po" for at in range(len(BROKEN))
    ]


def test_an_entry_begins_also_without_a_line_between(tmp_path: Path) -> None:
    path = tmp_path / "cy.po"
    path.write_text('msgid "A"\nmsgstr "a"\n#, fuzzy\nmsgid "B"\nmsgstr "b"\nmsgid "C"\nmsgstr "c"\n', "utf-8")
    assert read(path).sentences == {"A": ("a",), "C": ("c",)}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_gettext_reads_the_same_out_of_what_babel_compiles(path: Path) -> None:
    # Given the shipped catalogue, compiled as other programs do it
    with path.open("rb") as file:
        known = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, known)
    compiled.seek(0)
    theirs, ours = GNUTranslations(compiled), read(path)

    # Then both say the same
    for message in known:
        if not message.id or not message.string or not all(message.string):
            continue
        if isinstance(message.id, str):
            assert ours.gettext(message.id) == theirs.gettext(message.id)
        else:
            one, many = message.id
            said = [ours.ngettext(one, many, n) for n in range(130)]
            assert said == [theirs.ngettext(one, many, n) for n in range(130)]
    assert ours.sentences


def test_a_sentence_read_from_the_right_begins_there_and_keeps_names_apart() -> None:
    urdu = Catalogue(
        {"{name} is here": ("{name} حاضر",), "One for {name}": ("ایک {name}", "{n} {name}")}, lambda n: n != 1
    )
    try:
        words.use("ur", urdu)
        said = words.tr("{name} is here", name="Amina")
        counted = words.tr_many("One for {name}", "{n} for {name}", 2, name="Amina")
        english = words.tr("{name} left on {day:%d}", name="Amina", day=date(2026, 11, 3))
    finally:
        words.speak("en")
    assert said == "\u200f\u2068Amina\u2069 حاضر"
    assert counted == "\u200f2 \u2068Amina\u2069"
    assert english == "\u2068Amina\u2069 left on 03"
    assert words.without_marks(said) == "Amina حاضر"


def test_an_english_sentence_begins_on_the_left_also_with_an_arabic_name() -> None:
    assert words.tr("{name} is in.", name="محمد علي") == "\u200eمحمد علي is in."
    assert words.tr("{name} is in.", name="Amina") == "Amina is in."
    assert words.tr("Enrol {name}", name="محمد علي") == "Enrol محمد علي"
    assert words.tr("{kind}: {title}", kind="محمد", title="x") == "محمد: x"
