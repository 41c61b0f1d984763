"""Guarantee 15 against those who are known: hubs, a lead and another computer whose files are well signed and mean harm."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from hubdesk.access.post_keys import PostKeys, PublicKeys
from hubdesk.base.errors import Refused
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.clock import Clock, reading_at
from hubdesk.store.tables_of_exchange import seen
from hubdesk.sync import package
from hubdesk.sync.aside import quarantined
from hubdesk.sync.correspondents import HUB, correspondents, post_of, revoke
from hubdesk.sync.epochs import epochs
from hubdesk.sync.invitation import Introduction, confirm, introduce, read_introduction, signed_by
from hubdesk.sync.machines import take_work, write_work
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.package_body import as_objects
from hubdesk.sync.returning import write_returns
from hubdesk.sync.spare_key import give_spare_key, take_spare_key
from hubdesk.sync.take_return import take_return
from tests.access.test_signing_points import SMALL
from tests.sync.network import Desk, a_network, ahead, said, sealed_for
from tests.sync.packages import body, sent_as
from tests.sync.test_sealed import refusal

NewStore = Callable[[str], Store]


def own_epoch(desk: Desk) -> str:
    with desk.store.reading_plainly() as connection:
        return next(str(one.epoch) for one in epochs(connection).values() if one.mine)


def test_an_earlier_epoch_of_the_lead_is_not_a_hubs(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    earlier = own_epoch(lead)
    lead.store.begin_epoch()
    hub.person("Amina")
    header, lines = said(hub, hub.send())
    number = str(header["ranges"][0]["epoch"])
    header["epochs"][number] = earlier
    assert "another hub" in refusal(lead, sent_as(hub.store, tmp_path / "bad.hubsync", header, lines))


def test_what_a_copied_hub_knows_of_a_restored_lead_is_heeded(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina", first_language="so")
    header, lines = said(hub, hub.send())
    lead.merge(hub.send())
    begun = own_epoch(lead)
    # Given a file that is refused, since its hub was copied, and that knows more of the lead's work than the lead does
    header["epochs"]["7"], header["seen"] = begun, {"7": 10**6}
    forked = [line.replace('"so"', '"pl"') for line in lines]

    assert "copied" in refusal(lead, sent_as(hub.store, tmp_path / "copied.hubsync", header, forked))

    assert own_epoch(lead) != begun


def test_a_hub_brings_back_nothing_of_another_hub(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina = one.person("Amina")
    lead.merge(one.send())
    one.change(Person, amina, known_as="Mina")
    header, lines = said(one, one.send())
    bad = header | {"hub": str(two.store.hub_id), "ranges": [told | {"back": True} for told in header["ranges"]]}
    assert "another hub" in refusal(lead, sent_as(two.store, tmp_path / "bad.hubsync", bad, lines))
    assert lead.get(Person, amina).known_as is None


def test_what_is_brought_back_takes_no_number_that_the_lead_is_still_to_give(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a package that brings back more of the lead's own work than there is, and writes its epoch and number oddly
    lead, hub = a_network(new_store, tmp_path, "One")
    current = own_epoch(lead)
    hub.person("Amina")
    header, lines = said(hub, hub.send())
    (range_,) = header["ranges"]
    number = str(range_["epoch"])
    header["epochs"] = {f"0{number}": current.upper()}
    header |= {"seen": {}, "ranges": [range_ | {"back": True, "from": 1, "to": 500}]}
    moved = [line.replace('"seq":', '"seq":1') if '"seq"' in line else line for line in lines if '"seen"' not in line]
    # When it is merged, then the lead goes on in numbers of its own
    assert not refusal(lead, sent_as(hub.store, tmp_path / "bad.hubsync", header, moved))
    assert own_epoch(lead) != current
    assert lead.get(Person, lead.person("Bola"))
    lead.check_whole()


def test_a_hub_that_counts_without_end_stops_no_return(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina")
    header, lines = said(hub, hub.send())
    header["ranges"][0]["to"] = 2**61
    assert not refusal(lead, sent_as(hub.store, tmp_path / "far.hubsync", header, lines))
    assert len(write_returns(lead.store, tmp_path)) == 1
    header["ranges"][0]["to"] = 2**62
    assert "damaged" in refusal(lead, sent_as(hub.store, tmp_path / "farther.hubsync", header, lines))


@pytest.mark.parametrize(("many", "taken"), [(9_000, True), (12_000, False)])
def test_a_hub_that_names_epochs_without_end_stops_no_return(
    new_store: NewStore, tmp_path: Path, many: int, *, taken: bool
) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    lead.merge(one.send())
    two.person("Amina")
    header, lines = said(two, two.send())
    header["epochs"] |= {str(number): str(uuid4()) for number in range(1000, 1000 + many)}
    assert (not refusal(lead, sent_as(two.store, tmp_path / "many.hubsync", header, lines))) == taken
    assert one.store.hub_id in [row.hub for row in write_returns(lead.store, tmp_path)]


def claiming(hub: Desk, path: Path, name: str, epoch: str, up_to: int) -> Path:
    """The same package, which also says that all its changes were made with those of an epoch up to there at hand."""
    header, lines = said(hub, path)
    number = next((int(said) for said, one in header["epochs"].items() if one == epoch), 99)
    header["epochs"][str(number)] = epoch
    place = next(n for n, line in enumerate(lines) if '"range"' in line) + 1
    mark = json.dumps({"seen": number, "after": 0, "up_to": up_to})
    return sent_as(hub.store, path.with_name(name), header, [*lines[:place], mark, *lines[place:]])


def test_nobody_knew_what_the_lead_is_still_to_enter(new_store: NewStore, tmp_path: Path) -> None:
    # Given a hub whose changes claim to know whatever the lead will ever enter
    lead, hub = a_network(new_store, tmp_path, "One")
    amina = hub.person("Amina", known_as="Mina")
    lead.merge(hub.send())
    hub.change(Person, amina, known_as="Minnie")
    sent, before = hub.send(), own_epoch(lead)
    assert "never made here" in refusal(lead, claiming(hub, sent, "bad.hubsync", before, 2**61))
    assert "never made here" in refusal(lead, claiming(hub, sent, "next.hubsync", before, _highest(lead) + 1))
    assert own_epoch(lead) == before
    # Then both values are kept until a person decides
    lead.change(Person, amina, known_as="Amy")
    lead.merge(sent)
    assert lead.conflicts == 1


def test_nobody_knew_what_another_hub_entered_long_after(new_store: NewStore, tmp_path: Path) -> None:
    # Given two hubs that both change a person, one of them three days later, and the first claims that it knew
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina = one.person("Amina", known_as="Mina")
    two.merge(one.send())
    epoch = own_epoch(two)
    one.change(Person, amina, known_as="Minnie")
    two.store.clock = Clock(reading_at(datetime.now(UTC) + timedelta(days=3)))
    two.change(Person, amina, known_as="Amy")
    lead.merge(claiming(one, one.send(), "bad.hubsync", epoch, 2**61))
    merge_packages(lead.store, [two.send()])
    merge_packages(lead.store, [], approved=[held.seal for held in quarantined(lead.store)])
    assert lead.conflicts == 1
    assert lead.get(Person, amina).known_as == "Amy"


@pytest.mark.parametrize("mark", [{"after": -1}, {"after": 2**62}, {"up_to": 0}, {"up_to": 2**62}, {"up_to": -5}])
def test_marks_that_no_machine_can_have_made_are_refused(
    new_store: NewStore, tmp_path: Path, mark: dict[str, int]
) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina")
    header, lines = said(hub, hub.send())
    header["epochs"]["99"] = str(uuid4())
    place = next(n for n, line in enumerate(lines) if '"range"' in line) + 1
    lines.insert(place, json.dumps({"seen": 99, "after": 0, "up_to": 1} | mark))
    assert "damaged" in refusal(lead, sent_as(hub.store, tmp_path / "bad.hubsync", header, lines))


def test_what_the_lead_knew_itself_nobody_tells_it(new_store: NewStore, tmp_path: Path) -> None:
    # Given a hub that brings back what the lead still has, and says that the lead had known all of the other hub
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    mine, theirs = own_epoch(lead), own_epoch(two)
    two.person("Bola")
    lead.merge(two.send())
    one.person("Amina")
    header, lines = said(one, one.send())
    header["epochs"] |= {"98": mine, "99": theirs}
    header["ranges"].append({"epoch": 98, "from": 1, "to": 1, "previous": None, "back": True})
    lines += [json.dumps(line) for line in ({"range": 98}, {"seen": 99, "after": 0, "up_to": 2**61})]
    assert not refusal(lead, sent_as(one.store, tmp_path / "bad.hubsync", header, lines))
    with lead.store.reading_plainly() as connection:
        held = connection.scalars(select(seen.c.up_to).where(seen.c.epoch == lead.store.epoch)).all()
    assert max(held) < 2**61


@pytest.mark.parametrize("forged", [False, True])
def test_what_the_lead_never_signed_is_not_brought_back_as_its_own(
    new_store: NewStore, tmp_path: Path, *, forged: bool
) -> None:
    # Given a hub that tells of a decision of the lead's in an epoch that nobody knows, with or without a proof of its own
    lead, hub = a_network(new_store, tmp_path, "One")
    amina = hub.person("Amina")
    lead.merge(hub.send())
    hub.change(Person, amina, phone="07700900001")
    header, lines = said(hub, hub.send())
    unknown = str(uuid4())
    header["epochs"]["99"] = unknown
    header["ranges"].append({"epoch": 99, "from": 1, "to": 1, "previous": None, "back": True})
    if forged:
        proof = {"hubdesk": "own work", "epochs": {unknown: 5}}
        header["proofs"] = ["x", {"epochs": 7}, proof, signed_by(hub.store.post_keys, proof)]
    renamed = json.loads(lines[-1]) | {"seq": 1, "after": {"full_name": "Somebody else"}, "over": {}}
    made = {"operation": str(uuid4()), "clock": reading_at(datetime.now(UTC)), "title": ""}
    lines += [json.dumps(line) for line in ({"range": 99}, made, renamed)]
    # When it is merged, then the hub's own change is taken in, and the other is named and left out
    report = lead.merge(sent_as(hub.store, tmp_path / "bad.hubsync", header, lines))
    assert any("without your signature" in sentence for sentence in report.sentences())
    held = lead.get(Person, amina)
    assert (held.full_name, held.phone) == ("Amina", "07700900001")


def test_a_return_with_another_change_under_a_number_of_this_hub_is_refused(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a return that was written for the other copy of this hub's file
    lead, hub = a_network(new_store, tmp_path, "One")
    amina = hub.person("Amina", known_as="Mina")
    lead.merge(hub.send())
    lead.change(Person, amina, known_as="Amy")
    (returned,) = write_returns(lead.store, tmp_path, whole=True)
    lines = body(hub.store, returned.path).splitlines()
    place = next(n for n, line in enumerate(lines) if str(amina) in line and '"add"' in line)
    named = next(n for n in range(place, 0, -1) if '"operation"' in lines[n])
    lines[named] = json.dumps(json.loads(lines[named]) | {"operation": str(uuid4())})
    # When it is taken in, then it is named and nothing of it is
    with pytest.raises(Refused, match="was copied, and both copies went on"):
        take_return(hub.store, sealed_for(hub, lead.store, tmp_path / "bad", package.RETURN, lines))
    assert hub.get(Person, amina).known_as == "Mina"
    # And the one that was written for this copy is taken in
    take_return(hub.store, returned.path)
    assert hub.get(Person, amina).known_as == "Amy"


def test_a_receipt_for_the_other_copy_of_a_file_counts_for_nothing(new_store: NewStore, tmp_path: Path) -> None:
    # Given a receipt for as many changes as this copy has, by a lead that knows another line of the log
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina")
    lead.merge(hub.send())
    (returned,) = write_returns(lead.store, tmp_path)
    header, *lines = body(hub.store, returned.path).splitlines()
    told = json.loads(header)
    told["logs"] = {epoch: {"seq": one["seq"], "hash": "0" * 64} for epoch, one in told["logs"].items()}
    # When it is taken in, then all goes with the next package again, and the lead will see the fork
    report = take_return(
        hub.store,
        sealed_for(hub, lead.store, tmp_path / "bad", package.RETURN, [json.dumps(told), *lines]),
    )
    assert "check the log" in report.alarm
    assert report.unsent == _highest(hub)
    assert said(hub, hub.send())[0]["ranges"][0]["from"] == 1


def _highest(desk: Desk) -> int:
    with desk.store.reading_plainly() as connection:
        return next(one.highest for one in epochs(connection).values() if one.mine)


@pytest.mark.parametrize("holds", [package.RETURN, package.SIBLING])
def test_what_is_written_while_a_clock_runs_far_ahead_is_not_taken_until_that_is_right(
    new_store: NewStore, tmp_path: Path, holds: str
) -> None:
    # Given what the lead, or the other computer, writes while its clock is three days ahead
    lead, hub = a_network(new_store, tmp_path, "One")
    lead.merge(hub.send())
    writer = lead if holds == package.RETURN else hub
    ahead(writer)
    takes = take_return if holds == package.RETURN else take_work

    def written(day: datetime) -> Path:
        made = write_returns(lead.store, tmp_path)[0].path if writer is lead else write_work(hub.store, tmp_path).path
        header, lines = said(hub, made)
        header["made_at"] = day.isoformat()
        end = json.dumps({"end": {"lines": len(lines)}})
        return sealed_for(hub, writer.store, tmp_path / f"{day:%j}", holds, [json.dumps(header), *lines, end])

    # Then it is refused
    with pytest.raises(Refused, match="Set right whichever is wrong"):
        takes(hub.store, written(datetime.now(UTC) + timedelta(days=3)))
    # And once that clock is right, it is taken in, though its readings still run ahead
    takes(hub.store, written(datetime.now(UTC)))


def test_an_answer_takes_no_other_hubs_place(new_store: NewStore, tmp_path: Path) -> None:
    # Given an admitted hub that answers again, under its own name and words, but as another hub or as the lead's own
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    mine = read_introduction(introduce(one.store, HUB, tmp_path), HUB)
    confirm(lead.store, mine, " ".join(mine.words))
    new = PostKeys.new().public
    before = correspondents(lead.store)
    assert two.store.hub_id
    assert one.store.hub_id
    assert lead.store.hub_id
    other = next(row for row in before if row.hub_id == two.store.hub_id)
    tried: tuple[tuple[UUID, PublicKeys, str], ...] = (
        (two.store.hub_id, new, "mixed up"),
        (two.store.hub_id, mine.keys, "mixed up"),
        (one.store.hub_id, other.keys, "mixed up"),
        (lead.store.hub_id, new, "your own hub"),
    )
    for hub_id, keys, why in tried:
        bad = Introduction(HUB, hub_id, "One", keys)
        with pytest.raises(Refused, match=why):
            confirm(lead.store, bad, " ".join(bad.words))
    assert correspondents(lead.store) == before
    # When a person takes the other's keys back first, then it is their decision
    revoke(lead.store, other.id)
    taken = Introduction(HUB, two.store.hub_id, "Two, as it is called now", new)
    confirm(lead.store, taken, " ".join(taken.words))
    assert post_of(lead.store).hub(two.store.hub_id) == new


def test_keys_to_which_nothing_can_be_sealed_are_not_taken(new_store: NewStore, tmp_path: Path) -> None:
    _, hub = a_network(new_store, tmp_path, "One")
    path = introduce(hub.store, HUB, tmp_path)
    written = json.loads(path.read_bytes())
    weak = PublicKeys(hub.store.post_keys.public.verifies, bytes(32))
    path.write_text(json.dumps(signed_by(hub.store.post_keys, written | {"keys": weak.as_text()})), encoding="utf-8")
    with pytest.raises(Refused, match="no invitation or answer"):
        read_introduction(path, HUB)


@pytest.mark.parametrize("key", SMALL.values(), ids=SMALL)
def test_keys_that_anybody_can_sign_with_are_not_taken(new_store: NewStore, tmp_path: Path, key: bytes) -> None:
    _, hub = a_network(new_store, tmp_path, "One")
    path = introduce(hub.store, HUB, tmp_path)
    weak = PublicKeys(key, hub.store.post_keys.public.seals)
    forged = base64.b64encode((1).to_bytes(32, "little") + bytes(32)).decode()
    written = json.loads(path.read_bytes()) | {"keys": weak.as_text(), "signature": forged}
    path.write_text(json.dumps(written), encoding="utf-8")
    with pytest.raises(Refused, match="no invitation or answer"):
        read_introduction(path, HUB)


@pytest.mark.parametrize("made", ["", "x", 7, None, "2026-13-45", "\ud800"])
def test_a_spare_key_without_a_day_is_not_kept(new_store: NewStore, tmp_path: Path, made: Any) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    path = give_spare_key(hub.store, tmp_path)
    written = json.loads(path.read_bytes())
    path.write_text(json.dumps(signed_by(hub.store.post_keys, written | {"made_at": made})), encoding="utf-8")
    with pytest.raises(Refused, match="no spare key"):
        take_spare_key(lead.store, path)


@pytest.mark.parametrize("lines", [b'{"a":1}{"b":2}\n', b'{"a":1}\n\n{"b":2}\n', b'{"a":\n1}\n', b"  \n"])
def test_guarantee_15_lines_that_are_no_object_each_are_refused_wherever_a_piece_ends(lines: bytes) -> None:
    with pytest.raises(Refused):
        as_objects(lines)
