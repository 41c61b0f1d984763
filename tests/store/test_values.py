from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from hubdesk.store.values import pack, unpack

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.text(st.characters()),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
)
BROKEN = st.binary() | st.text(st.characters()).map(lambda said: f'{{"a":"{said}"}}'.encode("utf-8", "surrogatepass"))


@given(VALUES)
def test_digests_made_before_and_now_are_over_the_same_letters(values: object) -> None:
    assert pack(values) == json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    assert unpack(pack(values)) == values


@given(BROKEN)
def test_what_is_no_json_is_refused_as_python_refuses_it(line: bytes) -> None:
    def read(with_: object) -> object:
        try:
            return repr(with_(line))  # type: ignore[operator]
        except (ValueError, RecursionError) as refused:
            return type(refused)

    assert read(unpack) == read(json.loads)
