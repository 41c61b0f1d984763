"""Where a hub's log ended goes out with its packages and comes back with receipts, so that no desk can rewrite it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from hubdesk.base.errors import Refused
from hubdesk.store import Store
from hubdesk.store.chain import line_hash
from hubdesk.store.tables import audit
from hubdesk.store.values import unpack
from hubdesk.sync.heads import anchor_in, head_in
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.sync.network import Desk, a_network
from tests.sync.packages import body, sent_as


def rewritten(desk: Desk) -> None:
    """Every line anew, by somebody who has the key and knows how it is done."""
    with desk.store.writing_plainly() as connection:
        previous = ""
        for row in connection.execute(select(audit).order_by(audit.c.seq)).all():
            new = row._asdict() | {"by": "somebody else", "previous": previous}
            new["hash"] = previous = line_hash(new)
            connection.execute(audit.update().where(audit.c.seq == row.seq).values(**new))
    desk.store._anchoring._file = None


def test_s15_a_package_tells_that_the_log_was_rewritten(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    lead, south = a_network(new_store, tmp_path, "South")
    south.person("Amina Yusuf")
    sent = south.send()
    assert south.store.findings([anchor_in(south.store, sent)]) == []
    with pytest.raises(Refused, match="tells nothing"):
        anchor_in(lead.store, sent)
    rewritten(south)
    assert sent.name in south.store.findings([anchor_in(south.store, sent)])[0]


def test_s15_a_receipt_brings_back_what_the_lead_knows(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    lead, south = a_network(new_store, tmp_path, "South")
    south.person("Amina Yusuf")
    lead.merge(south.send())
    receipt = write_returns(lead.store, tmp_path)[0].path
    assert "holds all" in " ".join(take_return(south.store, receipt).sentences())
    rewritten(south)
    assert "check the log" in " ".join(take_return(south.store, receipt).sentences())
    assert any("a receipt told another line" in said for said in south.store.findings())


@pytest.mark.parametrize("told", [None, [], {}, {"seq": "1", "hash": "0" * 64}, {"seq": 1, "hash": "x y"}, {"seq": -1}])
def test_a_package_of_an_older_hubdesk_or_with_nonsense_is_taken_in(
    new_store: Callable[[str], Store], tmp_path: Path, told: object
) -> None:
    lead, south = a_network(new_store, tmp_path, "South")
    south.person("Amina Yusuf")
    sent = south.send()
    first, *lines, _ = body(south.store, sent).splitlines()
    header = {name: value for name, value in unpack(first).items() if name != "log"}
    if told is not None:
        header["log"] = told
    path = sent_as(south.store, tmp_path / "older.hubsync", header, lines)
    assert head_in(header) is None
    report = lead.merge(path)
    assert [one.refused for one in report.files] == [""]
    assert report.files[0].new
    write_returns(lead.store, tmp_path)
