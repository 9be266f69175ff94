"""What nobody types: values, and forms made of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from tests.fuzz.pages import Form, Pairs

KNOWN = (
    "", " ", "\x00", "a\x00b", "\ud800", "x\udfff", "\ufeff", "\u200b\u200b", "\u202e\u2066evil",
    "-1", "0", "-0", "1e400", "1e-400", "NaN", "Infinity", "-inf", "2147483648",
    "9223372036854775808", "1" + "0" * 20, "9" * 5000, "1_000", "١٢", "1.000,50", "0x10",
    "0000-00-00", "9999-99-99", "10000-01-01", "2027-02-29", "2026-13-01", "2026-11-27T25:61",
    "true", "null", "None", "on", "[]", "{}", '{"a":', "[" * 3000, '{"_connector": "OR 1=1"}',
    "'; DROP TABLE questionnaire_answer; --", "%", "%s%n%(x)s", "{0.__class__}", "${7*7}",
    "{{ settings.SECRET_KEY }}", "{% debug %}", "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "../../etc/passwd", "//evil.example", "\\\\evil", "a@b", "a@" + "b" * 300 + ".org",
    "a@xn--\x7f.example", '"x\r\nBcc: y@z.org"@example.org', "a\r\nSet-Cookie: x=y", "__proto__",
    "owner__password", "x" * 100, "é" * 256, "x" * 20_001, "\u0300" * 3000, "😀" * 300,
    "00000000-0000-0000-0000-000000000000", str(uuid.UUID(int=7)), "en", "xx", "zz-ZZ",
)  # fmt: skip
EXTRA = (
    "owner", "tenant", "venture", "assessment", "accelerator", "cohort", "user", "score", "version",
    "is_staff", "is_superuser", "status", "submitted_at", "weight", "role", "id", "pk", "base",
    "mutation", "next", "order_by", "sort", "page", "after", "filter", "_popup", "_to_field", "do",
    "TOTAL_FORMS", "DELETE", "email", "language", "token", "__class__", "a[b]", "",
)  # fmt: skip

texts = st.one_of(
    st.sampled_from(KNOWN),
    st.text(max_size=40),
    st.integers(-(10**25), 10**25).map(str),
    st.floats().map(str),
    st.text(st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Co"]), max_size=12),
)
Draw = Callable[[Any], Any]


def _put(draw: Draw, pairs: Pairs, form: Form) -> Pairs:
    if not pairs:
        return pairs
    place = draw(st.integers(0, len(pairs) - 1))
    return [*pairs[:place], (pairs[place][0], draw(texts)), *pairs[place + 1 :]]


def _drop(draw: Draw, pairs: Pairs, form: Form) -> Pairs:
    if not pairs:
        return pairs
    gone = draw(st.sampled_from([name for name, _ in pairs]))
    return [one for one in pairs if one[0] != gone]


def _double(draw: Draw, pairs: Pairs, form: Form) -> Pairs:
    if not pairs:
        return pairs
    return [*pairs, (draw(st.sampled_from(pairs))[0], draw(texts))]


def _press(draw: Draw, pairs: Pairs, form: Form) -> Pairs:
    return [*pairs, draw(st.sampled_from(form.buttons))] if form.buttons else pairs


def _add(draw: Draw, pairs: Pairs, form: Form) -> Pairs:
    return [*pairs, (draw(st.sampled_from(EXTRA)), draw(texts))]


def _rename(draw: Draw, pairs: Pairs, form: Form) -> Pairs:
    if not pairs:
        return pairs
    name, value = draw(st.sampled_from(pairs))
    return [*pairs, (name + draw(st.sampled_from(("", "-", ".base", "[]", "\x00", "-0"))), value)]


WAYS = (_put, _press, _double, _drop, _add, _rename, _put)


@st.composite
def bodies(draw: Any, form: Form) -> Pairs:
    """What the form would send, with one to four things wrong with it."""
    pairs = list(form.pairs)
    for _ in range(draw(st.integers(1, 4))):
        pairs = draw(st.sampled_from(WAYS))(draw, pairs, form)
    return pairs


@st.composite
def files(draw: Any) -> bytes:
    """A file's bytes: anything, or text of a kind that is read here."""
    return draw(
        st.one_of(
            st.binary(max_size=200),
            texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
            st.sampled_from((b"PK\x03\x04", b"\xef\xbb\xbfa@b.org", b"\xff\xfea\x00", b"a: &a [*a]",
                             b"- " * 5000, b"%PDF-1.4", b"a,b\r\n" * 3000, b"name: [1\n")),
        )
    )  # fmt: skip


def encoded(pairs: Pairs) -> bytes:
    """The body of a form, half characters and all."""
    return "&".join(
        "=".join(quote_from_bytes(part.encode("utf-8", "surrogatepass"), safe="") for part in pair)
        for pair in pairs
    ).encode()
