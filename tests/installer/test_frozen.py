"""What PyInstaller is told to put into the folder that runs without Python."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_every_module_is_frozen_also_those_imported_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given the instructions, carried out by a PyInstaller that only listens
    heard: dict[str, Any] = {}

    def analysis(scripts: object, **told: Any) -> SimpleNamespace:
        heard.update(told)
        return SimpleNamespace(pure=None, scripts=None, binaries=None, datas=None)

    listening = {name: lambda *_, **__: None for name in ("PYZ", "EXE", "COLLECT")}
    spec = ROOT / "installer/hubdesk.spec"
    monkeypatch.syspath_prepend(str(ROOT))
    exec(  # noqa: S102 - the instructions are our own
        compile(spec.read_text("utf-8"), spec, "exec"),
        {"SPECPATH": str(spec.parent), "Analysis": analysis, **listening},
    )

    # When it is asked which modules to carry
    carried = set(heard["hiddenimports"])

    # Then none of ours is left to be found by reading the code
    ours = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / "hubdesk").rglob("*.py")
        if "migrations" not in path.parts
    }
    assert "hubdesk.desktop.screens.today" in ours
    assert ours - carried == set()
