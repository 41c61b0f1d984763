"""The store's own tables: devices, operations, journal, clocks, search, drafts, and what a merge keeps."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from hubdesk.records import Record

_all = Record.metadata
_counted = BigInteger().with_variant(Integer(), "sqlite")

device_epoch: Final = Table(
    "device_epoch",
    _all,
    Column("number", Integer, primary_key=True),
    Column("epoch", Uuid, nullable=False, unique=True),
    Column("hub_id", Uuid),
    Column("machine", String(120), nullable=False),
    Column("mine", Boolean, nullable=False),
    Column("highest_seq", BigInteger, nullable=False, server_default="0"),
    Column("package_hash", String(64)),
    Column("acknowledged_seq", BigInteger, nullable=False, server_default="0"),
)
"""Each run of sequence numbers that a machine gives out; one of them is this file's own.

highest_seq: of a foreign epoch, up to where it is merged. acknowledged_seq: of the own epoch, up to where the lead has it.
"""

operation: Final = Table(
    "operation",
    _all,
    Column("id", Uuid, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("first_seq", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("by", String(120), nullable=False),
    Column("clock", BigInteger, nullable=False),
    Column("root", Uuid, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("line", BigInteger, nullable=False, server_default="0"),
    Column("nonce", String(32), nullable=False, server_default=""),
    Column("digest", String(64), nullable=False, server_default=""),
    Index("ix_operation_root_turn", "root", "turn"),
    Index("ix_operation_order", "epoch", "first_seq"),
    Index("ix_operation_clock", "clock"),
)
"""A named change. root: the operation that it undoes or redoes, else itself; turn: 0 done, 1 undone, 2 redone, …"""

journal: Final = Table(
    "journal",
    _all,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("operation", Uuid, nullable=False),
    Column("kind", String(60), nullable=False),
    Column("record", Uuid, nullable=False),
    Column("action", String(6), nullable=False),
    Column("clock", BigInteger, nullable=False),
    Column("after", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("over", Text, nullable=False),
    Column("line", BigInteger, nullable=False, server_default="0"),
    Column("nonce", String(32), nullable=False, server_default=""),
    Column("digest", String(64), nullable=False, server_default=""),
    Index("ix_journal_record", "record", "epoch", "seq", "action", "line"),
    Index("ix_journal_operation", "operation"),
)
"""One record's part in an operation. after, before: JSON of its fields; over: JSON of the dot that each field replaced.

line: the line of the log that covers it; digest: the hash of all of it and of the nonce, which goes when it is erased.
The index by record holds all that a merge asks of each, which spares it the reading of whole rows.
"""

audit: Final = Table(
    "audit",
    _all,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("moment", String(30), nullable=False),
    Column("offset", Integer, nullable=False),
    Column("by", String(120), nullable=False),
    Column("what", String(20), nullable=False),
    Column("about", Text, nullable=False),
    Column("content", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""The log: who did what, each line holding the hash of the one before it.

moment: UTC in ISO form; offset: of local time, in minutes; about: JSON of kinds, ids and counts, never personal text;
content: the hash over the digests of the changes that the line covers.
"""

