"""Two records of one thing: found before the database refuses the second, so that it is said beside the field."""

from __future__ import annotations

from collections.abc import Iterator

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, within
from hubdesk.records import Around, Record, fields_of, unique_keys


def twin_problems(record: Record, around: Around) -> Iterator[Problem]:
    """One for each group of fields that no two records share, when another record has these values."""
    for names in unique_keys(type(record)):
        values = {name: getattr(record, name) for name in names}
        if None in values.values() or not record.changed(*names):
            continue
        if any(other.id != record.id for other in around.all(record.__tablename__, **values)):
            labels = [within(one.label) for one in fields_of(type(record)) if one.name in names]
            sentence = tr(
                "{kind}: there is one with the same {fields} already. Open that one.",
                kind=record.kind.one,
                fields=", ".join(labels),
            )
            yield Problem(sentence, names[-1])
