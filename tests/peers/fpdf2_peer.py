"""fpdf2 with text shaping: the same certificates and register as the bench's. Run by `environment.py`."""

from __future__ import annotations

import json
import sys
import time

begun = time.process_time()

from fpdf import FPDF  # noqa: E402 - imports are part of what is timed
from fpdf.fonts import FontFace  # noqa: E402
from paper_texts import (  # noqa: E402
    COURSE,
    DETAILS,
    HUB,
    LEARNERS,
    PEERS_CERTIFICATES,
    SIGNERS,
    WHEN,
    names,
    typefaces,
)


def opened(orientation):
    pdf = FPDF(orientation=orientation, format="A4")
    families = {}
    for family, weight, file in typefaces():
        if weight in (400, 600) or family not in families:
            families.setdefault(family, file)
    for family, file in families.items():
        pdf.add_font(family, fname=file)
    first, *others = families
    pdf.set_fallback_fonts(others)
    pdf.set_font(first, size=14)
    pdf.set_text_shaping(True)
    return pdf, first


def certificates():
    pdf, family = opened("landscape")
    pdf.set_margins(58, 14, 24)
    for n, name in enumerate(names(PEERS_CERTIFICATES)):
        pdf.add_page()
        for text, size in (
            *(
                (HUB, 18),
                ("Certificate", 28),
                ("This is to say that", 16),
                (name, 50),
                ("has completed", 16),
                (COURSE, 30),
            ),
            *((one, 16) for one in DETAILS),
            *((text, 14) for signer in SIGNERS for text in signer),
            *((f"Awarded on {WHEN}", 14), (f"No. WES-26-{n:05}", 14)),
        ):
            pdf.set_font(family, size=size)
            pdf.cell(text=text, h=size * 0.45, new_x="LMARGIN", new_y="NEXT")
    return pdf


def register():
    pdf, _ = opened("portrait")
    pdf.set_margins(18, 16, 18)
    pdf.add_page()
    for text in (HUB, COURSE, WHEN):
        pdf.cell(text=text, h=8, new_x="LMARGIN", new_y="NEXT")
    with pdf.table(col_widths=(10, 45, 20, 45), line_height=11, headings_style=FontFace()) as table:
        for cells in (
            ("No.", "Name", "Notes", "Signature"),
            *((str(n), name, "support", "") for n, name in enumerate(names(LEARNERS), start=1)),
        ):
            row = table.row()
            for cell in cells:
                row.cell(cell)
    return pdf


made = (certificates, register)[int(sys.argv[1])]()
made.output()
print(json.dumps({"seconds": time.process_time() - begun, "pages": len(made.pages)}))
