"""A new version of HubDesk backs the file up before it changes how the file is made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import hubdesk
from hubdesk.store import Store
from hubdesk.store.backup_list import backups_in
from hubdesk.store.versions import NEWEST
from tests.conftest import PASSPHRASE
from tests.hub_life import a_person

NEXT = f"""
from alembic import op

revision, down_revision, branch_labels, depends_on = "9998", "{NEWEST}", None, None


def upgrade():
    op.execute("CREATE TABLE of_the_next_version (x INTEGER)")
"""
OPEN = "import sys; from pathlib import Path; from hubdesk.store import Store; Store.open(Path(sys.argv[1]), sys.argv[2]).close()"


@pytest.mark.slow
def test_r07_a_new_version_backs_the_file_up_before_it_migrates_it(store: Store, tmp_path: Path) -> None:
    # Given a hub, and the next version of HubDesk
    a_person(store, "Nasrin Ahmadi")
    assert store.held
    path = store.held.path
    store.close()
    here = Path(hubdesk.__file__).parent
    shutil.copytree(here, tmp_path / "next" / "hubdesk", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "next" / "resources").symlink_to(here.parent / "resources")
    (tmp_path / "next" / "hubdesk" / "store" / "migrations" / "versions" / "9998_next.py").write_text(NEXT)

    # When that one opens it
    for _ in range(2):
        ran = subprocess.run(
            [sys.executable, "-c", OPEN, str(path), PASSPHRASE],
            cwd=tmp_path / "next",
            env={**os.environ, "PYTHONPATH": str(tmp_path / "next")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr

    # Then there is a backup of the old version, made once
    [made] = backups_in(path.parent / "backups").whole
    assert (made.manifest.why, made.manifest.schema, made.manifest.counts["person"]) == ("migration", NEWEST, 1)
