"""Parameters as they come: read as Python reads them, only faster."""

import time
from urllib.parse import parse_qs, quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.errors import BadParameter
from clustergraph.web.parameters import read_parameters


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=30))), st.sampled_from([quote, quote_plus]))
def test_what_was_written_is_read(fields: list[tuple[str, str]], how) -> None:
    """Any text, whichever way it was encoded."""
    text = urlencode(fields, quote_via=how)

    assert read_parameters(text.encode(), "body") == parse_qs(text, keep_blank_values=True)


@given(st.text(alphabet="a%25=&+\\x41;ćé4\0", max_size=40))
def test_nothing_is_read_in_another_way(text: str) -> None:
    """What is not refused is read as Python's own reader reads it."""
    try:
        read = read_parameters(text.encode(), "body")
    except BadParameter:
        return

    assert read == parse_qs(text, keep_blank_values=True, errors="strict", encoding="utf-8")


@pytest.mark.parametrize("content", [b"query=%4", b"query=%zz", b"a=%c4", b"a=\xc4", b"&" * 1000])
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    """With the place."""
    with pytest.raises(BadParameter) as caught:
        read_parameters(content, "body")

    assert caught.value.place is not None


@pytest.mark.parametrize(
    "content", [b"%41" * 65_000, b"a%41" * 49_000, b"%5C" * 65_000, b"\\" * 190_000, b"a=%41&" * 999]
)
def test_no_body_keeps_the_server_busy(content: bytes) -> None:
    """A form as long as any is read takes a few milliseconds."""
    begun = time.process_time()
    read_parameters(content, "body")

    assert time.process_time() - begun < 0.05
