"""Querysets of standings: of a moment, and narrowed as the address says; always of one cohort."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from questionnaire.cohort.narrowing import Filters, fold
from questionnaire.cohort.standing.columns import Places, bits


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
        return found
