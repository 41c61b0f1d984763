"""Whether a scanned certificate is genuine, without a window."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager

from hubdesk.base.words import tr
from hubdesk.store import Store
from hubdesk.sync.certificate_check import check_certificate


def add_commands(
    command: Callable[..., argparse.ArgumentParser], opened: Callable[..., AbstractContextManager[Store]]
) -> None:
    """Add ``check-certificate`` through the parser's own ``command``."""

    def look(given: argparse.Namespace) -> int:
        with opened(given.file, name=given.name) as store:
            found = check_certificate(store, given.text, given.holder)
        for sentence in found.said:
            print(sentence)
        return 0 if found.good else 1

    looked = command("check-certificate", tr("Say whether a scanned certificate is genuine."), look)
    looked.add_argument("text", help=tr("what the scan of its code gave"))
    looked.add_argument("--name", dest="holder", default="", help=tr("the name it should be made out to"))
