"""Querysets of standings: of a moment, and narrowed as the address says; always of one cohort."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Substr
from django.db.models.lookups import Exact

from questionnaire.cohort.narrowing import Filters, fold
from questionnaire.cohort.standing.columns import LETTERS, Places, bits, letter_of


class StandingQuerySet(models.QuerySet[Any]):
    """Standings; found through a cohort that the reader may see, never by themselves."""

    def at(self, round_id: uuid.UUID | None) -> StandingQuerySet:
        """Those of a round, or those of now."""
        return self.filter(round__isnull=True) if round_id is None else self.filter(round=round_id)

    def elsewhere(self, round_id: uuid.UUID | None) -> StandingQuerySet:
        """Those of every other moment."""
        if round_id is None:
            return self.filter(round__isnull=False)
        return self.filter(Q(round__isnull=True) | ~Q(round=round_id))

    def matching(self, filters: Filters, places: Places) -> StandingQuerySet:
        """Those that match every filter, as ``narrowing.filter_rows`` keeps them."""
        found = self
        for name in ("state", "path", "stage"):
            if wanted := getattr(filters, name):
                found = found.filter(**{name: wanted})
        if filters.least:
            found = found.filter(**{f"{name}__gte": at for name, at in filters.least.items()})
        if wanted := fold(filters.name):
            found = found.filter(folded__contains=wanted)
        if filters.tension:
            bit = bits([filters.tension], places.tensions)
            found = found.annotate(met=F("tensions").bitand(bit)).filter(met__gt=0)
        if filters.action:
            bit = bits([filters.action], places.actions)
            found = found.annotate(needed=F("actions").bitand(bit)).filter(needed__gt=0)
        if filters.lacks:
            found = found.annotate(lacking=lacking(filters.lacks, places)).filter(lacking__gt=0)
        return found


def lacking(required: Sequence[str], places: Places) -> Combinable:
    """How many of these categories are not there, as ``Row.lacks`` counts them."""
    known = [place for place, key in enumerate(places.shown) if key in required]
    nothing: Combinable = Value(0)
    return sum((_is_lacking(place) for place in known), nothing)


def _is_lacking(place: int) -> Case:
    none_asked = Exact(Substr("whys", letter_of(place), 1), Value(LETTERS["none-asked"]))
    missing = Q(**{f"c{place}__isnull": True}) & ~Q(none_asked)
    return Case(When(missing, then=Value(1)), default=Value(0), output_field=IntegerField())
