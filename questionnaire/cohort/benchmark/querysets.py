"""Querysets of benchmarks; reads begin with ``visible_to``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


class BenchmarkLineQuerySet(models.QuerySet[Any]):
    """What ventures were told of themselves beside the others of a cohort."""

    def visible_to(self, actor: Actor) -> BenchmarkLineQuerySet:
        """Those of ventures the actor may read: no accelerator, and no other venture."""
        enrolled = apps.get_model("questionnaire", "Enrolment").objects.visible_to(actor)
        return self.filter(enrolment__in=enrolled)
