"""UK postcodes: one spelling for each, and the ward it lies in, found offline."""

from __future__ import annotations

import gzip
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

from hubdesk.base.errors import FieldError
from hubdesk.base.places import resource
from hubdesk.base.words import tr

_OUTWARD: Final = re.compile(
    "[A-Z](?:[0-9]|[1-9][0-9]|[0-9][A-HJKPSTUW])|[A-Z]{2}(?:[0-9]|[1-9][0-9]|[0-9][ABEHMNPRVWXY])"
)
_FORCES: Final = re.compile("BFP[O0]([1-9][0-9]{0,2})")
"""British Forces Post Office, and its number: an address of people who serve and of their families."""
_INWARD: Final = re.compile("[0-9][ABD-HJLNP-UW-Z]{2}")
_SLIPS: Final = {"0": "0O", "O": "O0", "1": "1I", "I": "I1", "L": "L1"}
_AREA: Final = re.compile(
    "A[BL]|B[ABDFHLNRSTX]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|J[E]|K[ATWY]|"
    "L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|U[B]|W[ACDFNRSV]?|"
    "Y[O]|Z[E]"
)
_KEY: Final = 7


def clean(text: str) -> str:
    """The postcode as the Post Office writes it, such as M19 1AB, from any case, spacing and punctuation.

    The letter O and the digit 0, I or a small L and 1 are put right where only one postcode can be meant.
    The number of a British Forces Post Office stays as it is. FieldError when the text has not the shape of either.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    if any(sign.isalpha() and not sign.isascii() for sign in plain):
        raise FieldError(_sentence())
    signs = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain if sign.isalnum())
    if forces := _FORCES.fullmatch(signs):
        return f"BFPO {forces[1]}"
    outward, inward = signs[:-3], re.sub("^L", "1", signs[-3:].replace("O", "0").replace("I", "1"))
    if signs == "GIR0AA":
        return "GIR 0AA"
    if not 2 <= len(outward) <= 4 or _INWARD.fullmatch(inward) is None:
        raise FieldError(_sentence())
    return f"{_outward(outward)} {inward}"


def ward_code(postcode: str) -> str | None:
    """The GSS code of today's ward, such as E05011353; None outside the councils whose wards are shipped."""
    signs = postcode.replace(" ", "").upper()
    return _places().ward(signs[:-3].ljust(4) + signs[-3:])


def postcodes_in(ward: str) -> list[str]:
    """Every postcode of the ward with this GSS code, in order."""
    places = _places()
    number = places.wards.index(ward)
    keys = (places.keys[at * _KEY : (at + 1) * _KEY].decode() for at, n in enumerate(places.numbers) if n == number)
    return [f"{key[:-3].strip()} {key[-3:]}" for key in keys]


@dataclass(frozen=True)
class _Places:
    """Postcodes of seven signs each, in order and without gaps, and beside each the number of its ward."""

    wards: tuple[str, ...]
    keys: bytes
    numbers: bytes

    def ward(self, key: str) -> str | None:
        wanted = key.encode("ascii", "replace")
        at = bisect_left(range(len(self.numbers)), wanted, key=self._key)
        found = at < len(self.numbers) and self._key(at) == wanted
        return self.wards[self.numbers[at]] if found else None

    def _key(self, at: int) -> bytes:
        return self.keys[at * _KEY : (at + 1) * _KEY]


@cache
def _places() -> _Places:
    wards, _, rest = gzip.decompress(resource("geo/postcodes.gz").read_bytes()).partition(b"\n")
    count = len(rest) // (_KEY + 1)
    return _Places(tuple(wards.decode("ascii").split()), rest[: count * _KEY], rest[count * _KEY :])


def _outward(written: str) -> str:
    """The first half with its slips mended; FieldError when it cannot be one."""
    shaped = _OUTWARD.fullmatch(written) is not None
    if shaped and _known(written):
        return written
    meant = {"".join(signs) for signs in product(*(_SLIPS.get(sign, sign) for sign in written))}
    possible = [one for one in meant if _OUTWARD.fullmatch(one) and _known(one)]
    if len(possible) == 1:
        return possible[0]
    if shaped:
        return written
    raise FieldError(_sentence())


def _known(outward: str) -> bool:
    return _AREA.fullmatch(outward[:2] if outward[1].isalpha() else outward[0]) is not None


def _sentence() -> str:
    return tr("This does not look like a UK postcode. Write it like M19 1AB, or leave it empty.")
