"""The words of the code lists reach the translators."""

from __future__ import annotations

import io
import json
from pathlib import Path

from babel.messages.extract import extract_from_dir

from installer.words import code_list

ROOT = Path(__file__).resolve().parents[2]


def test_names_labels_hints_and_headings_are_found() -> None:
    # Given a code list
    stored = {
        "name": "Work",
        "source": "nobody reads this",
        "codes": [{"code": "1", "label": "In paid work", "hint": "or self-employed", "group": "Work", "also": ["Job"]}],
    }
    file = io.BytesIO(json.dumps(stored, indent=1).encode())

    # When Babel looks for words
    found = [words for _, _, words, _ in code_list(file, {}, [], {})]

    # Then it finds what a person reads, each once, and nothing else
    assert found == ["Work", "In paid work", "or self-employed"]


def test_every_list_can_be_extracted() -> None:
    found = {
        message
        for _, _, message, _, _ in extract_from_dir(
            ROOT / "resources/code_lists", [("*.json", "installer.words:code_list")]
        )
    }
    assert {"Attendance", "Sent word", "told us that they could not come", "Digital Technology"} <= found
