"""An edition's document read in one language; no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.wording import (
    LocalAction,
    LocalArgument,
    LocalCategory,
    LocalEdition,
    LocalFact,
    LocalMilestone,
    LocalNumber,
    LocalOption,
    LocalPath,
    LocalQuestion,
    LocalRequirement,
    LocalReversalLine,
    LocalStep,
    LocalTension,
    Phrase,
)
from questionnaire.vocabulary import Direction, Kind, ReversalPart, Severity, Side


def localise(document: Mapping[str, Any], language: str) -> LocalEdition:
    """The edition in one language. ``queries.OpenEdition.wording`` keeps what this makes."""
    return _Reader(language, document["languages"][0]).edition(document)


@dataclass(frozen=True)
class _Reader:
    """Reads parts of a document in one language."""

    language: str
    main: str

    def say(self, text: Mapping[str, str]) -> Phrase:
        """The text in the language, else in the main one, else in any (the article is Spanish)."""
        for language in (self.language, self.main, *text):
            if language in text:
                return Phrase(text[language], language, language != self.language)
        raise KeyError("a text without words")  # content.py lets none through

    def title(self, text: str) -> Phrase:
        """What is not translated, as a title is not."""
        return Phrase(text, self.main, self.main != self.language)

    def perhaps(self, text: Mapping[str, str] | None) -> Phrase | None:
        return self.say(text) if text else None

    def edition(self, raw: Mapping[str, Any]) -> LocalEdition:
        return LocalEdition(
            key=raw["key"],
            language=self.language,
            title=self.say(raw["title"]),
            categories=tuple(self.category(one) for one in raw["categories"]),
            paths=tuple(self.path(one) for one in raw["paths"]),
            tensions={one["key"]: self.tension(one) for one in raw.get("tensions", ())},
            actions={one["key"]: self.action(one) for one in raw.get("actions", ())},
            milestones={one["key"]: self.milestone(one) for one in raw.get("milestones", ())},
            reversal={one["key"]: self.reversal_line(one) for one in raw.get("reversal", ())},
            facts={one["id"]: self.fact(one) for one in raw.get("facts", ())},
            opening=tuple(raw["rules"].get("opening", ())),
        )

    def category(self, raw: Mapping[str, Any]) -> LocalCategory:
        return LocalCategory(
            key=raw["key"],
            name=self.say(raw["name"]),
            summary=self.say(raw["summary"]),
            questions=tuple(self.question(one, raw["key"]) for one in raw["questions"]),
        )

    def question(self, raw: Mapping[str, Any], category: str) -> LocalQuestion:
        return LocalQuestion(
            key=raw["key"],
            category=category,
            kind=Kind(raw["kind"]),
            ask=self.say(raw["ask"]),
            why=self.say(raw["why"]),
            help=self.perhaps(raw.get("help")),
            article=self.perhaps(raw.get("article")),
            facts=tuple(raw.get("facts", ())),
            core=raw.get("core", True),
            options=tuple(self.option(one) for one in raw.get("options", ())),
            number=self.number(raw["number"]) if raw.get("number") else None,
        )

    def option(self, raw: Mapping[str, Any]) -> LocalOption:
        return LocalOption(
            key=raw["key"],
            text=self.say(raw["text"]),
            next=self.perhaps(raw.get("next")),
            exclusive=raw.get("exclusive", False),
            not_known=raw.get("not_known", False),
        )

    def number(self, raw: Mapping[str, Any]) -> LocalNumber:
        return LocalNumber(
            unit=self.say(raw["unit"]),
            minimum=raw.get("minimum", 0),
            maximum=raw["maximum"],
            decimals=raw.get("decimals", 0),
            steps=tuple(
                LocalStep(one.get("below"), one.get("above"), self.say(one["next"]))
                for one in raw.get("steps", ())
            ),
        )

    def path(self, raw: Mapping[str, Any]) -> LocalPath:
        return LocalPath(
            key=raw["key"],
            name=self.say(raw["name"]),
            summary=self.say(raw["summary"]),
            position=raw["position"],
            presupposes={
                name: self.say(raw["presupposes"][name])
                for name in ("money", "people", "time")
                if name in raw["presupposes"]
            },
            first_90_days=tuple(self.say(one) for one in raw["first_90_days"]),
            requirements=tuple(
                LocalRequirement(one["key"], one["kind"], self.say(one["text"]))
                for one in raw["requirements"]
            ),
            arguments=tuple(
                LocalArgument(one["key"], Side(one["side"]), self.say(one["text"]))
                for one in raw.get("arguments", ())
            ),
        )

    def tension(self, raw: Mapping[str, Any]) -> LocalTension:
        return LocalTension(
            key=raw["key"],
            name=self.say(raw["name"]),
            why=self.say(raw["why"]),
            severity=Severity(raw["severity"]),
            settle=raw["settle"],
            actions=tuple(raw.get("actions", ())),
        )

    def action(self, raw: Mapping[str, Any]) -> LocalAction:
        return LocalAction(
            key=raw["key"],
            text=self.say(raw["text"]),
            done_when=self.say(raw["done_when"]),
            lifts=tuple(raw["lifts"]),
            facts=tuple(raw.get("facts", ())),
        )

    def milestone(self, raw: Mapping[str, Any]) -> LocalMilestone:
        money = raw.get("money")
        return LocalMilestone(
            key=raw["key"],
            name=self.say(raw["name"]),
            evidence=self.say(raw["evidence"]),
            months=(raw["months"][0], raw["months"][1]),
            money=(money[0], money[1]) if money else None,
        )

    def reversal_line(self, raw: Mapping[str, Any]) -> LocalReversalLine:
        return LocalReversalLine(
            key=raw["key"],
            direction=Direction(raw["direction"]),
            part=ReversalPart(raw["part"]),
            text=self.say(raw["text"]),
        )

    def fact(self, raw: Mapping[str, Any]) -> LocalFact:
        return LocalFact(
            raw["id"], self.say(raw["text"]), self.title(raw["source"]), raw.get("url")
        )
