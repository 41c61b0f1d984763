"""A person's answers to the equality questions, each a choice to answer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.words import tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date
from hubdesk.records.record import Kind, Record


class EqualityAnswer(Record):
    """Special category data, kept apart from the person and never sent on with a name."""

    __tablename__ = "equality_answer"
    kind = Kind(tr_later("Equality answers"), tr_later("Equality answers"), icon="users-round")

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True)
    answered: Mapped[date] = field(tr_later("Answered on"), Date(), listed=True, special=True)
    sex: Mapped[str | None] = field(tr_later("Sex"), Choice("sex"), special=True)
    ethnicity: Mapped[str | None] = field(tr_later("Ethnic group"), Choice("ethnicity"), special=True)
    disability: Mapped[str | None] = field(
        tr_later("Learning difficulty, disability or health problem"), Choice("disability_or_health"), special=True
    )
