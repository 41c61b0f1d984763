"""How long 1,000 certificates and a register of 200 take, beside reportlab drawing the same text with nothing around it.

Run as ``python -m tests.bench.printing [--peers]``; prints a JSON line for each, with medians of fresh processes, in seconds
of the processor, imports and all. ``--peers`` sets up WeasyPrint and fpdf2 the first time, each in a place of its own, and
lets each make the same pages once, of the certificates a fifth.
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
from typing import Any

from hubdesk.base.places import resource
from hubdesk.fields.check_digit import with_check
from tests.peers.environment import figures
from tests.peers.paper_texts import CERTIFICATES, COURSE, DETAILS, HUB, LEARNERS, SIGNERS, WHEN, names

ROUNDS = 5
DAY = date(2026, 11, 24)
PEERS = ("weasyprint", "fpdf2")
_PAGE_BY_PAGE = ("1,000 certificates",)
"""What the peers make fewer of, so that pages are compared and not the whole."""


def certificates_ours() -> int:
    from hubdesk.printing import certificates

    awards = tuple(certificates.Award(name, with_check(f"WES-26-{n:05}")) for n, name in enumerate(names(CERTIFICATES)))
    signers = tuple(certificates.Signer(*one) for one in SIGNERS)
    made = certificates.Certificates(HUB, COURSE, DAY, WHEN, awards, DETAILS, signers)
    return _pages(lambda target: certificates.draw(target, made))


def certificates_bare() -> int:
    signed = [text for signer in SIGNERS for text in signer]
    texts = (HUB, "Certificate", "This is to say that", "has completed", COURSE, *DETAILS, *signed)
    pages = [
        [name, *texts, f"Awarded on {WHEN}", with_check(f"WES-26-{n:05}")] for n, name in enumerate(names(CERTIFICATES))
    ]
    return _draw_bare(pages)


def register_ours() -> int:
    from hubdesk.printing import register_to_sign

    learners = tuple(register_to_sign.Expected(name, ("support",)) for name in names(LEARNERS))
    made = register_to_sign.RegisterToSign(
        HUB, COURSE, DAY, WHEN, "Room 1", "Farah Siddiqui", with_check("WES-26-00123"), learners
    )
    return _pages(lambda target: register_to_sign.draw(target, made))


def register_bare() -> int:
    texts = [text for n, name in enumerate(names(LEARNERS), start=1) for text in (str(n), name, "support")]
    return _draw_bare([[HUB, COURSE, WHEN, "Room 1", *texts[at : at + 60]] for at in range(0, len(texts), 60)])


def _pages(draw: Callable[[io.BytesIO], object]) -> int:
    target = io.BytesIO()
    draw(target)
    return target.getvalue().count(b"/MediaBox")


def _draw_bare(pages: list[list[str]]) -> int:
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
    return len(pages)


WORK: dict[str, tuple[Callable[[], int], Callable[[], int]]] = {
    "1,000 certificates": (certificates_ours, certificates_bare),
    "a register of 200 names": (register_ours, register_bare),
}


def measured(what: str, which: int) -> dict[str, Any]:
    """Seconds, pages and peak MiB of one piece of work in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.printing", what, str(which)]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


def run_one(what: str, which: int) -> None:
    import resource as limits

    begun = time.process_time()
    pages = WORK[what][which]()
    seconds = time.process_time() - begun
    print(
        json.dumps(
            {"seconds": seconds, "pages": pages, "peak_mib": limits.getrusage(limits.RUSAGE_SELF).ru_maxrss / 1024}
        )
    )


def main(*, peers: bool) -> None:
    for place, what in enumerate(WORK):
        rounds = [(measured(what, 0), measured(what, 1)) for _ in range(ROUNDS)]
        ours = statistics.median(mine["seconds"] for mine, _ in rounds)
        floor = statistics.median(bare["seconds"] for _, bare in rounds)
        said = {
            "what": what,
            "ratio": ours / floor,
            "ours_s": ours,
            "floor_s": floor,
            "pages": rounds[0][0]["pages"],
            "pages_a_second": rounds[0][0]["pages"] / ours,
            "peak_mib": max(mine["peak_mib"] for mine, _ in rounds),
        }
        for peer in PEERS if peers else ():
            # Once: so much work is hardly disturbed by what else the machine does.
            told = figures(peer, place)
            rate = told["pages"] / told["seconds"]
            said |= {f"{peer}_pages": told["pages"], f"{peer}_pages_a_second": rate}
            said[f"{peer}_ratio"] = (
                rounds[0][1]["pages"] / floor / rate if what in _PAGE_BY_PAGE else told["seconds"] / floor
            )
        print(json.dumps({key: round(value, 3) if isinstance(value, float) else value for key, value in said.items()}))


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one != "--peers"]
    if given:
        run_one(given[0], int(given[1]))
    else:
        main(peers="--peers" in sys.argv)
