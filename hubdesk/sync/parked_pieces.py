"""The bytes of packages put aside: written and read in pieces, so that memory does not grow with the package."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, BinaryIO, Final
from uuid import UUID, uuid4

from sqlalchemy import Connection, Uuid, delete, insert, literal, select

from hubdesk.store.tables_of_exchange import parked, parked_piece
from hubdesk.sync.package import Source

_PIECE: Final = 1 << 18
"""Bytes."""


def pieces_of(connection: Connection, seal: str) -> UUID | None:
    """What names the bytes of the package with this seal, where it was put aside already."""
    return connection.scalar(select(parked.c.pieces).where(parked.c.seal == seal).limit(1))


def keeping(connection: Connection) -> tuple[UUID, BinaryIO]:
    """A name for bytes, and what keeps them as they are written to it until it is closed."""
    pieces = uuid4()
    return pieces, io.BufferedWriter(_Kept(connection, pieces), _PIECE)


def kept(connection: Connection, pieces: UUID, rest: Callable[[], None] = lambda: None) -> Source:
    """Opens the bytes of that name anew each time. rest: waits until the connection is free to be used, as it is for each piece."""
    return lambda: io.BufferedReader(_Read(connection, pieces, rest), _PIECE)


def alone(connection: Connection, pieces: UUID) -> UUID:
    """A name for the same bytes that no package put aside has: whatever happens to those, they can be read on."""
    if connection.scalar(select(parked.c.id).where(parked.c.pieces == pieces).limit(1)) is None:
        return pieces
    own = uuid4()
    same = select(literal(own, Uuid()), parked_piece.c.number, parked_piece.c.content).where(
        parked_piece.c.pieces == pieces
    )
    connection.execute(insert(parked_piece).from_select(["pieces", "number", "content"], same))
    return own


def drop_unused(connection: Connection) -> None:
    """Drop the bytes of packages that wait no more."""
    connection.execute(delete(parked_piece).where(parked_piece.c.pieces.not_in(select(parked.c.pieces))))


class _Kept(io.RawIOBase):
    def __init__(self, connection: Connection, pieces: UUID) -> None:
        super().__init__()
        self._connection, self._pieces, self._number = connection, pieces, 0

    def writable(self) -> bool:
        return True

    def write(self, said: Any, /) -> int:
        content = bytes(said)
        row = {"pieces": self._pieces, "number": self._number, "content": content}
        self._connection.execute(insert(parked_piece).values(row))
        self._number += 1
        return len(content)


class _Read(io.RawIOBase):
    def __init__(self, connection: Connection, pieces: UUID, rest: Callable[[], None]) -> None:
        super().__init__()
        self._connection, self._pieces, self._number, self._rest = connection, pieces, 0, rest
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any, /) -> int:
        room = memoryview(into)
        if not self._left:
            self._rest()
            mine = (parked_piece.c.pieces == self._pieces) & (parked_piece.c.number == self._number)
            self._left = self._connection.scalar(select(parked_piece.c.content).where(mine)) or b""
            self._number += 1
        some, self._left = self._left[: len(room)], self._left[len(room) :]
        room[: len(some)] = some
        return len(some)
