"""What a field is: its label, its type, and the few facts from which everything else is derived.

Here live `field()` and `link()` (declare), `fields_of()` (read), the types (`types.py`), dated code lists
(`codelists.py`) and the knowledge that types need (postcodes, check digits). Imports base only.

To add a type: a frozen dataclass in `types.py` with column, parse, show, plain and unplain; an editor for it in
`desktop/editors/`. `tests/every_kind/` then holds every field of that type to "what we show we can read".
"""

from hubdesk.fields.field import Field, field, fields_of, link

__all__ = ["Field", "field", "fields_of", "link"]
