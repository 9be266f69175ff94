"""A plan as the Model Openness Tool's own record; mot_in.py reads one.

The form is that of the tool's schema (mof_schema.json): a mapping with ``framework`` and
``release``. A component that is written is included; its licence is its own, that of its kind, or
"unlicensed". What is planned for later is not included before its day, for the record says what
is released.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from questionnaire.scoring.release.components import COMPONENTS, KINDS
from questionnaire.scoring.release.licences import NO_LICENCE
from questionnaire.scoring.release.plan import Part, Plan

FRAMEWORK = {"name": "Model Openness Framework", "version": "1.0", "date": "2024-12-15"}
WHOLES = ("distribution", *KINDS)


def record_of(plan: Plan, day: dt.date) -> dict[str, Any]:
    """The record of what a plan has released. day: of the record; what was to come later and has
    its day by then is in it."""
    out = plan.release(by=day).parts
    release: dict[str, Any] = {
        "name": printed(plan.name) or "unnamed",
        "version": printed(plan.version),
        "date": day.isoformat(),
        "license": {
            kind: {"name": printed(plan.whole[kind]), "path": ""}
            for kind in WHOLES
            if plan.whole.get(kind)
        },
        "type": plan.medium,
        "architecture": plan.architecture,
    }
    if plan.treatment:
        release["treatment"] = plan.treatment
    release |= {"origin": printed(plan.origin), "producer": printed(plan.producer)}
    release |= {"contact": ""}
    release["components"] = [
        {"name": one.name, "description": one.about} | _own(plan.part(one.key))
        for one in COMPONENTS
        if one.key in out
    ]
    return {"framework": dict(FRAMEWORK), "release": release}


def printed(text: str) -> str:
    """A text without what no file of YAML may hold, and nobody can see."""
    return "".join(one for one in text if one.isprintable())


def _own(part: Part) -> dict[str, str]:
    if part.licence is None:
        return {}
    return {"license": printed(part.licence) or NO_LICENCE}
