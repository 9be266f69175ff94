"""A plan as a file of the Model Openness Tool, and such a file read in: safe YAML, bounded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from questionnaire.bank.yaml_in import read_yaml
from questionnaire.bank.yaml_out import to_yaml
from questionnaire.scoring.faults import Fault, Said, in_words
from questionnaire.scoring.release.mot import record_of
from questionnaire.scoring.release.mot_in import plan_of_record
from questionnaire.scoring.release.mot_whole import over, whole_plan, whole_record
from questionnaire.scoring.release.plan import Plan

MOST_BYTES = 50_000
"""The tool's longest record has 4,940."""
MOST_PARTS = 1500
"""Values; the tool's fullest record has some 200."""
MOST_SAID = 20


def plan_yaml(plan: Plan, day: dt.date) -> str:
    """The record of what a plan has released by a day, which is that of the record."""
    return to_yaml(record_of(plan, day))


def whole_yaml(plan: Plan, day: dt.date) -> str:
    """The same record with the whole plan beside it, for its founder alone: days that are to come
    and money are nothing to publish."""
    return to_yaml(whole_record(plan, day))


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file, in words. plan: with what the file says; faults: why it was refused;
    remarks: what was left out, or read otherwise than written."""

    plan: Plan = field(default_factory=Plan)
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def read_record(file: UploadedFile | None, kept: Plan) -> Read:
    """The plan in a file, or an empty one with every reason why it was refused. kept: the plan
    that stands, for what a record does not tell; a file that holds a whole plan leaves none of
    it."""
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
    plan = whole_plan(raw, read.plan) or over(kept, read.plan)
    return Read(plan, _lines(read.faults), _lines(read.remarks))


def _lines(found: tuple[Fault, ...]) -> tuple[str, ...]:
    return tuple(_line(one.place, one.problem, one.mend) for one in found[:MOST_SAID])


def _line(place: str, problem: str, mend: str) -> str:
    parts = {"problem": problem, "mend": mend}
    if not place:
        return in_words(Said("%(problem)s; %(mend)s", **parts), _)
    return in_words(Said("%(place)s: %(problem)s; %(mend)s", place=place, **parts), _)
