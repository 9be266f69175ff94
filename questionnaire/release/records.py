"""A plan as a file of the Model Openness Tool, and such a file read in: safe YAML, bounded."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from questionnaire.bank.yaml_in import read_yaml
from questionnaire.bank.yaml_out import to_yaml
from questionnaire.scoring.faults import Said, in_words
from questionnaire.scoring.release.mot import plan_of_record, record_of
from questionnaire.scoring.release.plan import Plan, When

MOST_BYTES = 100_000
"""The tool's longest record has under 10,000."""
MOST_FAULTS = 20


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


def read_record(file: UploadedFile | None) -> tuple[Plan, tuple[str, ...]]:
    """The plan in a file, or an empty one with every reason why it was refused, in words."""
    if file is None:
        return Plan(), (_("Choose a file first."),)
    if (file.size or 0) > MOST_BYTES:
        most = MOST_BYTES // 1000
        return Plan(), (
            _("The file is larger than %(most)d kB; a record is not.") % {"most": most},
        )
    raw, unread = read_yaml(file.read(MOST_BYTES + 1), "record")
    if unread:
        return Plan(), tuple(_line(one.key, one.problem, one.mend) for one in unread)
    plan, faults = plan_of_record(raw)
    return plan, tuple(_line(one.place, one.problem, one.mend) for one in faults[:MOST_FAULTS])


def _line(place: str, problem: str, mend: str) -> str:
    parts = {"problem": problem, "mend": mend}
    if not place:
        return in_words(Said("%(problem)s; %(mend)s", **parts), _)
    return in_words(Said("%(place)s: %(problem)s; %(mend)s", place=place, **parts), _)
