"""A plan as a file of the Model Openness Tool, and such a file read in: safe YAML, bounded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from questionnaire.bank.yaml_in import read_yaml
from questionnaire.bank.yaml_out import to_yaml
from questionnaire.scoring.faults import Fault, Said, in_words
from questionnaire.scoring.release.mot import record_of
from questionnaire.scoring.release.mot_in import plan_of_record
from questionnaire.scoring.release.plan import Plan, When

MOST_BYTES = 50_000
"""The tool's longest record has 4,940."""
MOST_PARTS = 1500
"""Values; the tool's fullest record has some 200."""
MOST_SAID = 20


def plan_yaml(plan: Plan, day: dt.date) -> str:
    """The record of what a plan has released by a day, which is that of the record."""
    return to_yaml(record_of(plan, day))


LINES = ("name", "version", "producer", "medium", "architecture", "treatment", "origin")
"""Texts that a record may hold; the rest (figures, terms of the base) it does not know."""


def over(plan: Plan, record: Plan) -> Plan:
    """A plan with what a record says in its place. A record tells of what is out and not of what
    is to come: that stays as planned, and so does a text that the record leaves empty."""
    lines = {name: getattr(record, name) or getattr(plan, name) for name in LINES}
    to_come = {key: one for key, one in plan.parts.items() if one.when is When.LATER}
    return replace(plan, **lines, parts={**to_come, **record.parts}, whole=record.whole)


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file, in words. faults: why it was refused; remarks: what was left out, or
    read otherwise than written."""

    plan: Plan = field(default_factory=Plan)
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def read_record(file: UploadedFile | None) -> Read:
    """The plan in a file, or an empty one with every reason why it was refused."""
    if file is None:
        return Read(faults=(_("Choose a file first."),))
    if (file.size or 0) > MOST_BYTES:
        most = MOST_BYTES // 1000
        return Read(
            faults=(_("The file is larger than %(most)d kB; a record is not.") % {"most": most},)
        )
    data = file.read(MOST_BYTES + 1)
    raw, unread = read_yaml(data, "record", most_parts=MOST_PARTS, as_typed=True)
    if unread:
        return Read(faults=tuple(_line(one.key, one.problem, one.mend) for one in unread))
    read = plan_of_record(raw)
    return Read(read.plan, _lines(read.faults), _lines(read.remarks))


def _lines(found: tuple[Fault, ...]) -> tuple[str, ...]:
    return tuple(_line(one.place, one.problem, one.mend) for one in found[:MOST_SAID])


def _line(place: str, problem: str, mend: str) -> str:
    parts = {"problem": problem, "mend": mend}
    if not place:
        return in_words(Said("%(problem)s; %(mend)s", **parts), _)
    return in_words(Said("%(place)s: %(problem)s; %(mend)s", place=place, **parts), _)
