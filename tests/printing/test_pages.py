"""The pictures that the preview and the printer get."""

from __future__ import annotations

import io
from pathlib import Path

from hubdesk.printing.look import A4
from hubdesk.printing.pages import page_count, page_picture, page_size
from hubdesk.printing.paper import About, Paper


def two_pages() -> bytes:
    paper = Paper(About("Two pages", "Westcroft", "A black corner"))
    paper.box(0, A4[1] - 72, 72, 72, fill=(0, 0, 0))
    paper.end_page()
    paper.text("Second", 72, 72, 14)
    paper.end_page()
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def test_pages_are_counted_and_measured(tmp_path: Path) -> None:
    pdf = two_pages()
    file = tmp_path / "two.pdf"
    file.write_bytes(pdf)

    assert page_count(pdf) == page_count(file) == 2
    width, height = page_size(pdf, 1)
    assert (round(width), round(height)) == (595, 842)


def test_a_picture_holds_what_was_drawn() -> None:
    picture = page_picture(two_pages(), 0, 36)

    assert (picture.width, picture.height) == (298, 421)
    assert len(picture.pixels) == picture.width * picture.height * 4
    assert picture.pixels[:3] == b"\x00\x00\x00"
    assert picture.pixels[-4:-1] == b"\xff\xff\xff"
