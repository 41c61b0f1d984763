"""T14: a recovery key that the lead keeps for a hub opens the hub's file, and nothing does so sooner or elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hubdesk.access.post_keys import PostKeys
from hubdesk.access.recovery import new_code
from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.sync.correspondents import LEAD, correspondents, revoke
from hubdesk.sync.invitation import confirm, introduce, own_words, read_introduction
from hubdesk.sync.spare_key import give_spare_key, show_spare_key, spare_key, take_spare_key
from tests.conftest import PASSPHRASE
from tests.sync.network import a_network

NewStore = Callable[[str], Store]
OWN = "seven green umbrellas"


def recovered(path: Path, code: str) -> Store:
    return Store.recover(path, code, "Manager", OWN)


def test_t14_a_hub_whose_manager_is_gone_is_opened_by_the_spare_key_of_its_lead(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a spare key that a hub gave its lead, and a printed one beside it
    lead, hub = a_network(new_store, tmp_path, "One")
    amina = hub.person("Amina")
    printed = hub.store.accounts.new_recovery_key()
    file = give_spare_key(hub.store, tmp_path)
    assert hub.store.hub_id
    assert hub.store.held
    path = hub.store.held.path
    take_spare_key(lead.store, file)
    assert spare_key(lead.store, hub.store.hub_id)
    hub_id = hub.store.hub_id
    # When somebody is let in and removed, so that the hub's keys change, and the hub then loses its passphrase
    hub.store.accounts.add("Bola", Role.RECEPTION)
    bola = next(one for one in hub.store.accounts.all() if one.name == "Bola")
    hub.store.accounts.remove(bola.id)
    hub.store.close()
    # Then what the lead reads out opens it, and so does the printed one
    code = show_spare_key(lead.store, hub_id)
    store = recovered(path, code)
    with store.reading() as session:
        assert session.get_one(Person, amina).full_name == "Amina"
    store.close()
    recovered(path, printed).close()


def test_t14_only_the_lead_reads_it_and_that_it_did_stands_in_the_log(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    file = give_spare_key(one.store, tmp_path)
    with pytest.raises(Refused, match="no spare key"):
        take_spare_key(two.store, file)
    take_spare_key(lead.store, file)
    assert one.store.hub_id
    code = show_spare_key(lead.store, one.store.hub_id)
    assert code not in file.read_text(encoding="utf-8")
    with lead.store.reading_plainly() as connection:
        what = connection.exec_driver_sql("SELECT what FROM audit ORDER BY seq DESC LIMIT 2").scalars().all()
    assert list(what) == ["spare_key_shown", "spare_key_taken"]
    assert lead.store.findings() == []
    with pytest.raises(Refused, match="No spare key"):
        show_spare_key(lead.store, two.store.hub_id or one.store.hub_id)


def test_t14_an_earlier_one_opens_nothing_any_more(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    codes = []
    for _ in range(2):
        take_spare_key(lead.store, give_spare_key(hub.store, tmp_path))
        assert hub.store.hub_id
        codes.append(show_spare_key(lead.store, hub.store.hub_id))
    assert hub.store.held
    path = hub.store.held.path
    hub.store.close()
    with pytest.raises(Refused, match="not the recovery key"):
        recovered(path, codes[0])
    recovered(path, codes[1]).close()


@pytest.mark.parametrize("how", ["revoked", "replaced"])
def test_t14_it_ends_with_the_keys_of_the_lead(new_store: NewStore, tmp_path: Path, how: str) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    take_spare_key(lead.store, give_spare_key(hub.store, tmp_path))
    assert hub.store.hub_id
    assert hub.store.held
    code, path = show_spare_key(lead.store, hub.store.hub_id), hub.store.held.path
    if how == "revoked":
        (known,) = (one for one in correspondents(hub.store) if one.what == LEAD)
        revoke(hub.store, known.id)
    else:
        lead.store.set_setting("post_keys", PostKeys.new().as_text())
        invitation = read_introduction(introduce(lead.store, LEAD, tmp_path), LEAD)
        confirm(hub.store, invitation, " ".join(own_words(lead.store)))
        with pytest.raises(Refused, match="no longer have"):
            show_spare_key(lead.store, hub.store.hub_id)
    hub.store.close()
    with pytest.raises(Refused, match="not the recovery key"):
        recovered(path, code)
    Store.open(path, PASSPHRASE).close()


def test_t14_a_forged_one_is_not_kept(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    file = give_spare_key(one.store, tmp_path)
    said = json.loads(file.read_text(encoding="utf-8"))
    other = json.loads(give_spare_key(two.store, tmp_path).read_text(encoding="utf-8"))
    for name, value in (("sealed", other["sealed"]), ("hub", other["hub"]), ("signature", other["signature"])):
        file.write_text(json.dumps(said | {name: value}), encoding="utf-8")
        with pytest.raises(Refused, match="no spare key"):
            take_spare_key(lead.store, file)
    for rubbish in (b"", b"{}", b"\xff\xfe", b"[" * 60_000, new_code().encode()):
        file.write_bytes(rubbish)
        with pytest.raises(Refused, match="no spare key"):
            take_spare_key(lead.store, file)


def test_t14_where_a_new_one_cannot_be_written_the_earlier_one_still_opens(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    take_spare_key(lead.store, give_spare_key(hub.store, tmp_path))
    assert hub.store.hub_id
    assert hub.store.held
    code, path = show_spare_key(lead.store, hub.store.hub_id), hub.store.held.path
    with pytest.raises(Refused):
        give_spare_key(hub.store, tmp_path / "not there")
    hub.store.close()
    recovered(path, code).close()


def test_t14_it_ends_also_where_taking_the_leads_keys_back_breaks_off(
    new_store: NewStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    take_spare_key(lead.store, give_spare_key(hub.store, tmp_path))
    assert hub.store.hub_id
    assert hub.store.held
    code, path = show_spare_key(lead.store, hub.store.hub_id), hub.store.held.path
    (known,) = (one for one in correspondents(hub.store) if one.what == LEAD)
    monkeypatch.setattr("hubdesk.sync.correspondents.append", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        revoke(hub.store, known.id)
    hub.store.close()
    with pytest.raises(Refused, match="not the recovery key"):
        recovered(path, code)
