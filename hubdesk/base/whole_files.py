"""Files for a person, written whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import TracebackType

from hubdesk.base.errors import FileTrouble
from hubdesk.base.words import tr


class replacing:  # noqa: N801 - read as words: with replacing(target) as part
    """A path to write to, which takes the target's name only once it is whole.

    Raises FileTrouble when the disk does not take it; then a file of that name is as it was before.
    """

    def __init__(self, target: Path) -> None:
        self._target, self._part = target, target.with_name(f".{target.name}.part")

    def __enter__(self) -> Path:
        return self._part

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        failed = error if isinstance(error, OSError) else None
        if kind is None:
            try:
                self._part.replace(self._target)
            except OSError as refused:
                failed = refused
        if kind is not None or failed is not None:
            with suppress(OSError):
                self._part.unlink(missing_ok=True)
        if failed is not None:
            raise FileTrouble(
                tr(
                    "{name} could not be written. Check that the disk is there and not full, and close the file elsewhere.",
                    name=self._target.name,
                )
            ) from None
