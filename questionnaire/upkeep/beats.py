"""Chores say that they ran, and whoever watches asks how long ago. Time comes in."""

from __future__ import annotations

import datetime as dt

from questionnaire.upkeep.models import Beat


def beat(*, name: str, at: dt.datetime) -> None:
    """This chore ran now."""
    Beat.objects.update_or_create(name=name, defaults={"at": at})


def ages(*, at: dt.datetime) -> dict[str, float]:
    """Seconds since each chore ran; one that never ran is missing. One query."""
    return {name: (at - ran).total_seconds() for name, ran in Beat.objects.values_list()}
