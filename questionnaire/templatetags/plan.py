"""How a venture's action plan stands, in one line on the overview."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone

from questionnaire.report.plan.queries import counted

register = template.Library()


@register.inclusion_tag("report/plan/_line.html", takes_context=True)
def plan_line(context: RequestContext, assessment: Any) -> dict[str, Any]:
    """How much is to do, done and overdue; the way to the plan where nothing was taken on yet."""
    actor = getattr(context.get("request"), "actor", None)
    told = counted(actor, assessment, timezone.localdate()) if actor is not None else {}
    return {"assessment_id": assessment, "told": told}
