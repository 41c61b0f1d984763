"""The store's tables of what is exchanged: packages, what waits or disagrees after a merge, with whom, and what left."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
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
