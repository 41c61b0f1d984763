"""The functions that work without a window, in a process where Qt cannot be imported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from hubdesk.access.key_file import slots_path
from hubdesk.cli import main
from hubdesk.demo.files import DEMO_PASSPHRASE
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from tests.conftest import PASSPHRASE, QUICK, no_window

ROOT = Path(__file__).resolve().parents[1]
WITHOUT_QT = """
import sys

for name in ("PySide6", "shiboken6"):
    sys.modules[name] = None
from hubdesk.__main__ import main

sys.exit(any(main(words.split()) for words in sys.argv[1:]))
"""


def hubdesk(folder: Path, *commands: str, passphrase: str = DEMO_PASSPHRASE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *commands],
        cwd=folder,
        env={**os.environ, "HUBDESK_PASSPHRASE": passphrase, "HOME": str(folder), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        check=False,
    )


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which a day's work was done."""
    folder = tmp_path_factory.mktemp("day")
    ran = hubdesk(folder, "demo-day demo-day")
    assert ran.returncode == 0, ran.stderr
    assert not ran.stderr
    return folder / "demo-day"


@pytest.mark.slow
def test_a_day_leaves_its_papers_their_pictures_and_a_package(day: Path) -> None:
    papers = {path.stem for path in day.glob("*.pdf")}
    assert len(papers) >= 3
    assert papers == {path.stem.removesuffix("-1") for path in day.glob("*-1.png")}
    assert len(list(day.glob("*.hubsync"))) == 1


@pytest.mark.slow
def test_each_command_works_without_qt(day: Path, tmp_path: Path) -> None:
    hub, network = day / "hub/westcroft.hubdesk", day / "hub/network.hubdesk"
    (package,) = day.glob("*.hubsync")
    ran = hubdesk(
        tmp_path,
        f"list --file {hub} person nasrin",
        f"spreadsheet --file {hub} person people.xlsx",
        f"spreadsheet --file {hub} course courses.csv --special",
        f"import --file {hub} course courses.csv --rehearse",
        f"import --file {hub} course courses.csv",
        f"print --file {hub} register --target papers/today",
        f"print --file {hub} course --target papers --large",
        f"export --file {hub} out/dry --dry-run",
        f"export --file {hub} out/real",
        f"inspect --file {network} {package}",
        f"merge --into {network} {package} --returns returns",
        f"return --file {network} returns/again",
    )
    assert ran.returncode == 0, ran.stderr
    (receipt,) = (tmp_path / "returns").glob("*westcroft*")
    assert hubdesk(tmp_path, f"receive --file {hub} {receipt}").returncode == 0
    assert not (tmp_path / "out/dry").exists()
    assert {path.suffix for path in tmp_path.rglob("*.*") if path.is_file()} == {
        ".csv", ".hubreturn", ".hubsync", ".pdf", ".xlsx",
    }  # fmt: skip


def test_a_paper_of_one_person_does_not_take_the_place_of_anothers(tmp_path: Path) -> None:
    path = tmp_path / "hub.hubdesk"
    store = Store.create(path, PASSPHRASE, QUICK)
    with store.operation("Add two") as session:
        session.add_all([Person(full_name="Nasrin Ahmadi"), Person(full_name="Hamid Rahimi")])
    store.close()

    said = [f"print --file {path} learning-record {name} --target papers" for name in ("Nasrin Ahmadi", "Hamid Rahimi")]
    ran = hubdesk(tmp_path, *said, passphrase=PASSPHRASE)

    assert ran.returncode == 0, ran.stderr
    first, second = sorted((tmp_path / "papers").iterdir(), key=lambda one: len(one.name))
    assert second.name == f"{first.stem}-2.pdf"
    assert "Nasrin" in pypdf.PdfReader(first).pages[0].extract_text()
    assert "Hamid" in pypdf.PdfReader(second).pages[0].extract_text()


