"""The window, or the command line when a command is given."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Start HubDesk; gives the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == ["demo"] and "--open" in given:
        from hubdesk.cli import DEMO_PASSPHRASE, build_demo

        built = build_demo([word for word in given[1:] if word != "--open"])
        from hubdesk.desktop.app import run as open_window

        return open_window([sys.argv[0], str(built)], DEMO_PASSPHRASE)
    if not given or (len(given) == 1 and Path(given[0]).suffix == ".hubdesk"):
        from hubdesk.desktop.app import run as open_window

        return open_window([sys.argv[0], *given])
    from hubdesk.cli import main as command_line

    return command_line(given)


if __name__ == "__main__":
    sys.exit(main())
