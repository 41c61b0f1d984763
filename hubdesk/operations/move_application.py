"""Move a volunteer's application from stage to stage."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.codelists import label_of
from hubdesk.records.volunteering.application import Application


def move_application_title(name: str, stage: str) -> str:
    """``name``: how the person is called; ``stage``: a code of application_stage."""
    return tr("Move {name} to “{stage}”", name=name, stage=label_of("application_stage", stage))


def move_application(session: Session, application_id: UUID, stage: str) -> Application:
    """Set the stage, a code of application_stage. The store refuses "active" while checks or training are missing."""
    application = session.get(Application, application_id)
    if application is None:
        raise Refused(tr("This application is no longer there. Look for the person again."))
    application.stage = stage
    return application
