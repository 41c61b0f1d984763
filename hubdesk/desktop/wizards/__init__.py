"""The two wizards: enrolling somebody (``enrolment/``) and taking on a volunteer (``volunteer/``).

What lives here: ``frame`` (the page: steps, one question, what is known so far), ``plan`` (what makes one wizard
different from another), ``question`` and ``row`` (a page and an answer), ``keeper`` (saves while one types), pages that
both share (``who``, ``contact``, ``agreements``, ``check``, ``done``), and ``start`` (commands, unfinished, resume).
May import what a screen may. To add a wizard: a Plan with its steps in a folder here, and its line in ``start``.
"""

from hubdesk.desktop.wizards.start import (
    Papers,
    Unfinished,
    commands,
    enrol_on,
    enrol_person,
    enrol_person_on,
    resume,
    unfinished,
)

__all__ = ["Papers", "Unfinished", "commands", "enrol_on", "enrol_person", "enrol_person_on", "resume", "unfinished"]
