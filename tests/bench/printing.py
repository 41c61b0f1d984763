"""How long 1,000 certificates and a register of 200 take, beside reportlab drawing the same text with nothing around it.

Run as ``python -m tests.bench.printing``; prints a JSON line for each, with medians of fresh processes.
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

from hubdesk.base.places import resource
from hubdesk.fields.check_digit import with_check

ROUNDS = 5
HUB = "Westcroft Community Centre"
COURSE = "ESOL Entry 2: speaking and listening"
DAY = date(2026, 11, 24)
WHEN = "24 November 2026"
DETAILS = ("24 hours of learning, 8 September to 24 November 2026", "Entry level 2")
PEOPLE = (
    "Abdi Hassan",
    "Danuta Wiśniewska",
    "Siân O’Neill",
    "Nasrin نسرین Ahmadi",
    "فاطمہ زہرا ٹھاکر",
    "মোহাম্মদ রহিম",
    "ገብረመድህን ተስፋይ",
    "Jean-Pierre Mukendi",
    "Olena Kovalenko",
    "Chen Wei 王小明",
)


def names(count: int) -> list[str]:
    return [f"{PEOPLE[place % len(PEOPLE)]} {place}" for place in range(count)]


def certificates_ours() -> None:
    from hubdesk.printing import certificates

    awards = tuple(certificates.Award(name, with_check(f"WES-26-{n:05}")) for n, name in enumerate(names(1000)))
    signers = (certificates.Signer("Farah Siddiqui", "Tutor"), certificates.Signer("Amina Noor", "Hub manager"))
    made = certificates.Certificates(HUB, COURSE, DAY, WHEN, awards, DETAILS, signers)
    certificates.draw(io.BytesIO(), made)


def certificates_bare() -> None:
    texts = (HUB, "Certificate", "This is to say that", "has completed", COURSE, *DETAILS, "Farah Siddiqui", "Tutor")
    pages = [
        [name, *texts, "Amina Noor", "Hub manager", f"Awarded on {WHEN}", with_check(f"WES-26-{n:05}")]
        for n, name in enumerate(names(1000))
    ]
    _draw_bare(pages)


def register_ours() -> None:
    from hubdesk.printing import register_to_sign

    learners = tuple(register_to_sign.Expected(name, ("support",)) for name in names(200))
    made = register_to_sign.RegisterToSign(
        HUB, COURSE, DAY, WHEN, "Room 1", "Farah Siddiqui", with_check("WES-26-00123"), learners
    )
    register_to_sign.draw(io.BytesIO(), made)


def register_bare() -> None:
    people = names(200)
    texts = [text for n, name in enumerate(people, start=1) for text in (str(n), name, "support")]
    _draw_bare([[HUB, COURSE, WHEN, "Room 1", *texts[at : at + 60]] for at in range(0, 600, 60)])


def _draw_bare(pages: list[list[str]]) -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(TTFont("Bare", str(resource("fonts") / "AtkinsonHyperlegibleNext-Regular.ttf")))
    canvas = Canvas(io.BytesIO(), pageCompression=1)
    for page in pages:
        canvas.setFont("Bare", 14)
        for place, text in enumerate(page):
            canvas.drawString(50, 800 - 12 * place, text)
        canvas.showPage()
    canvas.save()


WORK: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
    "1,000 certificates": (certificates_ours, certificates_bare),
    "a register of 200 names": (register_ours, register_bare),
}


def measured(what: str, which: int) -> tuple[float, float]:
    """Seconds and peak MiB of one piece of work in a process of its own; imports count, Python's start does not."""
    command = [sys.executable, "-m", "tests.bench.printing", what, str(which)]
    seconds, peak = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return seconds, peak


def run_one(what: str, which: int) -> None:
    import resource as limits

    begun = time.perf_counter()
    WORK[what][which]()
    seconds = time.perf_counter() - begun
    print(json.dumps([seconds, limits.getrusage(limits.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> None:
    for what in WORK:
        rounds = [(measured(what, 0), measured(what, 1)) for _ in range(ROUNDS)]
        ours = statistics.median(mine for (mine, _), _ in rounds)
        floor = statistics.median(bare for _, (bare, _) in rounds)
        peak = max(mib for (_, mib), _ in rounds)
        said = {"what": what, "ratio": ours / floor, "ours_s": ours, "floor_s": floor, "peak_mib": peak}
        print(json.dumps({key: round(value, 3) if isinstance(value, float) else value for key, value in said.items()}))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        run_one(sys.argv[1], int(sys.argv[2]))
    else:
        main()
