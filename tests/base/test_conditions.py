"""Every condition that a person can meet: its code, its words, met for real, and nobody's data in it."""

from __future__ import annotations

import ast
import errno
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlcipher3
from sqlalchemy import create_engine, select, text

import hubdesk
from hubdesk.access.key_file import slots_path
from hubdesk.access.key_slots import Keys
from hubdesk.access.post_keys import PostKeys
from hubdesk.access.recovery import new_code
from hubdesk.access.rights import Deed
from hubdesk.access.roles import Role
from hubdesk.access.tries import MOST, Tries
from hubdesk.base.carrying import carry
from hubdesk.base.conditions import CONDITIONS, code_of, manual_page
from hubdesk.base.errors import Refused
from hubdesk.base.places import resource
from hubdesk.base.room import room_in
from hubdesk.base.whole_file import replacing
from hubdesk.cli import main
from hubdesk.operations.confirm_retention import confirm_retention
from hubdesk.operations.erase_person import erase_person
from hubdesk.operations.one_record import change_record
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.printing import gathering, gathering_certificates
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.reports.paper_choices import latest_enrolment, who_finished
from hubdesk.spreadsheets.reading import read_sheets
from hubdesk.spreadsheets.writing import write_list
from hubdesk.store import Store, restoring, tombstone_file
from hubdesk.store.file import check_engine
from hubdesk.store.file_engines import check_encrypted
from hubdesk.store.in_use import same_key
from hubdesk.store.restoring import refuse_unconfirmed
from hubdesk.store.small_facts import RESTORED
from hubdesk.store.tables import journal
from hubdesk.store.trouble import refused_by_system, trouble
from hubdesk.sync import package
from hubdesk.sync.correspondents import HUB, LEAD, post_of, revoke
from hubdesk.sync.export import export_package
from hubdesk.sync.heads import anchor_in
from hubdesk.sync.invitation import Introduction, confirm, introduce, read_introduction
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.conftest import PASSPHRASE, QUICK, no_window
from tests.hub_life import FIRST, a_person, a_run, keep
from tests.sync.network import a_network

NOW = datetime(2026, 11, 25, tzinfo=UTC)
CANARY = "Canary Zebedee"
SECRET = "never to be told 4711"


