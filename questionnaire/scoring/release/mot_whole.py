"""A whole plan beside its record, in one file of the Model Openness Tool, and read back from it.

The tool reads what stands under ``release`` and nothing else, and its schema allows more names at
the top; so the plan stands there under ``plan``: what comes later, what stays in the house, and the
figures. The record keeps the last word: where somebody changed it since, the file is read as the
record says, over the plan that stands beside it.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from questionnaire.scoring.release.components import BY_KEY
from questionnaire.scoring.release.mot import record_of
from questionnaire.scoring.release.mot_in import plan_of_record
from questionnaire.scoring.release.plan import FIGURES, Part, Plan, When, as_json, plan_of

PLAN = "plan"
LINES = ("name", "version", "producer", "medium", "architecture", "treatment", "origin")
"""Texts that a record may hold; the rest (figures, terms of the base) it does not know."""


def whole_record(plan: Plan, day: dt.date) -> dict[str, Any]:
    """The record of a plan, with the plan itself beside it."""
    return record_of(plan, day) | {PLAN: _said(as_json(plan))}


def _said(value: Any) -> Any:
    """What was said of a plan, as a file of YAML may hold it. An own licence may be an empty text,
    which says that there is none; everything else that is empty was not said."""
    if isinstance(value, dict):
        return {
            key: _said(one)
            for key, one in value.items()
            if one not in (None, "", {}) or (key, one) == ("licence", "")
        }
    return _storable(value) if isinstance(value, str) else value


def _storable(text: str) -> str:
    """A text without what no file of YAML may hold; what joins letters stays, though unseen."""
    return "".join(one for one in text if _may_stand(one))


def _may_stand(one: str) -> bool:
    return unicodedata.category(one) not in ("Cc", "Cs", "Zl", "Zp") and one not in "\ufffe\uffff"


def whole_plan(raw: Mapping[str, Any], record: Plan) -> Plan | None:
    """The plan that a file holds beside its record; None where there is none. record: as it was
    read. Never raises, whatever it is given."""
    said = raw.get(PLAN)
    if not isinstance(said, Mapping):
        return None
    own = plan_of({**said, **{name: _figure(said.get(name)) for name in FIGURES}})
    day = _day(raw)
    untouched = day is not None and plan_of_record(record_of(own, day)).plan == record
    return own if untouched else over(own, record)


def _figure(value: object) -> object:
    """A number that is read as it was typed, as a number."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return None


def _day(raw: Mapping[str, Any]) -> dt.date | None:
    release = raw.get("release")
    text = release.get("date") if isinstance(release, Mapping) else None
    try:
        return dt.date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def over(plan: Plan, record: Plan) -> Plan:
    """A plan with what a record says in its place. A record tells of what is out and not of what
    is to come: that stays as planned, and so does a text that the record leaves empty. Where it
    names no licence for a kind, that of the plan stays for what is to come; what the record lists
    without one has none, as the tool reads it."""
    lines = {name: getattr(record, name) or getattr(plan, name) for name in LINES}
    to_come = {key: one for key, one in plan.parts.items() if one.when is When.LATER}
    if "distribution" in record.whole:
        return replace(plan, **lines, parts={**to_come, **record.parts}, whole=record.whole)
    listed = {key: _as_listed(key, one, record) for key, one in record.parts.items()}
    whole = {**plan.whole, **record.whole}
    return replace(plan, **lines, parts={**to_come, **listed}, whole=whole)


def _as_listed(key: str, part: Part, record: Plan) -> Part:
    """A component under the licences of the record alone."""
    said = part.licence is not None or BY_KEY[key].kind in record.whole
    return part if said else replace(part, licence="")
