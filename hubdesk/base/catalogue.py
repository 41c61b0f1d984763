"""Catalogues of sentences as translators keep them (gettext's .po), read as they are: nothing has to be compiled."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

_PART: Final = re.compile(r'(?:(msgid|msgid_plural|msgstr|msgstr\[\d\])\s+)?"(.*)"')
_ESCAPED: Final = re.compile(r"\\(.)")
_SIGNS: Final = {"n": "\n", "t": "\t", "r": "\r"}
_FORMS: Final = re.compile(r"^Plural-Forms:.*?plural=([^;\n]+)", re.MULTILINE)


class Catalogue(gettext.NullTranslations):
    """Sentences in one language. ``checked``: somebody who grew up with it has read the catalogue.

    ``sentences`` holds for each English sentence what is said instead: once, or in each form that a number asks for.
    """

    def __init__(
        self, sentences: Mapping[str, tuple[str, ...]], form: Callable[[int], int], *, checked: bool = False
    ) -> None:
        super().__init__()
        self.sentences, self.checked = sentences, checked
        self._form = form

    def gettext(self, message: str) -> str:
        return self.ngettext(message, message, 1)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        said = self.sentences.get(msgid1)
        if said is None:
            return msgid1 if n == 1 else msgid2
        return said[min(self._form(n), len(said) - 1)]


def read(path: Path) -> Catalogue:
    """The catalogue at ``path``; what is marked as fuzzy or left empty in it stays English.

    Raises OSError and ValueError for a file that cannot be read as one.
    """
    sentences: dict[str, tuple[str, ...]] = {}
    header, checked = "", True
    for entry, fuzzy in _entries(path.read_text("utf-8-sig")):
        said = tuple(entry[part] for part in sorted(entry) if part.startswith("msgstr"))
        if "msgid" not in entry or not said:
            raise ValueError("an entry is not whole")
        if not entry["msgid"]:
            header, checked = said[0], not fuzzy
        elif not fuzzy and all(said):
            sentences[entry["msgid"]] = said
    found = _FORMS.search(header)
    form = gettext.c2py(found[1] if found else "n != 1")
    try:
        form(1)
    except ArithmeticError as error:
        raise ValueError("a rule of plurals divides by nothing") from error
    return Catalogue(sentences, form, checked=checked)


def _entries(text: str) -> Iterator[tuple[dict[str, str], bool]]:
    """Each entry by the names of its parts, and whether it is marked as fuzzy; those struck out are passed over."""
    entry: dict[str, str] = {}
    part, fuzzy, coming = "", False, False
    for line in text.splitlines():
        if line.startswith("#,"):
            coming = coming or "fuzzy" in line
        elif not line.strip() or line.startswith("#~"):
            coming = False
        elif found := _PART.fullmatch(line):
            part = found[1] or part
            if found[1] == "msgid":
                if entry:
                    yield entry, fuzzy
                entry, fuzzy, coming = {}, coming, False
            entry[part] = entry.get(part, "") + _ESCAPED.sub(_sign, found[2])
    if entry:
        yield entry, fuzzy


def _sign(escaped: re.Match[str]) -> str:
    return _SIGNS.get(escaped[1], escaped[1])
