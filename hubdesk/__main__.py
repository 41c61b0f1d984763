"""The window, or the command line when a command is given."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from hubdesk.base.dumps import keep_no_dumps
from hubdesk.base.places import is_server


def main(argv: Sequence[str] | None = None) -> int:
    """Start HubDesk; gives the exit code."""
    keep_no_dumps()
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or (len(given) == 1 and (Path(given[0]).suffix == ".hubdesk" or is_server(given[0]))):
        return _open_window(given[0] if given else None)
    from hubdesk.cli import main as command_line

    return command_line(given, _open_window)


def _open_window(file: Path | str | None = None, passphrase: str | None = None) -> int:
    from hubdesk.desktop.app import run

    return run([sys.argv[0], *([str(file)] if file else [])], passphrase)


if __name__ == "__main__":
    sys.exit(main())
