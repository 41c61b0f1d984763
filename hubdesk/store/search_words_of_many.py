"""The words that search finds very many rows by, column after column: letters of a to z are folded for all rows in one go."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from hubdesk.records import Record, kind_named
from hubdesk.store.folding import fold, fold_numbers, fold_plain, sort_key
from hubdesk.store.search_words import Found, as_text, found_by, part_of, stand_in_for, titles_of
from hubdesk.store.spellings import spellings_of_many

Rows = Sequence[dict[str, Any]]


def parts_of(kind: str, rows: Rows, names: Collection[str]) -> tuple[list[int], list[tuple[str, ...]]]:
    """What these fields give to the texts of rows that have them: the places of the parts in each text, and each row's own."""
    made: type[Record] = kind_named(kind)
    wanted = [(place, one) for place, one in enumerate(found_by(made)) if one[0] in names]
    return [place for place, _ in wanted], list(zip(*(_parts(one, rows) for _, one in wanted), strict=True))


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
    made: type[Record] = kind_named(kind)
    said = fold_plain(titles) if all(map(str.isascii, titles)) else list(map(fold, titles))
    for name in titles_of(made):
        said = ["" if row[name] == title else one for row, title, one in zip(rows, titles, said, strict=True)]
    return list(map(as_text, zip(*(_parts(one, rows) for one in found_by(made)), said, strict=True)))


def _parts(one: Found, rows: Rows) -> list[str]:
    """What a field gives to the text of each row."""
    name, _, worded, _, show = one
    kept = [row.get(name) for row in rows]
    if kept.count(None) == len(kept):
        return [""] * len(kept)
    values = ["" if value is None else value for value in kept]
    shown = values if show is None or not worded else ["" if value is None else show(value) for value in kept]
    if "".join(shown).isascii():
        return _plain_parts(one, values, shown)
    # What is written in other scripts has more words, and is made value by value.
    foreign = {n for n, said in enumerate(shown) if not said.isascii()}
    parts = _plain_parts(one, _without(values, foreign), _without(shown, foreign))
    for n in foreign:
        parts[n] = part_of(one, kept[n])
    return parts


def _without(values: list[Any], left_out: Collection[int]) -> list[Any]:
    return ["" if n in left_out else value for n, value in enumerate(values)]


def _plain_parts(one: Found, values: list[str], shown: list[str]) -> list[str]:
    """What a field gives, all of it ASCII."""
    _, number, worded, spelt, _ = one
    words = [fold_numbers(values)] if number else []
    if worded:
        words.append(fold_plain(shown))
        if spelt:
            words.append(spellings_of_many(shown, words[-1]))
    first, *more = words
    for others in more:
        first = [f"{a} {b}" if a and b and a != b else a or b for a, b in zip(first, others, strict=True)]
    return first
