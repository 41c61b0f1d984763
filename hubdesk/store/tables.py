"""The store's own tables: devices, operations, journal, log, clocks, search, drafts, accounts and the erased."""

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
    String,
    Table,
    Text,
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
