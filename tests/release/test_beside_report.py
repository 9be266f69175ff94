"""Report and release plan say the same of the same answers: what a run costs, how far money goes.
Where the plan has figures of its own, it says which."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from questionnaire.report.models import Report
from tests.report.sent import founder_of, reported

pytestmark = pytest.mark.django_db
ROW = re.compile(r'<tr>\s*<th scope="row">(.*?)</th>(.*?)</tr>', re.S)
SAME = "These are the figures of your answers, reckoned as in the report, so both say the same."


def rows(page: str, table: str) -> dict[str, str]:
    """Name -> words of a row, in the table whose fold has an id."""
    part = page[page.index(f'id="{table}"') :].split("</table>")[0]
    return {_words(name.split("<span")[0].split("<details")[0]): _words(cells)
            for name, cells in ROW.findall(part)}  # fmt: skip


def _words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


@pytest.fixture
def report() -> Report:
    """One whose run is still ahead, and whose money ends on the way."""
    return reported("saffron-vision")


@pytest.fixture
def founder(report: Report) -> Client:
    return founder_of(report.submission.assessment.venture)


def both(founder: Client, report: Report, **changed: str) -> tuple[str, str]:
    """The report's page and the plan's, where changed fields are only looked at."""
    where = reverse("release", args=[report.submission.assessment.pk])
    first = founder.get(where)
    told = first.content.decode()
    if changed:
        values = first.context["page"].values | {"base": "0", "do": "look"} | changed
        told = founder.post(where, values).content.decode()
    return founder.get(reverse("report", args=[report.pk])).content.decode(), told


def test_the_same_answers_cost_and_reach_the_same_on_both(founder: Client, report: Report) -> None:
    ours, plan = both(founder, report)
    told = rows(ours, "money-all")["Cost of the run"]
    cost = re.search(r"([\d.,]+ \w*) ?USD to ([\d.,]+ \w*) ?USD", told)
    assert cost is not None
    assert cost.group() in rows(plan, "runs-all")["As planned"]
    words = ("Not financed", "Financed or not: not clear", "Financed")
    said = [
        {name: next(one for one in words if one in row) for name, row in found.items()
         if any(one in row for one in words)}
        for found in (rows(ours, "milestones-all"), rows(plan, "rungs-all"))
    ]  # fmt: skip
    ahead = said[1]
    assert ahead == {name: said[0][name] for name in ahead}
    assert set(ahead.values()) == set(words)
    assert SAME in plan
    assert "The release plan judges by the same rule" in ours


def test_a_plan_with_figures_of_its_own_says_which(founder: Client, report: Report) -> None:
    ours, plan = both(founder, report, hardware="a100", burn="1")
    assert SAME not in plan
    assert (
        "so the two may differ: Spending in a month without the run, in thousand USD; Hardware; "
        "Money secured, in thousand USD." in plan
    )
    assert rows(ours, "money-all")["Cost of the run"].split("How")[0] not in plan
