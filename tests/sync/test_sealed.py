"""Guarantee 15: nothing is taken from a file that was changed, is for somebody else, or was signed by nobody known here."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from hubdesk.access.post_keys import PostKeys
from hubdesk.access.six_words import are_the_words, six_words
from hubdesk.base.errors import Refused
from hubdesk.records.people.person import Person
from hubdesk.store import Store, restoring
from hubdesk.sync import correspondents, package
from hubdesk.sync.correspondents import HUB, LEAD, OwnPost, post_of, revoke
from hubdesk.sync.epochs import epochs
from hubdesk.sync.invitation import confirm, introduce, own_words, read_introduction
from hubdesk.sync.machines import write_work
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.conftest import PASSPHRASE
from tests.sync.network import Desk, a_network
from tests.sync.packages import body, raw, sealed_anew, sent_as
from tests.sync.test_merge_desk import dump

NewStore = Callable[[str], Store]
LONG = bool(os.environ.get("HUBDESK_LONG"))
MUTATIONS = 10_000 if LONG else 300
SENSELESS = 10_000 if LONG else 300
BOMBS = 200 if LONG else 10
SEED = int(os.environ.get("HUBDESK_SEED", "20261130"))


def refusal(lead: Desk, path: Path) -> str:
    [said] = merge_packages(lead.store, [path]).files
    return said.refused


def test_t02_guarantee_15_a_package_is_read_by_nobody_but_its_lead_and_its_hub(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    one.person("Zephyrine Canary", email="canary@example.org")
    sent = one.send()
    assert b"anary" not in sent.read_bytes()
    assert "Zephyrine Canary" in body(lead.store, sent)
    assert "Zephyrine Canary" in body(one.store, sent)
    with pytest.raises(Refused, match="sealed for somebody else"):
        package.check(package.opener(sent), package.CHANGES, post_of(two.store))
    lead.merge(sent)
    returns = {one.hub: one.path for one in write_returns(lead.store, tmp_path)}
    assert one.store.hub_id
    with pytest.raises(Refused, match="sealed for somebody else"):
        take_return(two.store, returns[one.store.hub_id])
    work = write_work(one.store, tmp_path).path
    assert b"anary" not in work.read_bytes()


def test_t02_guarantee_15_no_part_of_a_package_lies_on_the_disk_unsealed(
    new_store: NewStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, hub = a_network(new_store, tmp_path, "One")
    hub.person("Zephyrine Canary")

    def killed(self: Path, target: Path) -> Path:
        raise OSError

    monkeypatch.setattr(Path, "replace", killed)
    monkeypatch.setattr(Path, "unlink", lambda self, missing_ok=False: None)
    with pytest.raises(Refused):
        hub.send()
    left = list(hub.folder.glob("*.part"))
    assert left
    assert [path for path in left if b"anary" in path.read_bytes()] == []


def test_guarantee_15_who_is_unknown_or_revoked_or_another_hub_is_refused_with_the_reason(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina = one.person("Amina")
    sent = one.send()
    header, *lines, _ = body(one.store, sent).splitlines()
    said: dict[str, Any] = json.loads(header)
    # a stranger who has the lead's public keys
    stranger = tmp_path / "stranger.hubsync"
    package.write(stranger, package.CHANGES, said, iter(lines), PostKeys.new(), post_of(one.store).leads())
    assert "not known here" in refusal(lead, stranger)
    # another hub in this one's name, and with this one's numbers in its own
    assert "damaged" in refusal(lead, sent_as(two.store, tmp_path / "in-its-name.hubsync", said, lines))
    lead.merge(one.send())
    own = said | {"hub": str(two.store.hub_id)}
    assert "another hub" in refusal(lead, sent_as(two.store, tmp_path / "its-numbers.hubsync", own, lines))
    assert lead.get(Person, amina)
    # the lead's own numbers, given out as a hub's
    with lead.store.reading_plainly() as connection:
        mine = next(str(row.epoch) for row in epochs(connection).values() if row.mine)
    numbers = said | {"epochs": dict.fromkeys(said["epochs"], mine)}
    assert "another hub" in refusal(lead, sent_as(one.store, tmp_path / "leads-numbers.hubsync", numbers, lines))
    # a hub whose keys were taken back
    (gone,) = (row for row in correspondents.correspondents(lead.store) if row.hub_id == one.store.hub_id)
    revoke(lead.store, gone.id)
    one.person("Late")
    assert "no longer hold" in refusal(lead, one.send())
    assert [row.name for row in write_returns(lead.store, tmp_path)] == []


def test_guarantee_15_a_sealed_file_is_not_passed_on_as_written_to_another(new_store: NewStore, tmp_path: Path) -> None:
    # Given two leads that a hub once sent to, and a body that the first opened
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina")
    sent = hub.send()
    victim = PostKeys.new()
    # When it seals the same signed body to the other lead
    forged = tmp_path / "forged.hubsync"
    sealed_anew(lead.store.post_keys, sent, forged, victim)
    # Then the signature does not hold for it
    with pytest.raises(Refused, match="damaged"):
        package.check(package.opener(forged), package.CHANGES, OwnPost(victim, post_of(lead.store).known))


def test_r05_guarantee_15_mutated_packages_are_refused_and_nothing_is_written(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    for number in range(30):
        hub.person(f"Person {number}", email=f"person{number}@example.org")
    whole, bad = hub.send().read_bytes(), tmp_path / "bad.hubsync"
    before, chance = _dump(lead.store), random.Random(SEED)
    for _ in range(MUTATIONS):
        bad.write_bytes(_mutated(whole, chance))
        assert refusal(lead, bad)
    assert _dump(lead.store) == before


def test_r05_guarantee_15_well_sealed_packages_of_bad_content_are_refused_or_change_nothing(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina", date_of_birth=None)
    hub.change(Person, hub.person("Bola"), known_as="B")
    header, *lines, end = body(hub.store, hub.send()).splitlines()
    before, chance = _dump(lead.store), random.Random(SEED)
    bad = tmp_path / "bad.hubsync"
    refused = 0
    for _ in range(SENSELESS):
        content = [header, *lines, end]
        place = chance.randrange(len(content))
        content[place] = _senseless(content[place], chance)
        raw(hub.store, bad, (f"{line}\n".encode() for line in content))
        [tried] = merge_packages(lead.store, [bad], dry_run=True).files
        # What a careless hub could have meant is taken; here it only is tried, so that each next one meets the same.
        if tried.refused:
            assert refusal(lead, bad) == tried.refused
            refused += 1
    assert _dump(lead.store) == before
    assert refused > SENSELESS // 3
    lead.check_whole()


@pytest.mark.parametrize(
    ("name", "value"),
    [("made_at", "\ud800"), ("hub", {"a": 1}), ("hub_name", ["x"]), ("network", 7), ("hubdesk", None)],
)
def test_guarantee_15_a_header_that_says_nonsense_stops_no_other_file(
    new_store: NewStore, tmp_path: Path, name: str, value: object
) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    header, *lines, end = body(one.store, one.send()).splitlines()
    said = json.dumps(json.loads(header) | {name: value})
    bad = raw(one.store, tmp_path / "bad.hubsync", (f"{line}\n".encode() for line in (said, *lines, end)))
    amina = two.person("Amina")
    report = lead.merge(bad, two.send())
    assert report.files[1].refused == ""
    assert lead.get(Person, amina)


def test_r05_guarantee_15_bombs_stay_within_memory(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    header = body(hub.store, hub.send()).splitlines()[0].encode() + b"\n"
    chance = random.Random(SEED)
    paths = [raw(hub.store, tmp_path / f"bomb-{n}.hubsync", _bomb(header, chance)) for n in range(BOMBS)]
    assert lead.store.held
    path = lead.store.held.path
    lead.store.close()
    ran = subprocess.run(
        [sys.executable, "-c", _MERGES_AND_TELLS, str(path), PASSPHRASE, *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
    )
    refused, mebibytes = map(int, ran.stdout.split())
    assert refused == BOMBS
    assert mebibytes < 300


def test_the_keys_are_the_same_in_every_copy_of_a_file(store: Store, tmp_path: Path) -> None:
    keys = store.post_keys.public
    assert store.held
    path = store.held.path
    made = store.back_up("asked", always=True)
    assert made
    store.close()
    restoring.restore(made.path, path, lambda part: restoring.keys_of(part, PASSPHRASE), now=datetime.now(UTC))
    again = Store.open(path, PASSPHRASE)
    try:
        assert again.post_keys.public == keys
    finally:
        again.close()


def test_six_words_are_told_however_they_are_typed() -> None:
    keys = PostKeys.new().public
    words = six_words(keys)
    assert len(words) == 6
    assert are_the_words("  ".join(words).upper(), keys)
    assert are_the_words("-".join(words), keys)
    assert not are_the_words(" ".join(reversed(words)), keys) or words == words[::-1]
    assert not are_the_words(" ".join(words[:5]), keys)
    assert not are_the_words("", keys)
    assert six_words(PostKeys.new().public) != words


def test_a_changed_key_needs_its_words_and_ends_the_one_before(new_store: NewStore, tmp_path: Path) -> None:
    # Given a hub that knows its lead, which then begins anew with other keys
    lead, hub = a_network(new_store, tmp_path, "One")
    old = lead.store.post_keys.public
    lead.store.set_setting("post_keys", PostKeys.new().as_text())
    invitation = read_introduction(introduce(lead.store, LEAD, tmp_path), LEAD)
    # When its words are wrong, then nothing changes; when they are right, the new keys hold alone
    with pytest.raises(Refused, match="not the six words"):
        confirm(hub.store, invitation, " ".join(six_words(old)))
    assert post_of(hub.store).leads() == [old]
    confirm(hub.store, invitation, " ".join(own_words(lead.store)))
    assert post_of(hub.store).leads() == [lead.store.post_keys.public]
    assert [one.ended is None for one in post_of(hub.store).known] == [True, False]


def test_after_a_theft_a_hub_takes_other_keys_and_answers_anew(new_store: NewStore, tmp_path: Path) -> None:
    # Given a hub that takes other keys, as somebody may have its old ones
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina")
    stolen, old = hub.send(), hub.store.post_keys.public
    hub.store.renew_post_keys()
    assert hub.store.post_keys.public != old
    # Then nothing is taken from it until its new answer is, by its new words
    assert "not known here" in refusal(lead, hub.send())
    answer = read_introduction(introduce(hub.store, HUB, tmp_path), HUB)
    with pytest.raises(Refused, match="not the six words"):
        confirm(lead.store, answer, " ".join(six_words(old)))
    confirm(lead.store, answer, " ".join(own_words(hub.store)))
    assert refusal(lead, hub.send()) == ""
    assert "no longer hold" in refusal(lead, stolen)
    assert hub.store.findings() == []


def test_an_introduction_that_was_changed_on_its_way_is_refused(new_store: NewStore, tmp_path: Path) -> None:
    _, hub = a_network(new_store, tmp_path, "One")
    path = introduce(hub.store, HUB, tmp_path)
    said = json.loads(path.read_bytes())
    for name, value in (("name", "Another"), ("hub", str(hub.person("x"))), ("keys", PostKeys.new().public.as_text())):
        path.write_text(json.dumps(said | {name: value}), encoding="utf-8")
        with pytest.raises(Refused, match="changed on its way"):
            read_introduction(path, HUB)
    for rubbish in (b"", b"{}", b"[" * 60_000, b"\xff" * 100, json.dumps(said | {"signature": 7}).encode()):
        path.write_bytes(rubbish)
        with pytest.raises(Refused, match="changed on its way"):
            read_introduction(path, HUB)


_MERGES_AND_TELLS = """
import sys
from pathlib import Path
from hubdesk.store import Store
from hubdesk.sync.merge import merge_packages