row_clock: Final = Table(
    "row_clock",
    _all,
    Column("record", Uuid, primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("clock", BigInteger, nullable=False),
    Column("fields", Text),
    Column("gone", Boolean, nullable=False),
)
"""The dot and clock of each record, with the exceptions of fields changed since; gone marks a removed record."""

search_entry: Final = Table(
    "search_entry",
    _all,
    Column("number", _counted, primary_key=True, autoincrement=True),
    Column("record", Uuid, nullable=False, unique=True),
    Column("kind", String(60), nullable=False),
    Column("title", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sort", Text, nullable=False),
    Index("ix_search_entry_kind_sort", "kind", "sort", "record"),
    sqlite_autoincrement=True,
)
"""What search finds, and how lists of a kind are sorted; in SQLite a trigram index over `text` is kept by triggers of the first migration."""

draft: Final = Table(
    "draft",
    _all,
    Column("id", Uuid, primary_key=True),
    Column("purpose", String(60), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("page", String(60), nullable=False),
    Column("answers", Text, nullable=False),
    Column("saved_at", DateTime, nullable=False),
)
"""What a wizard has been told and not yet done; never journalled, never sent."""

account: Final = Table(
    "account",
    _all,
    Column("id", Uuid, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("since", DateTime, nullable=False),
    Column("ended", DateTime),
)
"""Who works with this file, and as what; never journalled, never sent. Their keys lie in the key file under the same id."""

kept_key: Final = Table(
    "kept_key",
    _all,
    Column("name", String(20), primary_key=True),
    Column("content", Text, nullable=False),
)
"""In a database on a server: what for a file lies beside it. slots: its keys, each wrapped for its holder; tries: wrong ones."""

later_line: Final = Table(
    "later_line",
    _all,
    Column("id", Uuid, primary_key=True),
    Column("moment", String(30), nullable=False),
    Column("offset", Integer, nullable=False),
    Column("by", String(120), nullable=False),
    Column("what", String(20), nullable=False),
    Column("about", Text, nullable=False),
)
"""Lines that wait for their place in the log while another desk writes; whoever writes next puts them there first."""

conflict: Final = Table(
    "conflict",
    _all,
    Column("id", Uuid, primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("record", Uuid, nullable=False),
    Column("field", String(60), nullable=False),
    Column("kept", Text, nullable=False),
    Column("kept_epoch", Integer, nullable=False),
    Column("kept_seq", BigInteger, nullable=False),
    Column("other", Text, nullable=False),
    Column("other_epoch", Integer, nullable=False),
    Column("other_seq", BigInteger, nullable=False),
    UniqueConstraint("record", "field", "kept_epoch", "kept_seq", "other_epoch", "other_seq"),
)
"""Two values of one field that were entered without knowing of each other; both stay until a person decides."""

parked: Final = Table(
    "parked",
    _all,
    Column("id", Uuid, primary_key=True),
    Column("epoch", Uuid, nullable=False),
    Column("hub", Text, nullable=False),
    Column("from_seq", BigInteger, nullable=False),
    Column("to_seq", BigInteger, nullable=False),
    Column("pieces", Uuid, nullable=False),
    Column("reason", String(10), nullable=False, server_default="gap"),
    Column("clock", BigInteger, nullable=False, server_default="0"),
    Column("seal", String(64), nullable=False, server_default=""),
    Column("file", Text, nullable=False, server_default=""),
    Column("hub_id", Uuid),
    Column("came", DateTime),
    UniqueConstraint("epoch", "from_seq", "to_seq"),
)
"""Packages put aside whole, a row for each of their ranges; ``pieces`` names the bytes, which ranges may share.

reason: gap (it came before the one it follows, and waits for that), clock (it is in quarantine, because the clock of the
machine ran ahead as far as ``clock``, and waits for a person) or approved (a person let it in; it may still wait for a gap).
"""

parked_piece: Final = Table(
    "parked_piece",
    _all,
    Column("pieces", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)
"""The bytes of packages put aside, in pieces numbered from 0, so that none is ever whole in memory."""

merged_package: Final = Table(
    "merged_package",
    _all,
    Column("id", Uuid, primary_key=True),
    Column("seal", String(64), nullable=False),
    Column("hub_id", Uuid),
    Column("hub", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("made", String(40), nullable=False),
    Column("by", String(120), nullable=False),
    Column("ranges", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Index("ix_merged_package_hub", "hub_id", "at"),
)
"""Packages that were merged here. ranges: JSON of [epoch, from, to] that were new."""

hub_total: Final = Table(
    "hub_total",
    _all,
    Column("hub_id", Uuid, primary_key=True),
    Column("clock", BigInteger, primary_key=True, autoincrement=False),
    Column("seal", String(64), nullable=False),
    Column("hub", Text, nullable=False),
    Column("level", String(60), nullable=False),
    Column("day", Date),
    Column("until", Date),
    Column("figures", Text, nullable=False),
)
"""What hubs' latest packages say beside their changes, the newest by the hub's clock in force: level of sharing, and totals.

seal: the package's; day: as of when; until: the last day of the agreement; figures: JSON of counts, empty where records come or nothing does.
"""

refusal: Final = Table(
    "refusal",
    _all,
    Column("id", Uuid, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("hub_id", Uuid),
    Column("file", Text, nullable=False),
    Column("why", Text, nullable=False),
)
"""Packages that were not taken in lately, and why."""

seen: Final = Table(
    "seen",
    _all,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("other", Integer, primary_key=True, autoincrement=False),
    Column("after_seq", BigInteger, primary_key=True, autoincrement=False),
    Column("up_to", BigInteger, nullable=False),
)
"""What a machine knew: changes of `epoch` later than after_seq were made with those of `other` up to up_to at hand."""

waiting: Final = Table(
    "waiting",
    _all,
    Column("record", Uuid, primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("needs", Uuid),
)
"""Records that are known from the journal but do not stand as they should, and why; each merge tries them again.

reason: first (its beginning has not come), parent (a record it belongs to has not), link (one that it names has not, so
that field is empty), twin (another record is the same thing), used (removed elsewhere, still used here), newer (this version does not know it).
"""

setting: Final = Table(
    "setting",
    _all,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Small facts about this file: the hub it belongs to, when it was last sent."""

erased: Final = Table(
    "erased",
    _all,
    Column("record", Uuid, primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("day", Date, nullable=False),
    Column("person", Uuid, nullable=False),
)
"""Tombstones of erased records, for ever: opaque ids, and nothing about anybody. Only ever added."""

erasure: Final = Table(
    "erasure",
    _all,
    Column("id", Uuid, primary_key=True),
    Column("person", Uuid, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("why", String(60), nullable=False),
    Column("by", String(120), nullable=False),
    Column("second", String(120), nullable=False),
    Column("records", Integer, nullable=False),
)
"""That somebody was erased: when, why (a retention class, or "request"), by whom, and who confirmed it."""

retention_tick: Final = Table(
    "retention_tick",
    _all,
    Column("record", Uuid, primary_key=True),
    Column("retention", String(60), primary_key=True),
    Column("account", Uuid, nullable=False),
    Column("by", String(120), nullable=False),
    Column("on", Date, nullable=False),
)
"""What one person has confirmed for erasing by a retention class, and waits for a second one."""

departure: Final = Table(
    "departure",
    _all,
    Column("id", Uuid, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("by", String(120), nullable=False),
    Column("what", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("whom", Text, nullable=False),
    Column("held", Text, nullable=False),
)
"""A file that left the hub: a package, a list, a subject-access pack.

held: JSON of what was in it, as ranges of the journal [epoch, from, to] or as the ids of records; never values.
"""

correspondent: Final = Table(
    "correspondent",
    _all,
    Column("id", Uuid, primary_key=True),
    Column("what", String(10), nullable=False),
    Column("hub_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("keys", String(100), nullable=False),
    Column("since", DateTime, nullable=False),
    Column("by", String(120), nullable=False),
    Column("ended", DateTime),
)
"""Whose packages are taken in, or sealed to: the lead, or a hub; its public keys, who confirmed them, until when they held."""
