"""In which ward a record with an address lies."""

from __future__ import annotations

from typing import Any

from hubdesk.fields.postcodes import ward_code
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.record import Around


def find_ward(record: Any, around: Around) -> None:
    """Let the ward follow a postcode that has changed; one picked together with it stays where the postcode tells none."""
    if not record.changed("postcode"):
        return
    code = ward_code(record.postcode) if record.postcode else None
    found = around.get("ward", ward_id(code)) if code else None
    if found is not None:
        record.ward = found.id
    elif not record.changed("ward"):
        record.ward = None
