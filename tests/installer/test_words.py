"""The words of the program and of the code lists reach the translators."""

from __future__ import annotations

import ast
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


def test_only_sentences_that_babel_can_see_are_translated() -> None:
    # Given every place that names tr; base/words.py is what it is made of, and files of words have methods of their own
    unseen = []
    for path in (ROOT / "hubdesk").rglob("*.py"):
        if path.name in ("words.py", "codelists.py", "retention_due.py", "what_stays.py"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        called = {node.func: node for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in ("tr", "tr_later", "tr_many"):
                call = called.get(node)
                if call is None or not all(_is_a_sentence(said) for said in call.args[: 2 if "many" in node.id else 1]):
                    unseen.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    # Then each is called there, on a sentence that stands there
    assert unseen == []


def _is_a_sentence(said: ast.expr) -> bool:
    return isinstance(said, ast.Constant) and isinstance(said.value, str)


def test_every_list_can_be_extracted() -> None:
    found = {
        message
        for _, _, message, _, _ in extract_from_dir(
            ROOT / "resources/code_lists", [("*.json", "installer.words:code_list")]
        )
    }
    assert {"Attendance", "Sent word", "told us that they could not come", "Digital Technology"} <= found


def test_every_reason_for_keeping_can_be_extracted() -> None:
    folder = ROOT / "resources/retention"
    found = {said for _, _, said, _, _ in extract_from_dir(folder, [("*.json", "installer.words:retention")])}
    assert "Attendance is counted for funders, without a name." in found
    assert {"Learners", "The hub's own rule"} <= found
