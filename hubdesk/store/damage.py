"""Whether the whole file is what HubDesk wrote, looked at before any row of it is shown; and what is wrong when not.

SQLCipher proves a page whole when it comes to read that page, which may be never on this day. Here every page is looked
at, and that the log beside the file is the one that belongs to it. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Final

from hubdesk.base.errors import FileTrouble
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.store.log_file import Log, read_log
from hubdesk.store.marks import belongs, under_way
from hubdesk.store.pages import PAGE, Pages

_LOCK_PAGE: Final = 0x40000000 // PAGE + 1
"""SQLite never writes the page at one gigabyte: its locks lie there."""

_AT_ONCE: Final = 256
_MOST_MENDED: Final = 40
"""Looking for the bit that turned takes half a second for each page."""


@dataclass(frozen=True)
class Damage:
    """What is wrong with a file. ``bad``: numbers of the pages that are not as they were written, of ``size``.

    ``log`` says what is wrong with the log: nothing, "missing", "other" (another file's or another moment's), "broken".
    ``mixed``: every page is whole, but not all are of one moment. ``locked``: with this key nothing can be read at all.
    """

    size: int
    bad: tuple[int, ...] = ()
    log: str = ""
    mixed: bool = False
    locked: bool = False

    def __bool__(self) -> bool:
        return bool(self.bad or self.log or self.mixed or self.locked)

    def sentences(self) -> list[str]:
        """What is wrong, in words."""
        said = []
        if self.locked:
            said.append(tr("Its beginning is damaged, or it belongs to other keys than those beside it."))
        elif self.bad:
            said.append(
                tr_many(
                    "{n} of its {all} pages is damaged.",
                    "{n} of its {all} pages are damaged.",
                    len(self.bad),
                    all=f"{self.size:,}",
                )
            )
        if self.log == "missing":
            said.append(tr("What was saved last lay in a second file beside it, which ends in -wal and is missing."))
        elif self.log == "other":
            said.append(tr("The second file beside it, which ends in -wal, is of another day or of another hub."))
        elif self.log == "broken":
            said.append(tr("The second file beside it, which ends in -wal and holds what was saved last, is damaged."))
        if self.mixed:
            said.append(tr("It was copied while somebody was working in it, so its parts do not fit together."))
        return said


class Damaged(FileTrouble):
    """The file at ``path`` is not as it was written, so no row of it is shown.

    ``repair(progress)`` makes a sound file of what is left of it, see repair.py; None where nothing can be read.
    """

    def __init__(self, path: Path, damage: Damage, repair: Callable[[Progress], object] | None) -> None:
        super().__init__(
            tr(
                "The file {name} is damaged. Repair it, or bring back your last backup. {what}",
                name=path.name,
                what=" ".join(damage.sentences()),
            )
        )
        self.path, self.damage, self.repair = path, damage, repair


def look(
    path: Path,
    log_path: Path,
    key: bytes,
    progress: Progress | None = None,
    is_as_closed: Callable[[], bool] = lambda: False,
) -> tuple[Damage, bool]:
    """What is wrong with the file, and whether it was left in use, as after a power cut. OSError when it cannot be read.

    ``is_as_closed`` says whether it is, byte for byte, the file that was proven whole when it was closed: then no page of
    it needs to be proven again.
    """
    log = read_log(log_path)
    with path.open("rb") as opened, (log_path if log.pages else path).open("rb") as opened_log:
        first = opened.read(PAGE)
        pages = pages_of(opened, first, log, opened_log, key)
        if pages is None:
            return Damage(0, locked=True), False
        size = log.size or (pages.size(first) if pages.whole(1, first) else path.stat().st_size // PAGE)
        wrong = _wrong_log(pages, first, log, opened_log, there=log_path.exists())
        used = Log(log_path) if wrong == "other" else log
        proven = not used.pages and is_as_closed()
        bad = () if proven else tuple(_bad_pages(pages, opened, used, opened_log, size, progress or Progress()))
        in_use = bool(log.pages) or (pages.whole(1, first) and under_way(pages.marks(first)))
        return Damage(size, bad, wrong), in_use


def digest_if_whole(path: Path, key: bytes) -> str:
    """The digest of a file that was closed just now, once its every page is proven; empty where one is not.

    Whatever reads the same digest later need not prove any page. OSError when it cannot be read.
    """
    digest = blake2b()
    with path.open("rb") as opened:
        first = opened.read(PAGE)
        pages, (size, rest) = Pages(key, first[:16]), divmod(path.stat().st_size, PAGE)
        if rest or not pages.whole(1, first) or pages.size(first) != size:
            return ""
        none = Log(path)
        bad = _bad_pages(pages, opened, none, opened, size, Progress(), digest.update)
        return "" if any(bad) else digest.hexdigest()


def opens_with(path: Path, log_path: Path, key: bytes) -> bool:
    """Whether the file is encrypted under this key, as far as any of its first pages can be read; nothing is written."""
    try:
        log = read_log(log_path)
        with path.open("rb") as opened, (log_path if log.pages else path).open("rb") as opened_log:
            return pages_of(opened, opened.read(PAGE), log, opened_log, key) is not None
    except OSError:
        return False


def pages_of(opened: BinaryIO, first: bytes, log: Log, opened_log: BinaryIO, key: bytes) -> Pages | None:
    """The keys of the pages, also when the file's first bytes, which they follow from, are damaged; None if it is not to be found."""
    sample = [(1, first), (2, _read(opened, 2)), (3, _read(opened, 3)), (5, _read(opened, 5))]
    starts = [first[:16]]
    if 1 in log.pages:
        starts.append(log.page(opened_log, 1)[:16])
        sample.append((1, log.page(opened_log, 1)))
    starts += [_flipped(first[:16], bit) for bit in range(128)] if len(first) >= 16 else []
    for start in starts:
        pages = Pages(key, start)
        if any(pages.whole(number, page) for number, page in sample):
            return pages
    return None


