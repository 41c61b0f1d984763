"""The table of rights as a page of the manual, in Markdown: ``python -m hubdesk.access.rights_page``."""

from __future__ import annotations

from collections.abc import Iterator

from hubdesk.access.rights import Deed, May, may, may_do, rights_on
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
    everyday = tuple(_words(rights_on(role, "")) for role in roles)
    for kind in KINDS:
        said = tuple(_said(role, kind) for role in roles)
        if said != everyday:
            yield f"| {kind.kind.many} | {' | '.join(said)} |"
    yield f"| Every other kind of record | {' | '.join(everyday)} |"
    yield ""
    yield f"| | {heads} |"
    yield "|---|" + "---|" * len(roles)
    for deed in Deed:
        yield f"| {deed.label} | {' | '.join('yes' if may_do(role, deed) else '–' for role in roles)} |"


def _said(role: Role, kind: type[Record]) -> str:
    held = rights_on(role, kind.__tablename__)
    # Lines of a log are only added, by whoever it is.
    said = _words(held & (May.SEE | May.ADD) if kind.kind.only_added else held)
    hidden = [str(field.label) for field in fields_of(kind) if not may(role, May.SEE, kind, field)]
    return f"{said}; not: {', '.join(hidden)}" if hidden and May.SEE in held else said


def _words(held: May) -> str:
    return ", ".join(verb for what, verb in _VERBS.items() if what in held) or "–"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - what it is for
