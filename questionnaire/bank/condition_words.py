"""A condition in words, by the edition's own texts; no Django.

The rule, in words: every test becomes one short clause that names the question as it is asked and
the options as they are read; groups inside groups stand in brackets, so that nobody has to guess
what "and" and "or" bind. Say only what ``check_condition`` finds no fault with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from questionnaire.bank.figures import trimmed

CONTRARY = {
    "in": "not-in", "has": "has-none", "below": "at-least", "at-least": "below",
    "at-most": "above", "above": "at-most",
}  # fmt: skip
"""What is said of a test that must not be met: the contrary comparison, or words of its own."""
ONE = {"not-in": "is-not", "has-none": "unticked", "lacks": "unticked"}
"""Tests of choices that are said in other words where they name a single option."""


class Say(Protocol):
    """A sentence of the site in the reader's language, with its values put in."""

    def __call__(self, message: str, **values: object) -> str: ...


Raw = Mapping[str, Any]


def condition_words(condition: Raw, document: Raw, *, language: str, say: Say) -> str:
    """ "Met when ..."; the document's questions need not be more than well-shaped."""
    clause = condition_clause(condition, document, language=language, say=say)
    return say("Met when %(condition)s.", condition=clause)


def condition_clause(condition: Raw, document: Raw, *, language: str, say: Say) -> str:
    """The condition as a part of a sentence."""
    questions = {
        one["key"]: one for category in document["categories"] for one in category["questions"]
    }
    return _Teller(questions, language, say).words(condition)


def computed_words(name: str, say: Say) -> str:
    """What a value that is worked out from the answers is called."""
    known = {
        "posture-funding": say("the funding posture"),
        "posture-community": say("the community posture"),
        "posture-safety": say("the safety posture"),
        "lean": say("the lean"),
        "training-flop": say("the training run in FLOP"),
        "gpu-hours": say("the training run in GPU hours"),
        "cost-usd": say("the cost of the training run in USD"),
        "months-of-runway": say("the runway in months"),
        "months-to-usable-model": say("the months to a usable model"),
        "money-needed-usd": say("the money needed in USD"),
        "money-secured-usd": say("the money secured in USD"),
        "money-gap-usd": say("the money missing in USD"),
        "switching-cost": say("the cost of turning round (0 low to 2 high)"),
    }
    return known.get(name, name)


class _Teller:
    """Says conditions of one edition in one language."""

    def __init__(self, questions: Mapping[str, Raw], language: str, say: Say) -> None:
        self.questions, self.language, self.say = questions, language, say

    def words(self, raw: Raw, *, inside: bool = False) -> str:
        say = self.say
        if "all" in raw or "any" in raw:
            parts = raw["all"] if "all" in raw else raw["any"]
            if len(parts) == 1:
                return self.words(parts[0], inside=inside)
            joint = say(" and ") if "all" in raw else say(" or ")
            whole = joint.join(self.words(part, inside=True) for part in parts)
            return f"({whole})" if inside else whole
        if "not" in raw:
            return self._negated(raw["not"], inside=inside)
        if raw.get("computed") is not None:
            return self._compared(
                computed_words(raw["computed"], self.say), raw["op"], raw["value"], ""
            )
        return self._test(raw, self.questions[raw["q"]])

    def _negated(self, raw: Raw, *, inside: bool) -> str:
        """What must not be so. One test is said as its contrary; "it is not so that" before a row
        of tests would leave open how many of them it binds, so it and they stand in brackets."""
        if raw.get("q") and raw["op"] in CONTRARY:
            return self._test({**raw, "op": CONTRARY[raw["op"]]}, self.questions[raw["q"]])
        whole = self.say("it is not so that %(condition)s", condition=self.words(raw, inside=True))
        return f"({whole})" if inside else whole

    # ------------------------------------------------------------ one answer

    def _test(self, raw: Raw, question: Raw) -> str:
        ask, op, value = self._quoted(question["ask"]), raw["op"], raw["value"]
        if op == "answered":
            if value:
                return self.say("%(question)s is answered", question=ask)
            return self.say("%(question)s is not answered", question=ask)
        if op in ("ticked-at-least", "ticked-at-most"):
            return self._counted(ask, op, value)
        if op in ("in", "not-in", "has", "has-none", "lacks", "exactly"):
            texts = {one["key"]: self._quoted(one["text"]) for one in question["options"]}
            return self._chosen(ask, op, [texts[key] for key in value])
        if question.get("options"):
            return self._compared(ask, op, value, self._step(question["options"], value))
        unit = self._text(question["number"]["unit"]) if question.get("number") else ""
        return self._compared(ask, op, value, f"{self._figure(value)} {unit}")

    def _chosen(self, ask: str, op: str, options: Sequence[str]) -> str:
        either = self._listed(options, self.say("or"))
        every = self._listed(options, self.say("and"))
        if len(options) == 1 and op in ONE:
            return self._of_one(ask, ONE[op], every)
        say = self.say
        return {
            "in": say("%(question)s is %(options)s", question=ask, options=either),
            "not-in": say("%(question)s is none of %(options)s", question=ask, options=either),
            "has": say("%(question)s has %(options)s ticked", question=ask, options=either),
            "has-none": say(
                "%(question)s has none of %(options)s ticked", question=ask, options=either
            ),
            "exactly": say(
                "%(question)s has exactly %(options)s ticked, and nothing else",
                question=ask, options=every,
            ),
            "lacks": say("%(question)s does not have all of %(options)s ticked",
                         question=ask, options=every),
        }[op]  # fmt: skip

    def _of_one(self, ask: str, said: str, option: str) -> str:
        """The tests that read otherwise where there is a single option."""
        if said == "is-not":
            return self.say("%(question)s is not %(options)s", question=ask, options=option)
        return self.say("%(question)s has %(options)s not ticked", question=ask, options=option)

    def _counted(self, ask: str, op: str, value: float) -> str:
        values = {"question": ask, "number": self._figure(value)}
        return {
            "ticked-at-least": self.say("%(question)s has at least %(number)s ticked", **values),
            "ticked-at-most": self.say("%(question)s has at most %(number)s ticked", **values),
        }[op]

    # ------------------------------------------------------------ comparisons

    def _compared(self, what: str, op: str, value: float, mark: str) -> str:
        values = {"what": what, "mark": (mark or self._figure(value)).strip()}
        return {
            "below": self.say("%(what)s is below %(mark)s", **values),
            "at-most": self.say("%(what)s is at most %(mark)s", **values),
            "above": self.say("%(what)s is above %(mark)s", **values),
            "at-least": self.say("%(what)s is at least %(mark)s", **values),
        }[op]

    def _step(self, options: Sequence[Raw], value: float) -> str:
        """A scale's step is counted from 0 in conditions, and read as its option."""
        if float(value).is_integer() and 0 <= value < len(options):
            return self._quoted(options[int(value)]["text"])
        return self.say("step %(number)s", number=self._figure(value + 1))

    # ------------------------------------------------------------ small words

    def _figure(self, value: float) -> str:
        return trimmed(value, self.language, 3)

    def _listed(self, words: Sequence[str], joint: str) -> str:
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {joint} {words[-1]}"

    def _quoted(self, text: Mapping[str, str]) -> str:
        return self.say("“%(text)s”", text=self._text(text))

    def _text(self, text: Mapping[str, str]) -> str:
        """The text in the language, else in whatever there is."""
        return text.get(self.language) or next(iter(text.values()), "")
