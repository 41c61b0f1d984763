"""Does the tasks of one place beside a HubDesk that stands at its unlock page: ``python3 run.py hub FOLDER``, or ``lead``.

Run by the system's Python, which has the bindings. Prints a line of JSON for each task: its name, and what went wrong,
or nothing.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

from listener import TASKS, Atspi, Desk

PLACES = {"hub": ("at_the_desk", "behind_the_desk"), "lead": ("at_the_lead",)}
MOST_WRONG = 3


def main(place: str, folder: str) -> None:
    for module in PLACES[place]:
        import_module(module)
    Atspi.init()
    desk, failed = Desk(Path(folder)), 0
    for name, do in TASKS:
        wrong = ""
        if failed > MOST_WRONG:
            break
        try:
            do(desk)
        except Exception as error:  # noqa: BLE001 - told, and the next task is tried
            wrong, failed = f"{type(error).__name__}: {error}", failed + 1
        print(json.dumps({"task": name, "wrong": wrong}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
