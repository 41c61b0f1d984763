"""Every version of the schema there has been; known here so that a start need not import Alembic."""

from typing import Final

VERSIONS: Final = ("0001",)
NEWEST: Final = VERSIONS[-1]
