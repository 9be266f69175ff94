"""Text and numbers as people type them, made storable in one documented way; no Django.

Every form of founders goes through these functions, so that SQLite and PostgreSQL always store the
same; what our own pages send along is read here too. JSON is read by ``scoring.answers.parse``,
wherever it comes from.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from questionnaire.bank.figures import DECIMAL_MARK
from questionnaire.scoring.answers import MOST_TEXT as MOST_TEXT

MOST_NUMBER = 10**12
MOST_MARKS = 30
"""Combining marks that stay on one letter."""
SPACES = str.maketrans("", "", " \u00a0\u2009\u202f")
NUMBER = re.compile(r"[+\-\u2212]?[0-9.,]+")
GROUPED = {mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:\{mark}[0-9]{{3}})+") for mark in ".,"}
TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u2800\u3164\u00ad")


@dataclass(frozen=True, slots=True)
class Unreadable(Exception):
    """A number that cannot be read. reason: empty, not-a-number, ambiguous, too-large, decimals;
    readings: what an ambiguous one may mean."""

    reason: str
    readings: tuple[str, ...] = ()


def clean_text(text: str) -> str:
    """The text as it is stored: NFC, LF, no control characters or half characters, no outer space.

    What nobody can see (spaces of any kind, zero-width characters) counts as empty. Of the marks on
    one letter the first 30 are kept: no language needs more (Unicode's Stream-Safe Text Format, UAX
    15), and bringing many into their order takes time with the square of their number.
    """
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    made = unicodedata.normalize("NFC", "".join(_kept(whole))).strip()
    seen = any(one not in UNSEEN and not one.isspace() for one in made)
    return made if seen else ""


def clean_line(text: str) -> str:
    """A name as it is stored: as ``clean_text``, on one line, without marks that turn the direction
    of what stands around it."""
    return " ".join(clean_text(text).translate(TURNING).split())


def sent_number(text: str) -> int:
    """A version or number that our page sends; -1, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def sent_id(text: str) -> uuid.UUID | None:
    """The id that our page gave an edit; None for anything else.

    Only a random one: an id that follows from something (``carry_id``, ``agreed_id``) is ours to
    give, or a stranger could use up the id by which somebody else's answer is to be written.
    """
    found = read_id(text)
    return found if found is not None and found.version == 4 else None


def read_id(text: str) -> uuid.UUID | None:
    """The id of something that there is, as a form of ours names it; None for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _kept(text: str) -> Iterator[str]:
    """The characters that are stored."""
    marks = 0
    for one in text:
        if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cs"):
            continue
        marks = marks + 1 if unicodedata.combining(one) else 0
        if marks <= MOST_MARKS:
            yield one


def parse_number(text: str, language: str, decimals: int = 2) -> int | float:
    """The number that a person of this language wrote.

    decimals: how many places the question allows. Raises Unreadable.

      written        en            es, de
      14  7.0        14  7         14  7 (one full place is read)
      1,234.5        1234.5        1234.5 (the last of two marks is the decimal one)
      1.234,5        1234.5        1234.5
      1,234          1234          1.234 if the question has 3 places, else too many decimals
      1.234          as es 1,234   ambiguous: 1234 or 1,234
      0.5  0,5       0.5           0.5
      1_000 1e3 £1m 10 % ١٢ NaN inf    not a number
    """
    bare = text.strip().translate(SPACES)
    if not bare:
        raise Unreadable("empty")
    if not NUMBER.fullmatch(bare) or not any(one.isdigit() for one in bare):
        raise Unreadable("not-a-number")
    sign = -1 if bare[0] in "-\u2212" else 1
    value = sign * float(_plain(bare.lstrip("+-\u2212"), DECIMAL_MARK.get(language, ".")))
    if abs(value) > MOST_NUMBER:
        raise Unreadable("too-large")
    if round(value, decimals) != value:
        raise Unreadable("decimals")
    return int(value) if value == int(value) else value


def _plain(digits: str, mark: str) -> str:
    """Digits with a point, or Unreadable."""
    group = "," if mark == "." else "."
    if "." in digits and "," in digits:
        # Both marks stand there: the last one is the decimal mark, whatever the language.
        mark = max(".,", key=digits.rfind)
        group = "," if mark == "." else "."
    if mark == "," and "," not in digits and re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", digits):
        raise Unreadable("ambiguous", (digits.replace(".", ""), digits.replace(".", ",")))
    if mark not in digits and digits.count(group) == 1 and not GROUPED[group].fullmatch(digits):
        mark, group = group, mark  # "0.5" groups nothing in any language
    whole, _, part = digits.partition(mark)
    if group in whole and not GROUPED[group].fullmatch(whole):
        raise Unreadable("not-a-number")
    if not re.fullmatch(r"[0-9]*", part) or len(digits) > 40:
        raise Unreadable("not-a-number" if len(digits) <= 40 else "too-large")
    whole = whole.replace(group, "")
    if not (whole or part):
        raise Unreadable("not-a-number")
    return f"{whole or '0'}.{part or '0'}"
