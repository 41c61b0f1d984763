"""The catalogues: whole in the window, right in every place and number, and nothing in them that is gone."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from hubdesk.base import words
from hubdesk.base.words import tr_many
from tests.words.sentences import CLOSES, OPENS, ROOT, pieces, pseudo, said_without_asking, sentences

CATALOGUES = sorted((ROOT / "resources/translations").glob("*.po"))

IN_THE_WINDOW = re.compile(r"resources/.*|hubdesk/(?!cli\w*\.py|demo/|base/conditions\w*\.py).*\.py")
"""Where what people read in the window and on paper stands; the terminal, the demo and the page of conditions are for
whoever looks after the computer.
"""

_PLACES = re.compile(r"\{[^{}]*\}")


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.stem)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path: Path = request.param
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def entries(catalogue: Catalog) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each entry: the sentence in English, for one and many, and what is said instead in each form."""
    for message in catalogue:
        if message.id:
            said = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            yield (message.id,) if isinstance(message.id, str) else tuple(message.id), tuple(map(str, said))


def test_there_are_welsh_polish_and_urdu() -> None:
    assert {"cy", "pl", "ur"} <= {path.stem for path in CATALOGUES}


def test_nothing_is_translated_that_is_no_longer_said(catalogue: Catalog) -> None:
    said = {sentence for sentence, _ in sentences().values()}
    assert [english for english, _ in entries(catalogue) if english not in said] == []


def test_every_sentence_of_the_window_is_translated(catalogue: Catalog) -> None:
    known = {english[0] for english, said in entries(catalogue) if all(said)}
    wanted = {one for one, (_, files) in sentences().items() if any(map(IN_THE_WINDOW.fullmatch, files))}
    assert len(wanted) > 3000
    assert sorted(wanted - known) == []


def test_no_place_is_lost_and_none_is_added(catalogue: Catalog) -> None:
    # A form for one single number, such as none or one, may say it in words.
    counted = Counter(map(gettext.c2py(catalogue.plural_expr), range(1000)))
    wrong = []
    for english, said in entries(catalogue):
        allowed = [_places(one) for one in english]
        for at, form in enumerate(filter(None, said)):
            in_words = [places - {"{n}"} for places in allowed] if len(said) > 1 and counted[at] == 1 else []
            if _places(form) not in [*allowed, *in_words]:
                wrong.append((english[0], form))
    assert wrong == []


def _places(sentence: str) -> set[str]:
    return set(_PLACES.findall(sentence))


def test_a_number_has_every_form_that_the_language_asks_for(catalogue: Catalog) -> None:
    forms = {english[0]: len(said) for english, said in entries(catalogue) if len(english) == 2}
    assert set(forms.values()) == {catalogue.num_plurals}
    assert forms


def test_a_file_filter_of_a_dialogue_keeps_its_pattern(catalogue: Catalog) -> None:
    """Qt looks for names by what stands in brackets, in whatever language."""
    pattern = re.compile(r"\(\*\.\w+\)")
    for english, said in entries(catalogue):
        assert not said[0] or pattern.findall(english[0]) == pattern.findall(said[0])


NUMBERS = {
    "cy": ["1 munud", "2 funud", "3 munud", "6 munud", "11 munud", "1,000 munud"],
    "pl": ["1 minuta", "2 minuty", "3 minuty", "6 minut", "11 minut", "1,000 minut"],
    "ur": ["1 منٹ", "2 منٹ", "3 منٹ", "6 منٹ", "11 منٹ", "1,000 منٹ"],
}


@pytest.mark.parametrize("language", NUMBERS)
def test_the_form_follows_the_number(language: str) -> None:
    try:
        words.speak(language)
        said = [tr_many("{n} minute", "{n} minutes", n) for n in (1, 2, 3, 6, 11, 1000)]
        assert list(map(words.without_marks, said)) == NUMBERS[language]
    finally:
        words.speak("en")


FORMS: dict[str, Callable[[int], int]] = {
    "cy": lambda n: {0: 0, 1: 1, 2: 2, 3: 3, 6: 4}.get(n, 5),
    "pl": lambda n: 0 if n == 1 else 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2,
    "ur": lambda n: int(n != 1),
}


def test_the_rule_of_plurals_is_that_of_unicode(catalogue: Catalog) -> None:
    rule = FORMS.get(str(catalogue.locale)) or gettext.c2py(get_plural(str(catalogue.locale)).plural_expr)
    assert list(map(gettext.c2py(catalogue.plural_expr), range(1000))) == list(map(rule, range(1000)))


def test_the_language_of_tests_is_longer_and_keeps_its_places() -> None:
    said = pseudo("{n} people wait for {name}.")
    assert len(said) >= 1.4 * len("{n} people wait for {name}.")
    assert _PLACES.findall(said) == ["{n}", "{name}"]
    filled = f"Abdi, {said.format(n=3, name=f'{OPENS}X{CLOSES}')}"
    assert said_without_asking(filled) == "Abdi, "
    assert len(list(pieces(filled))) == 1