class Hub:
    """An open hub with somebody in it, a folder, and ways to break things."""

    def __init__(self, new_store: Callable[[str], Store], folder: Path) -> None:
        self.new_store, self.folder = new_store, folder
        self.store = new_store("hub")
        self.path = folder / "hub.hubdesk"
        self.person, self.run = a_person(self.store, CANARY, notes=SECRET), a_run(self.store, SECRET)

    def file(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def closed(self) -> Path:
        self.store.close()
        return self.path

    def opened(self, path: Path | None = None, passphrase: str = PASSPHRASE) -> Store:
        return Store.open(path or self.closed(), passphrase)

    def keys(self, content: str) -> Path:
        path = self.closed()
        slots_path(path).write_text(content)
        return path

    def zip(self, name: str, *members: str) -> Path:
        path = self.folder / name
        with zipfile.ZipFile(path, "w") as made:
            for member in members:
                made.writestr(member, SECRET)
        return path

    def sheets(self, name: str, content: bytes) -> Any:
        return read_sheets(self.file(name, content))


def _newer_file(hub: Hub) -> None:
    with hub.store.writing_plainly() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    hub.opened()


def _damaged_file(hub: Hub) -> None:
    path = hub.closed()
    path.write_bytes(os.urandom(path.stat().st_size))
    hub.opened(path)


def _list_altered(hub: Hub) -> None:
    store = hub.store
    store.set_setting(RESTORED, NOW.isoformat())
    path = hub.closed()
    tombstone_file.beside(path).write_text(CANARY)
    hub.opened(path)


def _not_encrypted(hub: Hub) -> None:
    with create_engine("sqlite://").connect() as connection:
        check_encrypted(connection)


def _driver_says(hub: Hub, code: int) -> None:
    error = sqlcipher3.DatabaseError(SECRET)
    error.sqlite_errorcode = code
    raise trouble(error, hub.path) or AssertionError


def _belongs_to_nothing(hub: Hub) -> None:
    with hub.store.operation(f"Add {CANARY}") as session:
        session.add(Room(name=SECRET, venue=uuid4()))


def _removed_meanwhile(hub: Hub) -> None:
    with hub.store.operation(CANARY) as session:
        change_record(session, "person", uuid4(), {"full_name": CANARY})


def _still_used(hub: Hub) -> None:
    keep(hub.store, Enrolment(person=hub.person, run=hub.run, asked_on=FIRST))
    with hub.store.operation(f"Remove {CANARY}") as session:
        session.delete(session.get_one(Person, hub.person))


def _rename(hub: Hub, name: str) -> None:
    with hub.store.operation(f"Call {CANARY} {name}") as session:
        session.get_one(Person, hub.person).known_as = name


def _changed_again(hub: Hub) -> None:
    _rename(hub, "Zeb")
    here = hub.store.epoch
    hub.store.begin_epoch()
    _rename(hub, "Bedee")
    hub.store.epoch = here
    hub.store.undo()


def _put_in_its_place(hub: Hub) -> None:
    other = hub.path.with_name("synchronised")
    other.write_bytes(hub.path.read_bytes())
    other.replace(hub.path)
    _rename(hub, "Zeb")


def _closed_meanwhile(hub: Hub) -> None:
    hub.store.close()
    hub.store.search(CANARY)


def _set_up_twice(hub: Hub) -> None:
    for name in ("Westcroft", "Baguley"):
        set_up_hub(hub.store, name, "WES")


def _written_onto_the_erased(hub: Hub) -> None:
    erase_person(hub.store, hub.person, CANARY, FIRST)
    _rename(hub, "Zeb")


def _traces_are_held(hub: Hub) -> None:
    with hub.store.reading() as session:
        session.scalars(select(Person)).all()
        erase_person(hub.store, hub.person, CANARY, FIRST)


def _confirmed_twice(hub: Hub) -> None:
    for _ in range(2):
        confirm_retention(hub.store, [hub.person], date.today() + timedelta(days=800))


def _log_was_altered(hub: Hub) -> None:
    with hub.store.writing_plainly() as connection:
        connection.execute(journal.update().values(after='{"full_name":"Somebody"}'))
    code, said = _on_the_command_line(["log", "--file", str(hub.closed())])
    assert code == 1
    raise Refused(said)


def _outer(hub: Hub, **values: object) -> None:
    path = hub.file("x.hubsync", package.MAGIC + json.dumps(values).encode() + b"\n" + b"0" * 64)
    _checked(hub, path)


def _sealed_for_another(hub: Hub) -> None:
    package.write(hub.folder / "x.hubsync", package.CHANGES, {}, iter(()), PostKeys.new(), ())
    _checked(hub, hub.folder / "x.hubsync")


def _signed_by_nobody(hub: Hub) -> None:
    own = hub.store.post_keys.public
    package.write(hub.folder / "x.hubsync", package.CHANGES, {"hub_name": CANARY}, iter(()), PostKeys.new(), [own])
    _checked(hub, hub.folder / "x.hubsync")


def _invitation(hub: Hub, what: str = LEAD) -> Introduction:
    (lead,) = a_network(hub.new_store, hub.folder)
    return read_introduction(introduce(lead.store, LEAD, hub.folder), what)


def _own_invitation(hub: Hub) -> Introduction:
    set_up_hub(hub.store, "Westcroft", "WES")
    return read_introduction(introduce(hub.store, LEAD, hub.folder), LEAD)


def _no_folder_to_write_to(hub: Hub) -> None:
    path, own = hub.folder / "none" / "x.hubsync", hub.store.post_keys
    package.write(path, package.CHANGES, {}, iter(()), own, ())


def _checked(hub: Hub, path: Path) -> None:
    package.check(lambda: path.open("rb"), package.CHANGES, post_of(hub.store))


def _receipt_of_another(hub: Hub) -> None:
    lead, south, north = a_network(hub.new_store, hub.folder, "South", "North")
    path, own = hub.folder / "mistaken.hubreturn", lead.store.post_keys
    header = {"hub": str(south.store.hub_id)}
    package.write(path, package.RETURN, header, iter(()), own, [north.store.post_keys.public])
    take_return(north.store, path)


def _nothing_to_send(hub: Hub) -> None:
    lead, south = a_network(hub.new_store, hub.folder, "South")
    lead.merge(south.send())
    for receipt in write_returns(lead.store, hub.folder):
        take_return(south.store, receipt.path)
    south.send()


def _anchor_of_another(hub: Hub) -> None:
    path, own = hub.folder / "of another.hubsync", hub.store.post_keys
    package.write(path, package.CHANGES, {"hub": str(uuid4())}, iter(()), own, ())
    anchor_in(hub.store, path)


def _written_into_nothing(hub: Hub) -> None:
    with replacing(hub.folder / "none" / "people.csv"):
        pass


def _gathered(ask: Callable[[Any, Hub], object]) -> Callable[[Hub], None]:
    def meet(hub: Hub) -> None:
        with hub.store.reading() as session:
            ask(session, hub)

    return meet


def _no_such_sheet(hub: Hub) -> None:
    csv = hub.file("people.csv", f"Full name\n{CANARY}\n".encode())
    asked = ["import", "person", str(csv), "--sheet", "Other", "--file", str(hub.closed())]
    raise Refused(_on_the_command_line(asked)[1])


def _tried_again_and_again(hub: Hub) -> None:
    tries = Tries(hub.path, lambda: 1e9)
    for _ in range(MOST):
        tries.wrong(CANARY)
    tries.check(CANARY)


MET: dict[str, Callable[[Hub], object]] = {
    "HD-001": lambda hub: hub.opened(hub.folder / "none.hubdesk"),
    "HD-002": lambda hub: hub.opened(hub.folder),
    "HD-003": lambda hub: hub.opened(hub.file("plain.hubdesk", b"SQLite format 3\0" + SECRET.encode() * 9)),
    "HD-004": lambda hub: hub.opened(hub.file("empty.hubdesk", b"")),
    "HD-005": lambda hub: _driver_says(hub, 11),
    "HD-006": lambda hub: Store.create(hub.closed(), PASSPHRASE, QUICK),
    "HD-007": lambda hub: Store.open(hub.path, PASSPHRASE),
    "HD-008": _newer_file,
    "HD-009": lambda hub: check_engine((3, 40, 1)),
    "HD-010": _not_encrypted,
    "HD-011": lambda hub: Store.connect("postgresql://nobody@127.0.0.1:9/network", SECRET),
    "HD-012": lambda hub: hub.opened(passphrase=SECRET),
    "HD-013": lambda hub: hub.opened(Path(shutil.copy(hub.closed(), hub.folder / "alone.hubdesk"))),
    "HD-014": lambda hub: hub.opened(hub.keys("{")),
    "HD-015": lambda hub: hub.opened(hub.keys('{"version": 99, "slots": []}')),
    "HD-020": lambda hub: _raise(refused_by_system(OSError(errno.ENOSPC, CANARY), hub.path)),
    "HD-021": lambda hub: _raise(refused_by_system(OSError(errno.EIO, CANARY), hub.path)),
    "HD-161": _put_in_its_place,
    "HD-160": lambda hub: _raise(refused_by_system(OSError(errno.ENAMETOOLONG, CANARY), hub.path)),
    "HD-022": lambda hub: _raise(refused_by_system(OSError(errno.EACCES, CANARY), hub.path)),
    "HD-023": lambda hub: _driver_says(hub, 5),
    "HD-024": _written_into_nothing,
    "HD-025": _belongs_to_nothing,
    "HD-026": _removed_meanwhile,
    "HD-027": _still_used,
    "HD-030": _changed_again,
    "HD-032": lambda hub: hub.store.put_back(f"Put {CANARY} back", uuid4()),
    "HD-033": _set_up_twice,
    "HD-034": _log_was_altered,
    "HD-036": _written_onto_the_erased,
    "HD-037": _traces_are_held,
    "HD-038": _confirmed_twice,
    "HD-039": _closed_meanwhile,
    "HD-040": lambda hub: _outer(hub, format="1"),
    "HD-041": lambda hub: _checked(hub, hub.file("x.hubsync", CANARY.encode())),
    "HD-042": lambda hub: _outer(hub, format=99),
    "HD-043": lambda hub: _outer(hub, format=1, protection="sealed", holds="return"),
    "HD-044": lambda hub: _checked(hub, hub.folder / "none.hubsync"),
    "HD-045": _receipt_of_another,
    "HD-046": _no_folder_to_write_to,
    "HD-047": _nothing_to_send,
    "HD-048": lambda hub: export_package(hub.store, hub.folder),
    "HD-049": _anchor_of_another,
    "HD-050": lambda hub: hub.sheets("x.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200)),
    "HD-051": lambda hub: hub.sheets("x.csv", b""),
    "HD-053": lambda hub: hub.sheets("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "HD-054": lambda hub: hub.sheets("x.pdf", b"%PDF-1.7\n" + SECRET.encode()),
    "HD-055": lambda hub: hub.sheets("x.csv", b"<!DOCTYPE html><html><body>" + SECRET.encode()),
    "HD-057": lambda hub: read_sheets(hub.folder / f"{CANARY}.csv"),
    "HD-059": lambda hub: read_sheets(hub.zip("x.xlsb", "xl/workbook.bin")),
    "HD-060": lambda hub: read_sheets(hub.zip("x.numbers", "Index/Document.iwa")),
    "HD-061": lambda hub: read_sheets(hub.zip("x.ods", "content.xml", "mimetype")),
    "HD-062": lambda hub: read_sheets(hub.zip("x.docx", "word/document.xml")),
    "HD-068": _no_such_sheet,
    "HD-069": lambda hub: write_list(hub.folder / "people.txt", CANARY, [SECRET], [[CANARY]]),
    "HD-071": _gathered(lambda session, hub: gathering.marked_register(session, hub.run, FIRST)),
    "HD-072": _gathered(lambda session, hub: gathering_certificates.certificates(session, [])),
    "HD-073": _gathered(lambda session, hub: latest_enrolment(session, hub.person)),
    "HD-074": _gathered(lambda session, hub: who_finished(session, hub.run)),
    "HD-080": lambda hub: room_in(hub.folder, 10**18).require(),
    "HD-081": lambda hub: (hub.file("backups", b"in the way"), hub.store.back_up("asked")),
    "HD-084": lambda hub: restoring.restore(hub.file("x.hubbackup", b"PK"), hub.path, _keys_of, now=NOW),
    "HD-085": lambda hub: restoring.restore(hub.folder / "no.hubbackup", hub.path, _keys_of, now=NOW),
    "HD-087": lambda hub: carry(hub.file("x.hubbackup", b"PK"), hub.folder / "no stick"),
    "HD-088": lambda hub: _send_unconfirmed(hub.store),
    "HD-089": lambda hub: _twice(hub.path),
    "HD-090": lambda hub: _as(hub, None),
    "HD-092": lambda hub: hub.store.accounts.add("Manager", Role.TUTOR),
    "HD-094": lambda hub: Store.recover(hub.closed(), new_code(), "Manager", PASSPHRASE),
    "HD-095": _tried_again_and_again,
    "HD-096": lambda hub: hub.store.accounts.change_role(hub.store.account.id, Role.TUTOR),
    "HD-097": lambda hub: hub.store.accounts.remove(hub.store.account.id),
    "HD-098": lambda hub: _as_bedee(hub).require(Deed.MERGE),
    "HD-099": lambda hub: keep(_as_bedee(hub), Course(name=CANARY)),
    "HD-103": lambda hub: keep(_as(hub, "Bedee"), Person(full_name=CANARY)),
    "HD-104": _damaged_file,
    "HD-107": _list_altered,
    "HD-110": lambda hub: post_of(hub.store).leads(),
    "HD-111": _sealed_for_another,
    "HD-112": _signed_by_nobody,
    "HD-116": lambda hub: read_introduction(hub.file("x.hubinvite", CANARY.encode()), LEAD),
    "HD-117": lambda hub: confirm(hub.store, _invitation(hub), CANARY),
    "HD-118": lambda hub: confirm(hub.store, _own_invitation(hub), CANARY),
    "HD-119": lambda hub: revoke(hub.store, uuid4()),
    "HD-123": lambda hub: _invitation(hub, HUB),
}
"""How each is met, with a canary wherever something of a person could slip into what is said."""


def _as(hub: Hub, name: str | None) -> Store:
    code = hub.store.accounts.add("Bedee", Role.RECEPTION)
    return Store.open(hub.closed(), code, name)


def _as_bedee(hub: Hub) -> Store:
    store = _as(hub, "Bedee")
    store.choose_passphrase("seven green umbrellas")
    return store


def _keys_of(part: Path) -> Keys:
    return restoring.keys_of(part, PASSPHRASE)


def _send_unconfirmed(store: Store) -> None:
    store.set_setting(RESTORED, NOW.isoformat())
    refuse_unconfirmed(store)


def _twice(path: Path) -> None:
    with same_key(path), same_key(path, 0.1):
        pass


def _raise(error: Refused) -> None:
    raise error


def _on_the_command_line(asked: list[str]) -> tuple[int, str]:
    from contextlib import redirect_stderr
    from io import StringIO

    out = StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stderr(out):
        patch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)
        code = main(asked, no_window)
    return code, out.getvalue().strip().splitlines()[-1].partition(" [HD-")[0]


@pytest.mark.parametrize("code", MET)
def test_r26_s16_each_is_met_with_its_code_and_without_personal_data(
    code: str, new_store: Callable[[str], Store], tmp_path: Path
) -> None:
    hub = Hub(new_store, tmp_path)
    with pytest.raises(Refused) as met:
        MET[code](hub)
    said = met.value.sentence
    assert met.value.code == code, said
    for canary in (CANARY, SECRET, "Zebedee", "Traceback", str(tmp_path)):
        assert canary not in said
    assert 1 <= said.count(". ") + said.endswith(".") <= 4


def test_r26_at_least_forty_are_met_for_real() -> None:
    assert len(MET) >= 40
    assert set(MET) <= {condition.code for condition in CONDITIONS}


def test_codes_and_sentences_are_told_apart() -> None:
    assert len({condition.code for condition in CONDITIONS}) == len(CONDITIONS)
    for condition in CONDITIONS:
        assert code_of(str(condition.sentence).replace("{", "").replace("}", "")) == condition.code
    assert code_of("This is too long. Keep it under 20 characters.") == ""


def test_each_sentence_is_said_somewhere_word_for_word() -> None:
    said = {sentence for path in Path(hubdesk.__file__).parent.rglob("*.py") for sentence in _said_in(path)}
    for condition in CONDITIONS:
        assert condition.sentence.sentence in said, condition.code


def _said_in(path: Path) -> Iterator[str]:
    if not path.name.startswith("conditions"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "tr_later"):
                yield from (str(word.value) for word in node.args if isinstance(word, ast.Constant))


def test_the_manuals_page_is_made_from_the_catalogue() -> None:
    page = resource("help/errors.md").read_text("utf-8")
    assert page == manual_page(), "python -m hubdesk.base.conditions > resources/help/errors.md"
