"""A plan as the Model Openness Tool's own record, and such a record as a plan.

The form is that of the tool's schema (mof_schema.json): a mapping with ``framework`` and
``release``. A component that is written is included; its licence is its own, that of its kind, or
"unlicensed". What is planned for later is not included before its day, for the record says what
is released. A record that the rules cannot read is refused with every fault: where, what, and how
to mend it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from questionnaire.scoring.faults import Fault, Said, shown
from questionnaire.scoring.release.components import BY_NAME, COMPONENTS, KINDS
from questionnaire.scoring.release.licences import NO_LICENCE
from questionnaire.scoring.release.plan import (
    ARCHITECTURES,
    MEDIA,
    MOST_LINE,
    TREATMENTS,
    Part,
    Plan,
    When,
)

FRAMEWORK = {"name": "Model Openness Framework", "version": "1.0", "date": "2024-12-15"}
WHOLES = ("distribution", *KINDS)
MOST_COMPONENTS = 17
LINES = ("name", "version", "producer", "origin")
Faults = list[Fault]


def record_of(plan: Plan, day: dt.date) -> dict[str, Any]:
    """The record of what a plan has released. day: of the record; what was to come later and has
    its day by then is in it."""
    out = plan.release(by=day).parts
    release: dict[str, Any] = {
        "name": _printed(plan.name) or "unnamed",
        "version": _printed(plan.version),
        "date": day.isoformat(),
        "license": {
            kind: {"name": _printed(plan.whole[kind]), "path": ""}
            for kind in WHOLES
            if plan.whole.get(kind)
        },
        "type": plan.medium,
        "architecture": plan.architecture,
    }
    if plan.treatment:
        release["treatment"] = plan.treatment
    release |= {"origin": _printed(plan.origin), "producer": _printed(plan.producer)}
    release |= {"contact": ""}
    release["components"] = [
        {"name": one.name, "description": one.about} | _own(plan.part(one.key))
        for one in COMPONENTS
        if one.key in out
    ]
    return {"framework": dict(FRAMEWORK), "release": release}


def _printed(text: str) -> str:
    """Without what no file of YAML may hold, and nobody can see."""
    return "".join(one for one in text if one.isprintable())


def _own(part: Part) -> dict[str, str]:
    if part.licence is None:
        return {}
    return {"license": _printed(part.licence) or NO_LICENCE}


# ---------------------------------------------------------------- reading one


def plan_of_record(raw: Mapping[str, Any]) -> tuple[Plan, Faults]:
    """The plan in a record, or an empty one with every reason why it was refused."""
    faults: Faults = []
    framework, release = (_mapping(raw, name, faults) for name in ("framework", "release"))
    if faults:
        return Plan(), faults
    if framework.get("name") != FRAMEWORK["name"]:
        mend = Said("write %(name)s", name=FRAMEWORK["name"])
        faults.append(Fault("framework.name", Said("it is another framework"), mend))
    for name in ("name", "producer", "license", "components"):
        if name not in release:
            faults.append(Fault(f"release.{name}", Said("it is missing"), Said("add it")))
    told: dict[str, Any] = {name: _line(release, name, faults) for name in LINES}
    for name, words in (("type", MEDIA), ("architecture", ARCHITECTURES),
                        ("treatment", TREATMENTS)):  # fmt: skip
        told[name] = _word(release, name, words, faults)
    whole = dict(_whole(release.get("license"), faults))
    parts = dict(_parts(release.get("components"), faults))
    if faults:
        return Plan(), faults
    told["medium"] = told.pop("type")
    told["origin"] = _of_another(told)
    return Plan(**told, parts=parts, whole=whole), []


def _of_another(told: Mapping[str, str]) -> str:
    """The base that a record names. Without a word on the training, many name the model's own
    family there, and those trained anew the model itself; whatever says more is believed."""
    origin, name = (_plain(told[one]) for one in ("origin", "name"))
    if not origin:
        return told["origin"]
    own = origin == name and told["treatment"] in ("", "pre-trained")
    family = origin in name and not told["treatment"]
    return "" if own or family else told["origin"]


def _plain(name: str) -> str:
    return "".join(one for one in name.casefold() if one.isalnum())


def _mapping(raw: Mapping[str, Any], name: str, faults: Faults) -> Mapping[str, Any]:
    value = raw.get(name)
    if isinstance(value, Mapping):
        return value
    mend = Said("write name: value pairs under it")
    faults.append(Fault(name, Said("it is missing or holds no name: value pairs"), mend))
    return {}


def _line(release: Mapping[str, Any], name: str, faults: Faults) -> str:
    """A text, or a number that was written without quotes, as versions are."""
    value = release.get(name)
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value}"
    if not isinstance(value, str) or len(value) > MOST_LINE:
        mend = Said("write a text of at most %(most)s characters", most=MOST_LINE)
        faults.append(Fault(f"release.{name}", Said("%(value)s is no text that fits",
                                                    value=shown(value)), mend))  # fmt: skip
        return ""
    return _printed(value)


def _word(release: Mapping[str, Any], name: str, words: tuple[str, ...], faults: Faults) -> str:
    value = release.get(name)
    if value in (None, ""):
        return ""
    if isinstance(value, str) and value in words:
        return value
    mend = Said("write one of: %(words)s", words=", ".join(words))
    problem = Said("%(value)s is not known", value=shown(value))
    faults.append(Fault(f"release.{name}", problem, mend))
    return ""


def _whole(raw: object, faults: Faults) -> Iterator[tuple[str, str]]:
    """Licences by kind, and that of the whole; kinds that the rules do not know are left out."""
    if raw is None or raw == []:  # an empty mapping as some programs write it
        return
    if not isinstance(raw, Mapping):
        mend = Said("write distribution, code, data or document under it")
        faults.append(Fault("release.license", Said("it holds no name: value pairs"), mend))
        return
    for kind in WHOLES:
        one = raw.get(kind)
        if one is None:
            continue
        name = one.get("name") if isinstance(one, Mapping) else one
        if name is None or isinstance(name, str):
            if name:
                yield kind, _printed(name)[:MOST_LINE]
            continue
        mend = Said("write the id of a licence, such as Apache-2.0")
        problem = Said("%(value)s is no licence", value=shown(name))
        faults.append(Fault(f"release.license.{kind}.name", problem, mend))


def _parts(raw: object, faults: Faults) -> Iterator[tuple[str, Part]]:
    if raw is None:
        return
    if not isinstance(raw, list) or len(raw) > MOST_COMPONENTS:
        mend = Said("list the components, at most %(most)s", most=MOST_COMPONENTS)
        faults.append(Fault("release.components", Said("it is no list that fits"), mend))
        return
    seen = set()
    for place, one in enumerate(raw, 1):
        where = f"release.components, {place}"
        name = one.get("name") if isinstance(one, Mapping) else None
        known = BY_NAME.get(name) if isinstance(name, str) else None
        if known is None:
            mend = Said("use a name of the Model Openness Framework, such as Model card")
            problem = Said("%(value)s is no component", value=shown(name))
            faults.append(Fault(where, problem, mend))
            continue
        if known.key in seen:
            faults.append(Fault(where, Said("%(key)s stands twice", key=known.name),
                                Said("keep one")))  # fmt: skip
        seen.add(known.key)
        licence = one.get("license")
        if licence is not None and not isinstance(licence, str):
            mend = Said("write the id of a licence, such as Apache-2.0")
            problem = Said("%(value)s is no licence", value=shown(licence))
            faults.append(Fault(where, problem, mend))
            continue
        yield known.key, Part(When.RELEASED, None, _own_licence(licence))


def _own_licence(licence: str | None) -> str | None:
    if licence is None:
        return None
    return "" if licence == NO_LICENCE else _printed(licence)[:MOST_LINE]
