"""The table of rights as a page of the manual, in Markdown: ``python -m hubdesk.access.rights_page``."""

from __future__ import annotations

from collections.abc import Iterator

from hubdesk.access.rights import Deed, May, may, may_do
from hubdesk.access.roles import Role
from hubdesk.records import KINDS, Record, fields_of

_VERBS = {May.SEE: "sees", May.ADD: "adds", May.CHANGE: "changes", May.REMOVE: "removes"}


def page() -> str:
    """The whole page, in English, as it stands in resources/help/rights.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    roles = list(Role)
    heads = " | ".join(str(role.label) for role in roles)
    yield "# Who may do what"
    yield ""
    yield "Made from the one table that HubDesk itself keeps to. Special category answers can be written by everybody; only"
    yield "those who see them hold the key that opens them. What stands behind “not” is sealed for reception in the same way."
    yield "What somebody did themselves they may always undo."
    yield ""
    yield f"| | {heads} |"
    yield "|---|" + "---|" * len(roles)
    for kind in KINDS:
        yield f"| {kind.kind.many} | {' | '.join(_said(role, kind) for role in roles)} |"
    yield ""
    yield f"| | {heads} |"
    yield "|---|" + "---|" * len(roles)
    for deed in Deed:
        yield f"| {deed.label} | {' | '.join('yes' if may_do(role, deed) else '–' for role in roles)} |"


def _said(role: Role, kind: type[Record]) -> str:
    verbs = [verb for what, verb in _VERBS.items() if may(role, what, kind) and _can_be(what, kind)]
    hidden = [str(field.label) for field in fields_of(kind) if not may(role, May.SEE, kind, field)]
    said = ", ".join(verbs) or "–"
    return f"{said}; not: {', '.join(hidden)}" if hidden and May.SEE in _held(role, kind) else said


def _can_be(what: May, kind: type[Record]) -> bool:
    """Lines of a log are only added, by whoever it is."""
    return what in May.SEE | May.ADD or not kind.kind.only_added


def _held(role: Role, kind: type[Record]) -> May:
    held = May.NOTHING
    for what in _VERBS:
        if may(role, what, kind):
            held |= what
    return held


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - what it is for
