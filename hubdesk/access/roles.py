"""The four roles in which people work with a hub's file."""

from __future__ import annotations

from enum import StrEnum

from hubdesk.base.words import Later, tr_later


class Role(StrEnum):
    """What somebody is here to do; `rights` says what each may."""

    RECEPTION = "reception"
    TUTOR = "tutor"
    MANAGER = "manager"
    LEAD = "lead"

    @property
    def label(self) -> Later:
        """How people call it."""
        return _LABELS[self]

    @property
    def opens_special(self) -> bool:
        """Whether the second key, of special category data, is given to this role."""
        return self is not Role.RECEPTION

    @property
    def manages(self) -> bool:
        """Whether everything in the file may be seen, changed and handed on."""
        return self in (Role.MANAGER, Role.LEAD)


_LABELS = {
    Role.RECEPTION: tr_later("Reception"),
    Role.TUTOR: tr_later("Tutor"),
    Role.MANAGER: tr_later("Manager"),
    Role.LEAD: tr_later("Lead organisation"),
}
