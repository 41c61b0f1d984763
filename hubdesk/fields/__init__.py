"""What a field is: its label, its type, and the few facts from which everything else is derived.

Here live `field()` and `link()` (declare) and `fields_of()` (read) in `field.py`, the types (`types.py`, which also gives
those of `text_types.py` and `number_types.py`), dated code lists (`codelists.py`) and the knowledge that types need (postcodes, check digits). Imports base only. Nothing is imported here:
who picks a name to sign in need not wait for SQLAlchemy because a recovery code has a check digit.

To add a type: a frozen dataclass in one of these with column, parse, show, plain and unplain; an editor for it in
`desktop/editors/`. `tests/every_kind/` then holds every field of that type to "what we show we can read".
"""