def test_whoever_reads_may_stop_early(tmp_path: Path) -> None:
    path = tmp_path / "hub.hubdesk"
    store = Store.create(path, PASSPHRASE, QUICK)
    with store.operation("Add many") as session:
        session.add_all([Person(full_name=f"Ayşe Yılmaz {n}", email=f"{n}@{'e' * 50}.example") for n in range(2000)])
    store.close()
    with subprocess.Popen(
        [sys.executable, "-m", "hubdesk", "list", "--file", str(path), "person"],
        env={**os.environ, "HUBDESK_PASSPHRASE": PASSPHRASE, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    ) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


@pytest.mark.parametrize(
    "locale", [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_names_of_every_script_are_written_on_any_computer(tmp_path: Path, locale: dict[str, str]) -> None:
    path = tmp_path / "hub.hubdesk"
    store = Store.create(path, PASSPHRASE, QUICK)
    with store.operation("Add") as session:
        session.add(Person(full_name="Łukasz Wójcik 王芳 ميساء"))
    store.close()
    ran = subprocess.run(
        [sys.executable, "-m", "hubdesk", "list", "--file", str(path), "person"],
        env={**os.environ, **locale, "HUBDESK_PASSPHRASE": PASSPHRASE, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "Łukasz Wójcik 王芳 ميساء" in ran.stdout.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize(("into", "code", "said"), [(">/dev/full", 1, "could not be written"), (">&-", 0, "")])
def test_whoever_is_told_on_a_full_disk_or_nowhere_hears_of_it_calmly(
    store: Store, tmp_path: Path, into: str, code: int, said: str
) -> None:
    store.close()
    words = f'"{sys.executable}" -m hubdesk people --file "{tmp_path / "hub.hubdesk"}" {into}'
    env = {**os.environ, "HUBDESK_PASSPHRASE": PASSPHRASE, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(["sh", "-c", words], env=env, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (code, 1 if said else 0), ran.stderr
    assert said in ran.stderr
    assert "None" not in ran.stderr


@pytest.mark.slow
def test_a_demo_takes_the_place_of_an_earlier_one(day: Path, tmp_path: Path) -> None:
    # Given an earlier demo, from which a power cut left SQLite's own files
    hub = shutil.copytree(day / "hub", tmp_path / "hub")
    (hub / "jnr8.hubdesk-wal").write_bytes(b"left over")
    before = (hub / "westcroft.hubdesk.keys").read_bytes()

    # When it is built again
    ran = hubdesk(tmp_path, "demo hub")

    # Then it is another one, whole
    assert ran.returncode == 0, ran.stderr
    assert (hub / "westcroft.hubdesk.keys").read_bytes() != before
    assert hubdesk(tmp_path, "list --file hub/jnr8.hubdesk person").returncode == 0
    assert len(list((hub / "packages").glob("*.hubsync"))) == 3


def test_the_demo_never_removes_somebodys_own_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Given a hub's own file of the same name, and packages beside it
    path = tmp_path / "westcroft.hubdesk"
    Store.create(path, "their own passphrase", QUICK).close()
    package = tmp_path / "packages/westcroft.hubsync"
    package.parent.mkdir()
    package.write_bytes(b"theirs")
    before = path.read_bytes()

    # When the demo is to be built there
    code = main(["demo", str(tmp_path)], no_window)

    # Then it says no, and all is as it was
    assert code == 1
    assert "not of the demo" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert slots_path(path).exists()
    assert package.exists()


def test_a_demo_that_is_open_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Given the demo, open in a window
    path = tmp_path / "westcroft.hubdesk"
    store = Store.create(path, DEMO_PASSPHRASE, QUICK)

    # When it is to be built and opened again
    code = main(["demo", str(tmp_path), "--open"], no_window)

    # Then the open one is left alone, and no second window comes
    store.close()
    assert code == 1
    assert "open already" in capsys.readouterr().err
    Store.open(path, DEMO_PASSPHRASE).close()


@pytest.mark.parametrize(
    "words",
    [
        "demo nowhere/at/all",
        "spreadsheet --file {hub} course nowhere/courses.csv",
        "print --file {hub} course --target nowhere/papers",
        "export --file {hub} nowhere/out",
        "import --file {hub} course nowhere.csv",
        "receive --file {hub} nowhere.hubreturn",
        "list --file nowhere.hubdesk course",
        "merge --into postgresql://localhost:1/nowhere nowhere.hubsync",
    ],
)
def test_what_cannot_be_reached_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    # Given a hub, and a file where a folder is wanted
    hub = tmp_path / "hub.hubdesk"
    Store.create(hub, DEMO_PASSPHRASE, QUICK).close()
    monkeypatch.setenv("HUBDESK_PASSPHRASE", DEMO_PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    Path("nowhere").touch()

    # When a command names a place that is not there
    code = main(words.format(hub=hub).split(), no_window)

    # Then it says so
    assert code == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.slow
def test_without_anybody_to_ask_it_names_the_variable(tmp_path: Path) -> None:
    ran = hubdesk(tmp_path, "list --file hub.hubdesk course", passphrase="")
    assert ran.returncode == 1
    assert "HUBDESK_PASSPHRASE" in ran.stderr.splitlines()[-1]
    assert "Traceback" not in ran.stderr


@pytest.mark.slow
def test_s17_a_hub_and_its_new_lead_get_to_know_each_other_and_a_file_that_is_refused_is_told(tmp_path: Path) -> None:
    # Given the demo, a new network, and a file that is no package
    ran = hubdesk(tmp_path, "demo hub", "set-up --into new.hubdesk --as Lena --network Leeds")
    assert ran.returncode == 0, ran.stderr
    (tmp_path / "bad.hubsync").write_bytes(b"not a package")

    # When the lead invites, the hub answers and is admitted, each by the six words that the other reads out
    words = _last_words(hubdesk(tmp_path, "invite --file new.hubdesk post"))
    (invitation,) = (tmp_path / "post").glob("*.hubinvite")
    hub = "--file hub/westcroft.hubdesk"
    wrong = hubdesk(tmp_path, f"accept {hub} {invitation} --answer post --words abacus")
    theirs = _last_words(hubdesk(tmp_path, f"accept {hub} {invitation} --answer post --words {words}"))
    (answered,) = (tmp_path / "post").glob("*.hubanswer")
    admitted = hubdesk(tmp_path, f"admit --file new.hubdesk {answered} --words {theirs}")

    # Then the hub's package is taken there, what is no package is told, and wrong words did nothing
    assert wrong.returncode == 1
    assert "not the six words" in wrong.stderr
    assert admitted.returncode == 0, admitted.stderr
    assert hubdesk(tmp_path, f"export {hub} out --whole").returncode == 0
    (sent,) = (tmp_path / "out").glob("*.hubsync")
    merged = hubdesk(tmp_path, f"merge {sent} bad.hubsync --into new.hubdesk")
    assert merged.returncode == 1
    assert "bad.hubsync: not taken in." in merged.stdout
    people = hubdesk(tmp_path, f"list {hub} person").stdout.count("\n")
    assert people >= 200
    assert hubdesk(tmp_path, "list --file new.hubdesk person").stdout.count("\n") == people

    # And nothing more once its keys are taken back
    assert "Westcroft" in hubdesk(tmp_path, "keys --file new.hubdesk").stdout
    gone = hubdesk(tmp_path, "revoke --file new.hubdesk Westcroft Community Centre")
    assert gone.returncode == 0, gone.stderr
    assert "no longer hold" in hubdesk(tmp_path, f"merge {sent} --into new.hubdesk").stdout


def _last_words(ran: subprocess.CompletedProcess[str]) -> str:
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()[-1].split(": ")[1].replace(" ", "-")


@pytest.mark.parametrize("lines", ["0", "-5", "ten", "9" * 30])
def test_only_a_number_of_lines_that_can_be_meant_is_taken(lines: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["log", "--file", "hub.hubdesk", f"--lines={lines}"], no_window)
    assert ended.value.code == 2
    assert "from 1 to 1,000,000" in capsys.readouterr().err


def test_a_command_that_nobody_is_there_to_answer_says_only_what_to_do(store: Store, tmp_path: Path) -> None:
    store.close()
    ran = hubdesk(tmp_path, f"list person --file {tmp_path / 'hub.hubdesk'}", passphrase="")
    assert ran.returncode == 1
    assert ran.stderr == "Nobody is here to ask. Give the passphrase as HUBDESK_PASSPHRASE.\n"
