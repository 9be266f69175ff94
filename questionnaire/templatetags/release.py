"""How a venture's release plan stands, in one line on the pages of its report and decision."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext

from questionnaire.release.standing import stands_today

register = template.Library()


@register.inclusion_tag("release/_line.html", takes_context=True)
def release_line(context: RequestContext, assessment: Any) -> dict[str, Any]:
    """The class and the verdict of the plan that stands, and how much stands against it; the way to
    it where there is none. A page that knows how it stands says so as ``release_today``."""
    actor = getattr(context.get("request"), "actor", None)
    if "release_today" in context:
        stands = context["release_today"]
    else:
        stands = stands_today(actor, assessment) if actor is not None and assessment else None
    return {
        "assessment_id": assessment,
        "stands": stands,
        "here": "release_today" in context,
    }
