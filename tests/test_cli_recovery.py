"""The recovery key without a window: made as the network is set up, typed back, and used when every passphrase is lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from hubdesk.base.errors import Refused
from hubdesk.cli import main
from hubdesk.cli_accounts import opened
from tests.conftest import PASSPHRASE, no_window

OWN = "purple lorries at dawn"

pytestmark = pytest.mark.slow


class _Gone(io.StringIO):
    """A terminal at which the input was ended."""

    def isatty(self) -> bool:
        return True


class _Somebody:
    """Somebody at a terminal who reads what was said, and answers with the third and the seventh group at the second try."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys, self.heard, self._tries = capsys, "", 0

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        self.heard += self._capsys.readouterr().out
        self._tries += 1
        groups = key_in(self.heard).split()
        return f"{groups[2]} {groups[2 if self._tries == 1 else 6]}\n".lower()


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A network's file, or its database on a server, that is not set up yet."""
    if request.param == "file":
        return str(tmp_path / "network.hubdesk")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs a command where nobody is there to ask; its exit code and all that it said."""
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("HUBDESK_NEW_PASSPHRASE", OWN)

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO())
        code = main(list(words), no_window)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def key_in(said: str) -> str:
    return next(line.split(": ", 1)[1] for line in said.splitlines() if line.startswith("Recovery key: "))


def signs_in(place: str, passphrase: str) -> bool:
    try:
        opened(place if "://" in place else Path(place), passphrase, "Lena").close()
    except Refused:
        return False
    return True


def test_t14_the_key_made_at_set_up_gives_the_lead_a_new_passphrase_and_ends(
    place: str, say: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a network that is set up, with its recovery key
    code, said = say("set-up", "--into", place, "--as", "Lena", "--network", "Leeds")
    assert code == 0, said
    key = key_in(said)

    # When the lead has lost her passphrase and types the key from its paper
    monkeypatch.setenv("HUBDESK_RECOVERY_KEY", key.lower())
    code, said = say("recover", "--file", place, "--as", "Lena")

    # Then her new passphrase opens it and the old one does not, and a new key takes the place of the one that was seen
    assert code == 0, said
    assert (signs_in(place, OWN), signs_in(place, PASSPHRASE)) == (True, False)
    new = key_in(said)
    code, said = say("recover", "--file", place, "--as", "Lena")
    assert (code, "not the recovery key" in said) == (1, True)
    monkeypatch.setenv("HUBDESK_RECOVERY_KEY", new)
    assert say("recover", "--file", place, "--as", "Lena")[0] == 0


def test_somebody_who_is_there_types_it_back_from_the_paper(
    place: str,
    say: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Given a network that is set up, and somebody at a terminal who reads the wrong group at first
    say("set-up", "--into", place, "--as", "Lena")
    somebody = _Somebody(capsys)
    monkeypatch.setattr("sys.stdin", somebody)

    # When they have a new key made
    assert main(["recovery-key", "--file", place, "--as", "Lena"], no_window) == 0

    # Then it is done once they have the right groups
    heard = somebody.heard + capsys.readouterr().out
    assert heard.count("These are not the third and the seventh group.") == 1
    assert "The recovery key is on paper." in heard.splitlines()[-1]


def test_whoever_ends_the_input_instead_has_a_key_that_holds(
    place: str,
    say: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    say("set-up", "--into", place, "--as", "Lena")
    monkeypatch.setattr("sys.stdin", _Gone())
    assert main(["recovery-key", "--file", place, "--as", "Lena"], no_window) == 0
    said = capsys.readouterr().out
    assert "is on paper" not in said
    monkeypatch.setenv("HUBDESK_RECOVERY_KEY", key_in(said))
    assert say("recover", "--file", place, "--as", "Lena")[0] == 0


def test_nobody_there_to_ask_names_the_variable(place: str, say: Callable[..., tuple[int, str]]) -> None:
    say("set-up", "--into", place, "--as", "Lena")
    code, said = say("recover", "--file", place, "--as", "Lena")
    assert (code, "HUBDESK_RECOVERY_KEY" in said) == (1, True)
    code, said = say("recover", "--file", place)
    assert (code, "--as" in said) == (1, True)