def _bad_pages(
    pages: Pages,
    opened: BinaryIO,
    log: Log,
    opened_log: BinaryIO,
    size: int,
    progress: Progress,
    read: Callable[[bytes], object] = lambda held: None,
) -> Iterator[int]:
    """The numbers of those that are not as they were written; ``read`` is given all that is read, in order."""
    for start in range(1, size + 1, _AT_ONCE):
        progress.step(start, size)
        opened.seek((start - 1) * PAGE)
        whole = opened.read(_AT_ONCE * PAGE)
        read(whole)
        held = memoryview(whole)
        for number in range(start, min(start + _AT_ONCE, size + 1)):
            at = (number - start) * PAGE
            page = log.page(opened_log, number) if number in log.pages else held[at : at + PAGE]
            if number != _LOCK_PAGE and not pages.whole(number, page):
                yield number
    if 1 in log.pages and size and not pages.whole(1, _read(opened, 1)):
        yield 1


def _wrong_log(pages: Pages, first: bytes, log: Log, opened_log: BinaryIO, *, there: bool) -> str:
    marks = pages.marks(first) if pages.whole(1, first) else None
    if marks is None:
        return "broken" if log.broken else ""
    if log.pages and marks != (0, 0):
        held = log.page(opened_log, 1) if 1 in log.pages else b""
        if not pages.whole(1, held) or not belongs(marks, pages.marks(held)):
            return "other"
    if log.broken:
        return "broken"
    return "missing" if not there and under_way(marks) else ""


def _read(opened: BinaryIO, number: int) -> bytes:
    opened.seek((number - 1) * PAGE)
    return opened.read(PAGE)


def _flipped(held: bytes, bit: int) -> bytes:
    turned = bytearray(held)
    turned[bit // 8] ^= 1 << bit % 8
    return bytes(turned)


def assembled(
    path: Path, log_path: Path, key: bytes, target: Path, spares: Mapping[int, bytes], progress: Progress
) -> None:
    """Write what can be read of the file and of its log as one file, with stand-ins in place of damaged pages.

    A page of which one bit turned is put right. ``spares``: what pages say that are the same in every file, by number.
    OSError when the disk fails.
    """
    damage, _ = look(path, log_path, key)
    log = Log(log_path) if damage.log == "other" else read_log(log_path)
    mendable = len(damage.bad) <= _MOST_MENDED
    with (
        path.open("rb") as opened,
        (log_path if log.pages else path).open("rb") as opened_log,
        target.open("wb") as out,
    ):
        first = opened.read(PAGE)
        pages = pages_of(opened, first, log, opened_log, key)
        if pages is None:
            return
        for number in range(1, damage.size + 1):
            progress.step(number, damage.size)
            page = log.page(opened_log, number) if number in log.pages else _read(opened, number)
            if not pages.whole(number, page):
                mended = pages.mended(number, page) if mendable else None
                spare = pages.sealed(number, spares[number]) if number in spares else pages.stand_in(number)
                page = mended or spare
            out.write(page)
