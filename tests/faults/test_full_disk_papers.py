"""Papers and lists that are saved on a disk that is full, at every write."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hubdesk.base.conditions import code_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork and no limit for files there")

# One process writes each kind of file once and then forks a child for each step, whose files may be only so long.
FULL = """
import os, resource, signal, sys
from datetime import date
from pathlib import Path
from hubdesk.base.errors import FileTrouble
from hubdesk.printing import listing
from hubdesk.spreadsheets.writing import write_list

target, headings = Path(sys.argv[1]), ("Name", "Known as", "Number")
rows = [(f"Łukasz Nowak {n}", "محمد", f"{n}") for n in range(90)]

def write(to):
    if to.suffix != ".pdf":
        return write_list(to, "People", headings, rows)
    columns = tuple(listing.ListColumn(one) for one in headings)
    listing.draw(to, listing.Listing("Westcroft", "People", "people", date(2026, 11, 29), columns, rows))

write(target.with_name(f"whole{target.suffix}"))
print("ready", flush=True)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(line), resource.RLIM_INFINITY))
        try:
            write(target)
            print("done", flush=True)
        except FileTrouble as trouble:
            print(trouble.sentence, flush=True)
        except BaseException as error:
            print(repr(error), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""
STEPS = 100


@pytest.mark.slow
@pytest.mark.parametrize("name", ["people.pdf", "people.csv", "people.xlsx"])
def test_r03_a_paper_or_list_on_a_full_disk_leaves_the_one_that_was_there(name: str, tmp_path: Path) -> None:
    # Given a file from before, and how long the new one is
    target = tmp_path / name
    target.write_text("as it was")
    words = [sys.executable, "-c", FULL, str(target)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout

        def said() -> str:
            assert process.stdout
            return process.stdout.readline().strip()

        assert said() == "ready"
        whole = tmp_path / f"whole{target.suffix}"
        content = whole.read_bytes()
        whole.unlink()

        # When the disk is full at every hundredth of it
        for step in range(STEPS):
            print(len(content) * step // STEPS, file=process.stdin, flush=True)
            sentence = said()

            # Then nothing is cut, nothing half-written lies about, and the sentence says so
            assert code_of(sentence) == "HD-024", (step, sentence)
            assert "as it was" in sentence
            assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [(name, "as it was")], step

        # And with room for all of it, it is all there
        print(2 * len(content), file=process.stdin, flush=True)
        assert said() == "done"
        assert len(target.read_bytes()) == len(content)
        process.stdin.close()
