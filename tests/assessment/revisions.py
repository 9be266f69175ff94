"""An edition and the one that revised it: every kind of change a founder can meet, once."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from django.test import Client

from questionnaire.assessment.models import Answer, Assessment
from questionnaire.bank.content import Content
from questionnaire.bank.models import Edition
from questionnaire.people.models import Venture
from tests.access.world import holding
from tests.assessment.guests import Guest
from tests.bank.banks import choice, en, option, raw
from tests.factories import (
    NOW,
    make_answer,
    make_assessment,
    make_draft,
    make_edition,
    make_effect,
    make_grant,
    make_revision,
    make_venture,
)

DAY = dt.timedelta(days=1)
NOTE = "Licences are asked anew."
UNSCORED = {"unscored": "A plan is no merit."}
Raw = dict[str, Any]


def number(key: str, unit: str, **more: Any) -> Raw:
    return {
        "key": key, "kind": "number", "ask": en(f"{key}?"), "why": en("So."), **UNSCORED,
        "number": {"unit": en(unit), "maximum": 100, **more},
    }  # fmt: skip


def earlier() -> Raw:
    """The small edition with questions that will change."""
    whole = raw()
    whole["languages"] = ["en"]
    whole["categories"][0]["questions"] += [
        choice("licence", option("mit"), option("own"), option("later"), **UNSCORED),
        choice(
            "forms", option("talk"), option("code"), option("hush"), kind="multiple", **UNSCORED
        ),
        choice("stance", option("yes"), option("no"), **UNSCORED),
        number("team", "people"),
        number("price", "USD"),
        {"key": "story", "kind": "text", "ask": en("story?"), "why": en("So."), **UNSCORED},
        choice("plain", option("here"), option("there"), **UNSCORED),
        choice("leaves", option("soon"), option("late"), **UNSCORED),
    ]
    return whole


def later() -> Raw:
    """The same, revised."""
    whole = copy.deepcopy(earlier())
    whole["key"] = "revised-2"
    asked = {one["key"]: one for one in whole["categories"][0]["questions"]}
    asked["route"]["ask"] = en("Which route?")
    asked["base"]["options"][0]["points"]["funding"] = 1
    asked["runway"]["number"]["curves"]["funding"] = [[0, 0], [36, 4]]
    asked["runway"]["ask"] = en("For how long?")
    del asked["licence"]["options"][2]
    asked["forms"]["options"][2]["exclusive"] = True
    asked["stance"]["kind"] = "scale"
    asked["team"]["number"]["unit"] = en("dozens of people")
    asked["price"]["number"]["maximum"] = 10
    whole["categories"][0]["questions"] = [
        *(one for key, one in asked.items() if key != "leaves"),
        choice("fresh", option("one"), option("two"), **UNSCORED),
    ]
    whole["paths"][0]["position"] = -90
    return whole


EARLIER, LATER = Content.model_validate(earlier()), Content.model_validate(later())

ANSWERS: dict[str, Raw] = {
    "route": {"value": {"value": "open"}, "note": "As we said", "claim": "done"},
    "base": {"value": {"unknown": True}, "evidence": "https://example.org/base"},
    "runway": {"value": {"value": 14}},
    "extras": {"value": {"other": "A forum"}},
    "licence": {"value": {"value": "later"}, "note": "Ask Ada", "evidence": "Minutes",
                "claim": "plan"},
    "forms": {"value": {"value": ["talk", "hush"]}},
    "stance": {"value": {"value": "yes"}},
    "team": {"value": {"value": 12}},
    "price": {"value": {"value": 50}},
    "story": {"value": {"value": "Once upon a time"}},
    "plain": {"value": {"value": "here"}},
    "leaves": {"value": {"value": "soon"}, "note": "CNRY-leaves"},
}  # fmt: skip
CARRIED = ("base", "extras", "plain", "route", "runway", "story")
LISTED = ("forms", "leaves", "licence", "price", "stance", "team")


def publish_later(at: dt.datetime = NOW + DAY) -> Edition:
    """The revised edition, published with its note."""
    from questionnaire.bank.actions import publish

    draft = make_draft(LATER, at=at)
    make_effect(draft)
    return publish(edition=draft, note={"en": NOTE}, at=at, prove=False)


def begun(venture: Venture | None = None) -> Assessment:
    """An assessment of the earlier edition with an answer to everything."""
    assessment = make_assessment(
        venture=venture or make_venture(name="Acme Models"), edition=make_edition(EARLIER)
    )
    for question, said in ANSWERS.items():
        answer = make_answer(assessment=assessment, question=question, **said)
        make_revision(answer=answer, note=answer.note, evidence=answer.evidence, claim=answer.claim)
    return assessment


def guest_of(assessment: Assessment) -> Guest:
    """A browser with a private link to the venture, spent."""
    grant = make_grant(venture=assessment.venture)
    return Guest(holding(grant.grant), assessment)


def at(guest: Guest, assessment: Assessment) -> Guest:
    """The same browser at another assessment."""
    return Guest(guest.client, assessment)


def client_of(assessment: Assessment) -> Client:
    return guest_of(assessment).client


def said(assessment: Assessment) -> dict[str, tuple[Any, str, str, str]]:
    """Everything that stands, by question."""
    return {
        one.question: (one.value, one.note, one.evidence, one.claim)
        for one in Answer.objects.filter(assessment=assessment)
    }