path, passphrase, *bombs = sys.argv[1:]
store = Store.open(Path(path), passphrase)
report = merge_packages(store, [Path(bomb) for bomb in bombs])
store.close()
(peak,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(sum(bool(one.refused) for one in report.files), int(peak.split()[1]) // 1024)
"""

_BESIDE = {"refusal", "audit"}
"""That a file was refused is written down."""


def _dump(store: Store) -> dict[str, list[str]]:
    return {name: rows for name, rows in dump(store).items() if name not in _BESIDE}


def _mutated(whole: bytes, chance: random.Random) -> bytes:
    made = bytearray(whole)
    place = chance.randrange(len(made))
    match chance.randrange(6):
        case 0:
            made[place] ^= 1 << chance.randrange(8)
        case 1:
            del made[place:]
        case 2:
            del made[place : place + chance.randint(1, 100)]
        case 3:
            made[place:place] = chance.randbytes(chance.randint(1, 100))
        case 4:
            other = chance.randrange(len(made))
            # Two pieces change places.
            size = chance.randint(1, 60)
            one, two = made[place : place + size], made[other : other + size]
            made[place : place + size], made[other : other + size] = two, one
        case _:
            made[place : place + 16] = chance.randbytes(16)
    return bytes(made) if bytes(made) != whole else whole[:-1]


_RUBBISH: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    0,
    7,
    2**70,
    1e308,
    "",
    "x",
    "\ud800",
    "NULL",
    [],
    {},
    [[]],
    {"a": {"b": []}},
    "9" * 5000,
)


def _senseless(line: str, chance: random.Random) -> str:
    """One value of the line is another, or gone, or there twice; or the line is none."""
    said = json.loads(line)
    if chance.random() < 0.1:
        return chance.choice(
            ("", "null", "[]", "7", '{"seq":', line[: len(line) // 2], line + line, "\x00", "[" * 5000)
        )
    held: Any = said
    while True:
        keys = list(held) if isinstance(held, dict) else list(range(len(held)))
        if not keys:
            return json.dumps(said | {"more": chance.choice(_RUBBISH)})
        key = chance.choice(keys)
        if isinstance(held[key], dict | list) and chance.random() < 0.7:
            held = held[key]
            continue
        if chance.random() < 0.2:
            del held[key]
        else:
            held[key] = chance.choice(_RUBBISH)
        return json.dumps(said)


def _bomb(header: bytes, chance: random.Random) -> Iterator[bytes]:
    """A great deal of nothing, in one of the shapes that fill a memory."""
    kind = chance.randrange(5)
    many = chance.randint(50_000, 100_000)
    if kind:
        yield header
    if kind == 0:
        yield from (b" " * 10_000 for _ in range(many // 5))
    elif kind == 1:
        yield from (b" " * 1000 + b"\n" for _ in range(many))
    elif kind == 2:
        yield b'{"a":"'
        yield from (b"x" * 10_000 for _ in range(many // 5))
    elif kind == 3:
        yield from (b"[" * 1000 for _ in range(many))
    else:
        yield from (b"{}\n" * 100 for _ in range(many))
