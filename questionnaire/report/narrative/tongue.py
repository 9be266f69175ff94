"""One language's way of saying things: the edition's texts, the site's sentences, figures.

The catalogue is whatever has ``gettext`` and ``ngettext``: Django's translation module on the site,
``gettext.NullTranslations`` for plain English.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from questionnaire.bank.figures import figure, half_up
from questionnaire.bank.wording import LocalEdition
from questionnaire.scoring.rubric import Rubric, Rules
from questionnaire.scoring.sheet import Answer, Sheet

THIN = "\N{NO-BREAK SPACE}"
MILLION = 1e6
LEAST_SHARE = 0.005
"""Below it a share rounds to 0 per cent, and as near to all of it to 100."""
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Catalogue(Protocol):
    """Translations of the site's own sentences."""

    def gettext(self, message: str) -> str: ...

    def ngettext(self, singular: str, plural: str, number: int) -> str: ...

    def pgettext(self, context: str, message: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language with everything needed to say something in it.

    rules: the edition's numbers; asked: the questions this venture is asked, None for all.
    rubric: what the edition scores by, for sums that a scorecard does not hold; None leaves what
    single answers pull together.
    """

    catalogue: Catalogue
    texts: LocalEdition
    rules: Rules
    asked: frozenset[str] | None = None
    rubric: Rubric | None = None

    @property
    def lang(self) -> str:
        return self.texts.language

    def say(self, message: str, **values: object) -> str:
        """A sentence of the site, with its values put in."""
        return self.catalogue.gettext(message) % values

    def count(self, singular: str, plural: str, number: int, **values: object) -> str:
        """A sentence whose form hangs on a number, which it may name as ``number``."""
        return self.catalogue.ngettext(singular, plural, number) % {**values, "number": number}

    def figure(self, value: float, digits: int = 0, *, signed: bool = False) -> str:
        """A number in the language's way, with a true minus; never "−0"."""
        return figure(value, self.lang, digits, signed=signed)

    def share(self, value: float) -> str:
        """A share of 1 in per cent; 0 and 100 only where it is really none or all."""
        if 0 < value < LEAST_SHARE:
            return self.say("under %(share)s", share=f"{self.figure(1)}{THIN}%")
        if 1 - LEAST_SHARE <= value < 1:
            return self.say("over %(share)s", share=f"{self.figure(99)}{THIN}%")
        return f"{self.figure(100 * value)}{THIN}%"

    def span(self, low: float, high: float, digits: int = 0, *, signed: bool = False) -> str:
        """A range in words: "46 to 58"; one figure where both ends read the same."""
        first = self.figure(low, digits, signed=signed)
        last = self.figure(high, digits, signed=signed)
        if first == last:
            return first
        return self.say("%(low)s to %(high)s", low=first, high=last)

    def listed(self, words: Sequence[str]) -> str:
        """Words in a row: "a, b and c"."""
        if len(words) < 2:
            return "".join(words)
        return self.say("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1])


def power(exponent: int) -> str:
    """A power of ten: "10²¹"."""
    return f"10{str(exponent).translate(SUPERSCRIPT)}"


def large(tongue: Tongue, value: float, unit: str) -> str:
    """An amount with three digits: "19,100 USD", "2.33 M USD", "5.8 × 10²¹ FLOP"."""
    size = abs(value)
    exponent = math.floor(math.log10(size)) if size else 0
    if size < MILLION:
        return f"{tongue.figure(half_up(value, min(0, 2 - exponent)))}{THIN}{unit}"
    if size < 1e12:
        scaled = value / MILLION
        amount, million = tongue.figure(scaled, max(0, min(2, 8 - exponent))), tongue.say("M")
        return f"{amount}{THIN}{million}{THIN}{unit}"
    mantissa = tongue.figure(value / 10.0**exponent, 1)
    return f"{mantissa}{THIN}×{THIN}{power(exponent)}{THIN}{unit}"


def apportioned(values: Sequence[float], total: int) -> list[int]:
    """Whole numbers near the values that add up to the total (largest remainder)."""
    floors = [math.floor(value + 1e-9) for value in values]
    order = sorted(range(len(values)), key=lambda place: floors[place] - values[place])
    for place in order[: max(0, total - sum(floors))]:
        floors[place] += 1
    return floors


# ---------------------------------------------------------------- answers in words


@dataclass(frozen=True, slots=True)
class Said:
    """A question as the bank words it, and what was said to it, in words."""

    key: str
    category: str
    ask: str
    answer: str


def said(tongue: Tongue, sheet: Sheet, key: str) -> Said:
    """A question and its answer."""
    question = tongue.texts.question(key)
    if tongue.asked is not None and key not in tongue.asked:
        return Said(key, question.category, question.ask, tongue.say("not asked of you"))
    return Said(key, question.category, question.ask, answer_words(tongue, key, sheet.get(key)))


def path_name(tongue: Tongue, key: str) -> str:
    """A path's name."""
    return tongue.texts.path(key).name


def path_place(tongue: Tongue, key: str) -> int:
    """Where a path stands from closed (0) to open."""
    return [path.key for path in tongue.texts.paths].index(key)


def answer_words(tongue: Tongue, key: str, answer: Answer | None) -> str:
    """An answer in the bank's words."""
    if answer is None:
        return tongue.say("not answered")
    if answer.unknown:
        return tongue.say("don’t know yet")
    if answer.other is not None:
        return tongue.say("none of these fits: %(text)s", text=answer.other)
    return value_words(tongue, key, answer.value)


def value_words(tongue: Tongue, key: str, value: Any) -> str:
    """A value in the bank's words; says so where there is none."""
    if value is None:
        return tongue.say("not answered")
    return tongue.texts.question(key).words(value, tongue.lang)


def option_words(tongue: Tongue, key: str, option: str) -> str:
    """An option's text; its key where the edition has none."""
    found = tongue.texts.question(key).by_key.get(option)
    return found.text if found else option
