"""A list of addresses, line by line."""

from __future__ import annotations

import pytest

from questionnaire.cohort.inviting.pasted import MOST_LINES, Unusable, decoded, read_list


def told(text: str) -> list[tuple[str, str, str]]:
    return [(one.email, one.name, one.fault) for one in read_list(text)]


@pytest.mark.parametrize(
    ("line", "email", "name"),
    [
        ("ada@example.org", "ada@example.org", ""),
        ("Ada@Example.ORG", "ada@example.org", ""),
        ("ada@example.org; Almendra Speech", "ada@example.org", "Almendra Speech"),
        ("Almendra Speech,ada@example.org", "ada@example.org", "Almendra Speech"),
        ("ada@example.org\tAlmendra", "ada@example.org", "Almendra"),
        ('"Almendra, S.L.",ada@example.org', "ada@example.org", "Almendra, S.L."),
        ("Ada Bell <ada@example.org>", "ada@example.org", "Ada Bell"),
        ("Ada Bell ada@example.org", "ada@example.org", "Ada Bell"),
        ('=HYPERLINK("http://x.example"),ada@example.org', "ada@example.org",
         '=HYPERLINK("http://x.example")'),
        ("<b>x</b>;ada@example.org", "ada@example.org", "<b>x</b>"),
        ("A\u202eb;ada@example.org", "ada@example.org", "Ab"),
    ],
)  # fmt: skip
def test_a_line_is_read_as_people_write_it(line: str, email: str, name: str) -> None:
    assert told(line) == [(email, name, "")]


def test_each_faulty_line_says_what_is_wrong() -> None:
    text = "ada@example.org\nnobody\n\na@b, c@d\nada@\nADA@example.org\n" + "x" * 121 + ";e@f.org"
    lines = read_list(text)
    assert [(one.number, one.fault) for one in lines] == [
        (1, ""),
        (2, "no e-mail address in it"),
        (4, "more than one address; one in each line"),
        (5, "not an e-mail address"),
        (6, "the same address as in line 1"),
        (7, "the name is too long: 120 signs at most"),
    ]


def test_a_line_of_heads_is_no_line_and_what_excel_writes_is_read() -> None:
    raw = "Name;E-Mail\nCafé;ada@example.org\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert told(decoded(raw.encode(encoding))) == [("ada@example.org", "Café", "")], encoding


def test_what_is_no_list_or_too_long_is_refused() -> None:
    many = "\n".join(f"a{n}@example.org" for n in range(MOST_LINES + 1))
    for text in ("", " \n\t\n", many, "x" * 200_001):
        with pytest.raises(Unusable):
            read_list(text)
    for raw in (b"PK\x03\x04\x00\x00", b"x" * 200_001):
        with pytest.raises(Unusable):
            decoded(raw)
