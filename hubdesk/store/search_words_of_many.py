"""The words that search finds very many rows by, column after column: letters of a to z are folded for all rows in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hubdesk.records import Record, kind_named
from hubdesk.store.folding import fold_numbers, fold_plain, sort_key
from hubdesk.store.search_words import Found, found_by, stand_in_for, text_of
from hubdesk.store.spellings import spellings_of_many

Rows = Sequence[dict[str, Any]]


def texts_of(kind: str, rows: Rows) -> list[str]:
    """The text of each row's search entry; every row has its ``id`` and the fields that the kind's entries are made of."""
    return _texts(kind, rows, [record.title for record in _stand_ins(kind, rows)])


def entries_of(kind: str, rows: Rows) -> list[dict[str, Any]]:
    """The search entry of each row, as `entry_of` makes it of one."""
    records = list(_stand_ins(kind, rows))
    titles, names = [record.title for record in records], [record.sort_name for record in records]
    sorts = fold_plain(names) if all(map(str.isascii, names)) else list(map(sort_key, names))
    made = zip(rows, records, titles, _texts(kind, rows, titles), sorts, strict=True)
    return [
        {"record": row["id"], "kind": kind, "title": title, "detail": record.detail or "", "text": text, "sort": sort}
        for row, record, title, text, sort in made
    ]


def _stand_ins(kind: str, rows: Rows) -> Iterator[Any]:
    made = kind_named(kind)
    return (stand_in_for(made, row["id"], row) for row in rows)


def _texts(kind: str, rows: Rows, titles: Sequence[str]) -> list[str]:
    columns = list(_columns(kind, rows))
    foreign: set[int] = set()
    for said in (titles, *(shown for *_, shown in columns)):
        if not "".join(said).isascii():
            foreign.update(n for n, one in enumerate(said) if not one.isascii())
    if foreign:
        # What is written in other scripts has more words, and is made row by row.
        others = [n for n in range(len(rows)) if n not in foreign]
        made = _texts(kind, [rows[n] for n in others], [titles[n] for n in others])
        texts = dict(zip(others, made, strict=True))
        texts |= {n: text_of(kind, rows[n]["id"], rows[n]) for n in foreign}
        return [texts[n] for n in range(len(rows))]
    words = [column for one, values, shown in columns for column in _words(one, values, shown)]
    words.append(fold_plain(titles))
    return [f" {' '.join(dict.fromkeys(filter(None, said)))} " for said in zip(*words, strict=True)]


def _columns(kind: str, rows: Rows) -> Iterator[tuple[Found, list[str], list[str]]]:
    """The fields that any of the rows has, each with its values as they are kept and as they are shown; "" for none."""
    made: type[Record] = kind_named(kind)
    for one in found_by(made):
        name, _, worded, _, show = one
        kept = [row.get(name) for row in rows]
        if kept.count(None) < len(kept):
            values = ["" if value is None else value for value in kept]
            if show is None or not worded:
                yield one, values, values
            else:
                yield one, values, ["" if value is None else show(value) for value in kept]


def _words(one: Found, values: list[str], shown: list[str]) -> Iterator[list[str]]:
    """What a field gives to the text of each row, all of it ASCII."""
    _, number, worded, spelt, _ = one
    if number:
        yield fold_numbers(values)
    if worded:
        folded = fold_plain(shown)
        yield folded
        if spelt:
            yield spellings_of_many(shown, folded)
