r"""Finds the words in the code lists for Babel, beside those in the program.

`make words` is expected to run, from the project's root:

    PYTHONPATH=. pybabel extract -F installer/babel.cfg -k tr -k tr_later -k tr_many:1,2 \
        -o resources/translations/hubdesk.pot .
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

_SPOKEN = ("label", "hint", "group")
_KEPT = ("name", "why", "source")


def code_list(
    file: IO[bytes],
    _keywords: Mapping[str, Any],
    _comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[tuple[int, str | None, str, list[str]]]:
    """Babel's extraction method for resources/code_lists/*.json: the list's name, then labels, hints and headings."""
    text = file.read().decode("utf-8")
    stored = json.loads(text)
    found: dict[str, None] = {stored["name"]: None}
    for entry in stored["codes"]:
        found |= {entry[part]: None for part in _SPOKEN if part in entry}
    yield from _where(text, found)


def retention(
    file: IO[bytes],
    _keywords: Mapping[str, Any],
    _comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[tuple[int, str | None, str, list[str]]]:
    """The same for resources/retention/*.json: what each class is called, why it is kept so long, and who says so."""
    text = file.read().decode("utf-8")
    stored = json.loads(text)
    entries = [entry for part in ("people", "fields", "kinds") for entry in stored.get(part, ())]
    yield from _where(text, dict.fromkeys(entry[part] for entry in entries for part in _KEPT if part in entry))


def _where(text: str, found: Collection[str]) -> Iterator[tuple[int, str | None, str, list[str]]]:
    """Each of the texts with the line on which it stands first."""
    lines = text.splitlines()
    for words in found:
        quoted = json.dumps(words, ensure_ascii=False)
        line = next(number for number, written in enumerate(lines, 1) if quoted in written)
        yield line, None, words, []
