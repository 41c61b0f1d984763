"""The code lists are whole, dated, and read the way spreadsheets write them."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from hubdesk.base import words
from hubdesk.base.places import resource
from hubdesk.fields.codelists import FOLDER, code_for, code_list, codes, label_of

FILES = sorted(resource(FOLDER).glob("*.json"))
NAMES = [path.stem for path in FILES]

# Lists that ask about a person: each lets them say nothing.
PERSONAL = [
    "benefit",
    "disability_or_health",
    "employment_status",
    "ethnicity",
    "language",
    "prior_level",
    "sex",
    "support_category",
    "unemployment_length",
]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_file_is_whole(path: Path) -> None:
    # Given a list as it is stored
    stored = json.loads(path.read_text(encoding="utf-8"))

    # Then it says what it is, where it is from, and each code is there once, with words and days in order
    assert stored["name"].strip()
    assert stored["source"].strip()
    date.fromisoformat(stored.get("valid_from", "2000-01-01"))
    assert stored["codes"]
    assert max(Counter(entry["code"] for entry in stored["codes"]).values()) == 1
    assert max(Counter(entry["label"] for entry in stored["codes"]).values()) == 1
    for entry in stored["codes"]:
        assert entry["label"] == entry["label"].strip() != ""
        assert not {"\n", ";"} & set(entry["label"]), "several answers are written with semicolons between them"
        assert entry.get("hint", "a hint").strip()
        if entry["from"] and entry["to"]:
            assert date.fromisoformat(entry["from"]) <= date.fromisoformat(entry["to"])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_shown_can_be_read_back(name: str) -> None:
    for code in code_list(name).codes:
        assert code_for(name, code.label) == code.code
        assert code_for(name, f"  {code.label.upper()} ") == code.code
        assert code_for(name, code.code) == code.code
        assert label_of(name, code.code) == code.label


@pytest.mark.parametrize("name", NAMES)
def test_other_words_for_a_code_never_mean_two(name: str) -> None:
    # Given every way in which the codes of one list may be written
    ways: dict[str, set[str]] = {}
    for code in code_list(name).codes:
        for way in code.also:
            ways.setdefault(way.casefold(), set()).add(code.code)

    # Then each is understood, and as the code that lists it
    assert {way: {code_for(name, way)} for way in ways} == ways


@pytest.mark.parametrize("name", PERSONAL)
def test_s20_a_personal_question_may_be_declined(name: str) -> None:
    declined = [code for code in codes(name) if code.facts.get("declined")]
    assert [code.label for code in declined] == ["Prefer not to say"]
    assert all(code.valid(date.today()) for code in declined)


def test_only_the_codes_of_the_day_are_offered() -> None:
    # Given the two support categories that changed
    summer_2025, autumn_2025 = date(2025, 7, 31), date(2025, 8, 1)
    autumn_2026 = date(2026, 8, 1)

    def offered(day: date | None) -> set[str]:
        return {code.code for code in codes("support_category", day)} & {"15", "18"}

    # Then each is offered on its days, and both are known for what was answered before
    assert offered(summer_2025) == {"15"}
    assert offered(autumn_2025) == set()
    assert offered(autumn_2026) == {"18"}
    assert offered(None) == {"15", "18"}


def test_an_unknown_list_and_an_unknown_code() -> None:
    for name in ("no_such_list", "../fonts/fonts", ""):
        with pytest.raises(KeyError):
            code_list(name)
    assert label_of("sex", "?") == "?"
    assert code_for("sex", "?") is None
    assert code_for("sex", "") is None


def test_hints_groups_and_facts() -> None:
    paid, looking = codes("employment_status")[:2]
    assert (paid.label, paid.hint, paid.facts["ilr"]) == ("In paid work", "full-time, part-time or self-employed", "10")
    assert (looking.label, looking.hint) == ("Looking for work", "and could start")
    assert {code.group for code in codes("subject_area") if code.code.startswith("6.")} == {"Digital Technology"}
    assert codes("sex")[0].hint == codes("sex")[0].group == ""


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("employment_status", "in  paid employment", "10"),
        ("employment_status", "UNEMPLOYED", "11"),
        ("ethnicity", "31", "white_british"),
        ("ethnicity", "34", "white_other"),
        ("sex", "f", "F"),
        ("benefit", "Jobseeker’s allowance", "1"),
        ("attendance_mark", "/", "present"),
        ("attendance_mark", "sent word", "authorised"),
        ("level", "l2", "2"),
        ("level", "Entry Level 3", "E3"),
        ("language", "اردو", "ur"),
        ("language", "farsi", "fa"),
    ],
)
def test_the_words_of_spreadsheets(name: str, text: str, code: str) -> None:
    assert code_for(name, text) == code


def test_the_lists_have_their_sectors_sizes() -> None:
    assert [code.code for code in codes("reason_for_learning")] == ["personal", "family", "community", "work"]
    assert len(codes("subject_area")) == 50
    assert len({code.group for code in codes("subject_area")}) == 15
    assert sum(not code.facts.get("declined") for code in codes("ethnicity")) == 19
    assert [code.code for code in codes("learning_purpose")] == [str(n) for n in range(1, 8)]
    assert [code.facts["rank"] for code in codes("level")] == list(range(12))


def test_each_consent_purpose_has_wording() -> None:
    purposes = {code.code for code in codes("consent_purpose")}
    assert {code.facts["purpose"] for code in codes("consent_wording")} == purposes


def test_each_stage_says_how_long_it_should_take() -> None:
    for stage in codes("application_stage"):
        days = stage.facts["target_days"]
        assert days is None or (isinstance(days, int) and days > 0)


def test_labels_are_said_and_read_in_the_persons_language() -> None:
    # Given Welsh words for two answers
    welsh = Catalog(locale="cy")
    welsh.add("In paid work", "Mewn gwaith â thâl")
    welsh.add("Looking for work", "Chwilio am waith")
    file = BytesIO()
    write_mo(file, welsh)
    file.seek(0)

    # When the person's language is Welsh
    words._Language.catalogue = GNUTranslations(file)
    try:
        # Then labels are Welsh, and both languages are read
        assert label_of("employment_status", "10") == "Mewn gwaith â thâl"
        assert codes("employment_status")[1].label == "Chwilio am waith"
        assert code_for("employment_status", "chwilio am  waith") == "11"
        assert code_for("employment_status", "Looking for work") == "11"
    finally:
        words.speak("en")
    assert label_of("employment_status", "10") == "In paid work"
