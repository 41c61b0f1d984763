"""WeasyPrint, HTML and CSS to PDF: the same certificates and register as the bench's. Run by `environment.py`."""

from __future__ import annotations

import html
import json
import sys
import time

begun = time.process_time()

from paper_texts import (  # noqa: E402 - imports are part of what is timed
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
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402


def faces():
    families = list(dict.fromkeys(family for family, _, _ in typefaces()))
    rules = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{file.as_uri()}") }}'
        for family, weight, file in typefaces()
    )
    listed = ", ".join(f'"{family}"' for family in families)
    return rules + f"body {{ font-family: {listed}; font-size: 14pt; margin: 0 }}"


def certificates():
    style = """
    @page { size: A4 landscape; margin: 14mm 24mm 14mm 58mm }
    section { break-after: page } p, h1, h2 { margin: 1mm 0 } h1 { font-size: 50pt; font-weight: 600 } h2 { font-size: 30pt; font-weight: 600 }
    """
    signed = "".join(f"<p>{name}<br>{role}</p>" for name, role in SIGNERS)
    said = "".join(f"<p>{one}</p>" for one in DETAILS)
    pages = "".join(
        f"<section><p>{HUB}</p><p>Certificate</p><p>This is to say that</p><h1>{html.escape(name)}</h1><p>has completed</p>"
        f"<h2>{COURSE}</h2>{said}{signed}<p>Awarded on {WHEN}</p><p>No. WES-26-{n:05}</p></section>"
        for n, name in enumerate(names(PEERS_CERTIFICATES))
    )
    return style, pages


def register():
    style = """
    @page { size: A4; margin: 16mm 18mm 25mm } table { width: 100%; border-collapse: collapse }
    td, th { border-bottom: 0.75pt solid #666; padding: 6pt 5pt; text-align: left } thead { display: table-header-group }
    """
    rows = "".join(
        f"<tr><td>{n}</td><td>{html.escape(name)}</td><td>support</td><td></td></tr>"
        for n, name in enumerate(names(LEARNERS), start=1)
    )
    head = "<thead><tr><th>No.</th><th>Name</th><th>Notes</th><th>Signature</th></tr></thead>"
    return style, f"<p>{HUB}</p><h1>{COURSE}</h1><p>{WHEN}</p><table>{head}<tbody>{rows}</tbody></table>"


style, body = (certificates, register)[int(sys.argv[1])]()
config = FontConfiguration()
sheet = CSS(string=faces() + style, font_config=config)
document = HTML(string=f"<html lang=en><body>{body}</body></html>").render(stylesheets=[sheet], font_config=config)
document.write_pdf(pdf_tags=True)
print(json.dumps({"seconds": time.process_time() - begun, "pages": len(document.pages)}))
