"""Who may do what: the one table of rights, read by the store, the operations and the window.

A kind without a line of its own is everyday work: reception and tutors see, add and change it, managers may do
everything. What a role may not see of a kind is either the whole of it, or the fields named in `HIDDEN`.
"""

from __future__ import annotations

from enum import Enum, Flag, auto
from typing import Final

from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.base.words import Later, tr, tr_later
from hubdesk.fields.field import Field
from hubdesk.fields.types import Link
from hubdesk.records import KINDS, Record, fields_of


class May(Flag):
    """What can be done with a record."""

    NOTHING = 0
    SEE = auto()
    ADD = auto()
    CHANGE = auto()
    REMOVE = auto()


EVERYDAY: Final = May.SEE | May.ADD | May.CHANGE
ALL: Final = EVERYDAY | May.REMOVE
_SEE_AND_ADD: Final = May.SEE | May.ADD

_OF_KINDS: Final[dict[str, tuple[May, May]]] = {
    "support_need": (May.ADD, EVERYDAY),
    "equality_answer": (May.ADD, May.ADD),
    "iag_session": (May.ADD, EVERYDAY),
    "consent_event": (_SEE_AND_ADD, _SEE_AND_ADD),
    "course": (May.SEE, EVERYDAY),
    "course_run": (May.SEE, EVERYDAY),
    "holiday": (May.SEE, EVERYDAY),
    "attendance": (ALL, ALL),
    "certificate": (_SEE_AND_ADD, _SEE_AND_ADD),
    "volunteer_role": (May.SEE, May.SEE),
    "training_requirement": (May.SEE, May.SEE),
    "application": (EVERYDAY, May.NOTHING),
    "reference": (EVERYDAY, May.NOTHING),
    "dbs_check": (_SEE_AND_ADD, May.NOTHING),
    "training_record": (EVERYDAY, May.SEE),
    "venue": (May.SEE, May.SEE),
    "room": (May.SEE, May.SEE),
    "ward": (May.SEE, May.SEE),
    "ward_figure": (May.SEE, May.SEE),
    "organisation": (May.SEE, May.SEE),
    "membership": (May.SEE, May.SEE),
    "hub": (May.SEE, May.SEE),
    "sharing_agreement": (May.SEE, May.SEE),
}
"""What reception and tutors may do with a kind that is not everyday work. A mark on a register is taken back by the
same key, so it may be removed."""

HIDDEN: Final[dict[str, frozenset[str]]] = {
    "dbs_check": frozenset({"certificate_number", "seen_by"}),
    "reference": frozenset({"email", "phone"}),
}
"""Fields that only managers see; reception may write them. They are sealed, so that reception's keys do not open them."""


class NotAllowed(Refused):
    """The role does not allow it. ``asked`` says what was asked, in the words of a program, for the log."""

    def __init__(self, sentence: str, **asked: str) -> None:
        super().__init__(sentence)
        self.asked = asked


class Deed(Enum):
    """What touches no single record; told by what a person does."""

    BRING_IN = tr_later("Bring in a spreadsheet")
    TAKE_OUT = tr_later("Take records out as a spreadsheet")
    TAKE_OUT_SPECIAL = tr_later("Take out special category answers")
    SEND = tr_later("Send to lead")
    MERGE = tr_later("Merge packages")
    CONFIRM_KEYS = tr_later("Confirm the keys of the lead and of hubs")
    KEEP_ACCOUNTS = tr_later("Give and take accounts")
    ANSWER_REQUESTS = tr_later("Give out what is held about a person")
    ERASE = tr_later("Erase a person")
    CONFIRM_KEPT = tr_later("Confirm what was kept long enough")
    RESTORE = tr_later("Bring back a backup")
    SEE_LOG = tr_later("See who did what")
    REPAIR = tr_later("Mend and repair the file")
    UNDO_OTHERS = tr_later("Undo what somebody else did")

    @property
    def label(self) -> Later:
        """How people call it."""
        return self.value


_DEEDS: Final = {
    Role.RECEPTION: frozenset({Deed.CONFIRM_KEPT}),
    Role.TUTOR: frozenset({Deed.CONFIRM_KEPT, Deed.TAKE_OUT}),
}
"""What those may do who do not manage. What they confirm is erased by a manager, so that a hub with one of them has two
people for it."""


def rights_on(role: Role, kind: str) -> May:
    """What the role may do with records of the kind."""
    if role.manages:
        return ALL
    reception, tutor = _OF_KINDS.get(kind, (EVERYDAY, EVERYDAY))
    return tutor if role is Role.TUTOR else reception


def may(role: Role, what: May, kind: type[Record], field: Field | None = None) -> bool:
    """Whether the role may do that with records of the kind, or with this field of them.

    A link is always seen: that something is there is no secret, what it says may be.
    """
    held = rights_on(role, kind.__tablename__)
    if field is None or what is not May.SEE or role.manages:
        return what in held
    if isinstance(field.type, Link):
        return True
    return May.SEE in held and field.name not in HIDDEN.get(kind.__tablename__, ())


def may_do(role: Role, deed: Deed) -> bool:
    """Whether the role may do what touches no single record."""
    return role.manages or deed in _DEEDS[role]


def require(role: Role, deed: Deed) -> None:
    """Raises NotAllowed when the role may not do it."""
    if not may_do(role, deed):
        sentence = tr("{deed}: only a manager may do this. Ask one to sign in.", deed=deed.label)
        raise NotAllowed(sentence, deed=deed.name)


def unseen(role: Role) -> dict[str, frozenset[str]]:
    """By kind, the fields that read as empty for the role. What is sealed to it, of a kind it sees nothing of, reads so."""
    return {
        kind.__tablename__: hidden
        for kind in KINDS
        if (
            hidden := frozenset(
                field.name
                for field in fields_of(kind)
                if not may(role, May.SEE, kind, field)
                and (role.opens_special or not field.special or may(role, May.SEE, kind))
            )
        )
    }
