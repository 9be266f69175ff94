"""How a venture's release plan stands, in one line on the pages of its report and decision."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.translation import gettext

from questionnaire.release.line import plan_line_of
from questionnaire.release.queries import plans_of, told_of_base
from questionnaire.scoring.release.plan import plan_of

register = template.Library()


def _say(message: str, **values: object) -> str:
    return gettext(message) % values


@register.inclusion_tag("release/_line.html", takes_context=True)
def release_line(context: RequestContext, assessment: Any) -> dict[str, Any]:
    """The class and the verdict of the plan that stands; the way to it where there is none."""
    actor = getattr(context.get("request"), "actor", None)
    row = line = None
    if actor is not None and assessment:
        row = plans_of(actor, assessment).with_terms().first()
    if row is not None:
        line = plan_line_of(_say, plan_of(row.plan), told_of_base(row))
    return {"assessment_id": assessment, "line": line}
