"""Whether a scanned certificate is of this hub, or of one whose keys are known here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.access.certificate_code import read_certificate_code
from hubdesk.base.words import tr
from hubdesk.fields.dates import show_date
from hubdesk.records.learning.certificate import Certificate
from hubdesk.reports.own_hub import own_hub_of
from hubdesk.store import Store
from hubdesk.sync.correspondents import correspondents


@dataclass(frozen=True)
class Checked:
    """``good``: nothing speaks against the certificate. ``said``: what to tell, a sentence each."""

    good: bool
    said: tuple[str, ...]


def check_certificate(store: Store, text: str, name: str = "") -> Checked:
    """Look at the text of a certificate's code, and whether it was made out to ``name`` when one is given."""
    with store.reading() as session:
        own = own_hub_of(session).name
    mine = store.post_keys.public
    whose = {mine: own or tr("this file")} | {one.keys: one.name for one in correspondents(store) if one.keys != mine}
    code = read_certificate_code(text, whose)
    if code is None:
        return Checked(
            False,
            (
                tr(
                    "This is not the text of a certificate from this hub, or from one whose keys are known here. Scan it again; when it stays so, do not rely on it."
                ),
            ),
        )
    with store.reading() as session:
        gone = code.signer == mine and not _listed(session, code.number, code.day)
    said = [
        tr("Certificate {number} of {hub}, {day}.", number=code.number, hub=whose[code.signer], day=show_date(code.day))
    ]
    if gone:
        said.append(tr("It was printed here, but is no longer among the certificates. Ask a manager why."))
    fits = not name or code.fits(name)
    if name:
        said.append(_about_name(fits=fits))
    return Checked(fits and not gone, tuple(said))


def _about_name(*, fits: bool) -> str:
    if fits:
        return tr("The name fits.")
    return tr("It was made out to another name. Check that the name is written as on the certificate.")


def _listed(session: Session, number: str, day: date) -> bool:
    found = select(Certificate.id).where(Certificate.number == number, Certificate.issued == day)
    return session.scalars(found).first() is not None
