"""What undoing merged packages did, as data and in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from hubdesk.base.words import tr, tr_many


@dataclass(frozen=True)
class UnmergeReport:
    """packages: their files' names. gone, changed, waiting: records; conflicts: disagreements that end with them."""

    packages: tuple[str, ...]
    gone: int
    changed: int
    conflicts: int
    waiting: int

    def as_data(self) -> dict[str, Any]:
        """All of it for a program."""
        return asdict(self)

    def sentences(self, *, dry_run: bool = False) -> list[str]:
        """All of it for a person: what happened, or with ``dry_run`` what would."""
        return list(self._would() if dry_run else self._did())

    def _would(self) -> Iterator[str]:
        if self.gone:
            yield tr_many("{n} record that came in goes.", "{n} records that came in go.", self.gone)
        if self.changed:
            yield tr_many("{n} record stands as before.", "{n} records stand as before.", self.changed)
        if self.conflicts:
            yield tr_many("{n} disagreement goes with it.", "{n} disagreements go with it.", self.conflicts)
        yield from self._stays()

    def _did(self) -> Iterator[str]:
        yield tr("Undone: {files}.", files=", ".join(self.packages))
        if self.gone:
            yield tr_many("{n} record that came in is gone.", "{n} records that came in are gone.", self.gone)
        if self.changed:
            yield tr_many("{n} record stands as before.", "{n} records stand as before.", self.changed)
        if self.conflicts:
            yield tr_many("{n} disagreement went with it.", "{n} disagreements went with it.", self.conflicts)
        yield from self._stays()

    def _stays(self) -> Iterator[str]:
        if self.waiting:
            yield tr_many(
                "{n} record entered elsewhere belongs to what goes, and waits until that comes again.",
                "{n} records entered elsewhere belong to what goes, and wait until that comes again.",
                self.waiting,
            )
        yield tr("What you decided or changed here yourself stays, and who was erased stays erased.")
        yield tr_many(
            "The package can be merged again. Otherwise the hub is asked for it with what goes back.",
            "The packages can be merged again. Otherwise the hub is asked for them with what goes back.",
            len(self.packages),
        )
