"""All revisions of a venture, and any two of them side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from questionnaire.assessment.models import Answer, Assessment
from questionnaire.assessment.moving.actions import move_on
from questionnaire.report.history.comparison import ComparisonPage, pair_of
from questionnaire.report.history.page import HistoryPage
from questionnaire.report.history.queries import Revision
from questionnaire.report.models import Report
from questionnaire.vocabulary import VentureRole
from tests.assessment.revisions import LATER, at, begun, guest_of
from tests.factories import NOW, make_edition, make_user, make_venture_member
from tests.harness.once import made_once
from tests.report.revised import CHANGES, DAY, TAKEN_BACK, Revised, open_again, send
from tests.report.sent import founder_of, reported, signed_in

pytestmark = pytest.mark.django_db


ground, one = made_once(Revised)


def history(one: Revised) -> HistoryPage:
    found: HistoryPage = one.get("history/").context["page"]
    return found


def compared(one: Revised, query: str = "") -> ComparisonPage:
    found: ComparisonPage = one.get(f"compare/{query}").context["page"]
    return found


def tenths(cells: Any) -> list[int]:
    """Points as they are shown, as whole tenths."""
    return [round(10 * float(cell.replace("−", "-") or 0)) for cell in cells]


# ---------------------------------------------------------------- all revisions


def test_every_revision_is_there_the_newest_first(one: Revised) -> None:
    page = history(one)
    first, second = one.first.submission, one.second.submission
    assert [(line.name, line.called, line.sent_at, line.report) for line in page.lines] == [
        ("now", "Revision 3", None, None),
        (second.receipt, "Revision 2", NOW + 3 * DAY, one.second.pk),
        (first.receipt, "Revision 1", NOW + DAY, one.first.pk),
    ]
    assert [line.before for line in page.lines] == [second.receipt, first.receipt, ""]
    assert not any(line.other_rules for line in page.lines)


def test_a_line_shows_what_its_report_shows(one: Revised) -> None:
    lines = {line.name: line for line in history(one).lines}
    for report in (one.first, one.second):
        line = lines[report.submission.receipt]
        shown = {name: figure for name, _, figure in line.postures}
        assert shown == {
            name: str(getattr(report, name)) for name in ("funding", "community", "safety")
        }
        assert line.lean == f"{report.lean:+d}".replace("-", "−")
        assert line.path.note == f"margin {report.margin}"
        page = one.client.get(f"/reports/{report.pk}/").content.decode()
        assert f" {line.path.name}</h1>" in page


def test_the_open_revision_is_scored_as_it_stands_and_stores_nothing(one: Revised) -> None:
    rows = Report.objects.count()
    now, last, _ = history(one).lines
    assert (now.postures, now.lean, now.path) == (last.postures, last.lean, last.path)
    assert Report.objects.count() == rows
    assert "Not sent yet" in one.get("history/").content.decode()


def test_history_takes_five_queries_however_many_revisions(
    django_assert_num_queries: Any, one: Revised
) -> None:
    one.get("history/")
    with django_assert_num_queries(5):  # session, assessment, sent, open, its answers
        one.get("history/")
    send(one.assessment, NOW + 5 * DAY)
    open_again(one.assessment)
    with django_assert_num_queries(5):
        one.get("history/")


def test_the_charts_say_their_numbers(one: Revised) -> None:
    page = history(one)
    drawn = str(page.postures)
    assert drawn.count("<line") == 4 + 2 * 3  # hairlines, and three numbers over three places
    for report in (one.first, one.second):
        assert str(report.funding) in drawn
    assert str(page.lean).count("<line") == 3 + 2


def test_before_anything_is_compared_the_page_says_so() -> None:
    report = reported()
    client = founder_of(report.submission.assessment.venture)
    base = f"/a/{report.submission.assessment_id}/"
    page = client.get(f"{base}history/")
    assert "Once there are two" in page.content.decode()
    assert page.context["page"].postures is None
    assert client.get(f"{base}compare/").headers["Location"] == f"{base}history/"


def test_revisions_of_another_edition_are_in_the_same_history() -> None:
    source = begun()
    first = send(source, NOW)
    edition = make_edition(LATER, at=NOW + DAY)
    target = move_on(assessment=source, edition_id=edition.pk, by=None, at=NOW + DAY)
    second = send(target, NOW + 2 * DAY)
    for assessment in (source, target):
        page = at(guest_of(source), assessment).get("history/").context["page"]
        assert [(line.called, line.report, line.other_rules) for line in page.lines] == [
            ("Revision 2", second.pk, True),
            ("Revision 1", first.pk, False),
        ]


def test_no_line_is_drawn_across_a_change_of_rules() -> None:
    source = begun()
    send(source, NOW)
    target = move_on(
        assessment=source, edition_id=make_edition(LATER, at=NOW + DAY).pk, by=None, at=NOW + DAY
    )
    send(target, NOW + 2 * DAY)
    page = guest_of(source).get("history/").context["page"]
    assert str(page.lean).count("<line") == 3 + 1  # the hairlines and the upright
    assert "stroke-dasharray" in str(page.lean)


# ---------------------------------------------------------------- any two


def test_the_answers_that_changed_say_who_and_when(one: Revised) -> None:
    a, b = one.first.submission, one.second.submission
    page = compared(one, f"?a={a.receipt}&b={b.receipt}")
    told = {row.key: (row.before, row.after, row.edited.by, row.edited.at) for row in page.changed}
    two_days = NOW + 2 * DAY
    assert told == {
        "funding-route": ("Open weights", "Closed product", "Ada Bell", two_days),
        "funding-runway": ("14 months", "4 months", "Ada Bell", two_days),
        TAKEN_BACK: ("10 to 30 %", "not answered", "", two_days),
    }
    assert set(told) == {*CHANGES, TAKEN_BACK}


def test_what_stands_beside_an_answer_is_a_change_that_moves_nothing(one: Revised) -> None:
    page = compared(one)  # without names: the open one against the last sent
    [row] = page.changed
    assert (row.key, row.differs) == ("funding-route", False)
    assert [(part.name, part.before, part.after) for part in row.beside] == [
        ("Note", "", "As agreed")
    ]
    assert page.moved.rows == ()  # scoring reads no note
    assert "No number moved." in one.get("compare/").content.decode()
    assert page.headline.endswith(", as before")


def test_points_add_up_to_what_moved_as_they_stand_on_the_page(one: Revised) -> None:
    a, b = one.first, one.second
    page = compared(one, f"?a={a.submission.receipt}&b={b.submission.receipt}")
    assert page.rules == "same"
    moved = page.moved
    cells = [[cell for _, cell in row.named] for row in moved.rows]
    columns = [tenths(column) for column in zip(*cells, strict=True)]
    whole = [cell for _, cell in moved.named_totals]
    assert [sum(column) for column in columns] == tenths(whole)
    totals = dict(zip((key for key, _ in moved.columns), whole, strict=True))
    for stood in page.stood:
        assert stood.moved == totals[stood.key]
        ends = tenths([stood.before, stood.after])
        assert tenths([stood.moved]) == [ends[1] - ends[0]]
    assert {row.key for row in moved.rows} == {*CHANGES, TAKEN_BACK}
    cards = {one["posture"]: one["score"] for one in b.scorecard["postures"]}
    assert [stood.after for stood in page.stood][:3] == [
        f"{cards[name]:.1f}" for name in ("funding", "community", "safety")
    ]


def test_the_order_of_the_names_does_not_matter(one: Revised) -> None:
    a, b = one.first.submission.receipt, one.second.submission.receipt
    assert compared(one, f"?a={b}&b={a}") == compared(one, f"?a={a}&b={b}")


def test_only_the_later_name_compares_with_the_one_before(one: Revised) -> None:
    b = one.second.submission.receipt
    assert compared(one, f"?b={b}").before.name == one.first.submission.receipt


def test_comparing_takes_seven_queries(django_assert_num_queries: Any, one: Revised) -> None:
    query = f"?a={one.first.submission.receipt}&b={one.second.submission.receipt}"
    compared(one, query)
    with django_assert_num_queries(7):  # history's five, the two reports, who edited
        one.get(f"compare/{query}")


@pytest.mark.parametrize("query", ["?a=AS-NONE", "?b=AS-NONE", "?a=%20now", "?a=now&b=AS-NONE"])
def test_a_name_of_no_revision_is_no_page(query: str, one: Revised) -> None:
    assert one.get(f"compare/{query}").status_code == 404


def test_one_revision_twice_leads_to_the_choice(one: Revised) -> None:
    for query in ("?a=now&b=now", f"?b={one.first.submission.receipt}"):
        assert one.get(f"compare/{query}").headers["Location"] == f"{one.base}history/"


def test_the_first_alone_is_compared_with_nothing() -> None:
    rows = [Revision(name, NOW, NOW, 1) for name in "abc"]  # type: ignore[arg-type]
    names = {
        (a, b): found and [one.name for one in found]
        for a, b in (("", ""), ("a", ""), ("", "b"), ("c", "a"), ("", "a"), ("a", "a"), ("x", "a"))
        for found in [pair_of(rows, a, b)]
    }
    assert names == {
        ("", ""): ["b", "c"], ("a", ""): ["a", "c"], ("", "b"): ["a", "b"], ("c", "a"): ["a", "c"],
        ("", "a"): None, ("a", "a"): None, ("x", "a"): None,
    }  # fmt: skip


def test_a_name_of_anothers_revision_is_no_page(one: Revised) -> None:
    other = reported("boveda-legal")
    assert one.get(f"compare/?a={other.submission.receipt}").status_code == 404


def test_other_rules_are_said_and_points_are_not_compared() -> None:
    source = begun()
    first = send(source, NOW)
    target = move_on(
        assessment=source, edition_id=make_edition(LATER, at=NOW + DAY).pk, by=None, at=NOW + DAY
    )
    second = send(target, NOW + 2 * DAY)
    response = at(guest_of(source), target).get("compare/")
    page = response.context["page"]
    assert (page.before.name, page.after.name) == (
        first.submission.receipt, second.submission.receipt,
    )  # fmt: skip
    assert (page.rules, page.moved) == ("edition", None)
    assert {row.moved for row in page.stood} == {""}
    assert "the points are not compared one by one" in response.content.decode()
    told = {row.key: (row.before, row.after, row.asked) for row in page.changed}
    assert told["leaves"] == ("Soon", "not asked", "only-before")
    assert told["licence"] == ("Later", "not answered", "both")
    assert "plain" not in told


def test_a_report_of_earlier_scoring_is_not_split_by_todays(one: Revised) -> None:
    submission = one.second.submission
    Report.objects.filter(pk=one.second.pk).delete()
    card = one.second.scorecard | {"scoring_version": 1}
    Report.objects.create(
        **{
            field.name: getattr(one.second, field.name)
            for field in Report._meta.concrete_fields
            if field.name not in ("id", "scorecard", "scoring_version", "submission")
        },
        submission=submission, scorecard=card, scoring_version=1,
    )  # fmt: skip
    query = f"?a={one.first.submission.receipt}&b={submission.receipt}"
    page = compared(one, query)
    assert (page.rules, page.moved) == ("scoring", None)
    assert len(page.changed) == 3


def test_a_viewer_reads_both_pages_and_a_stranger_neither(one: Revised) -> None:
    viewer = make_user()
    make_venture_member(venture=one.assessment.venture, user=viewer, role=VentureRole.VIEWER)
    for name in ("history", "compare"):
        address = reverse(name, args=[one.assessment.pk])
        assert signed_in(viewer).get(address).status_code == 200
        assert signed_in(make_user()).get(address).status_code == 404


def test_a_hostile_answer_stays_words(one: Revised) -> None:
    Answer.objects.filter(assessment=one.assessment, question="funding-route").update(
        note="<script>alert(1)</script>"
    )
    assert "<script>alert" not in one.get("compare/").content.decode()


def test_history_of_the_older_assessment_tells_of_the_open_one() -> None:
    source = begun()
    send(source, NOW)
    target = move_on(
        assessment=source, edition_id=make_edition(LATER, at=NOW + DAY).pk, by=None, at=NOW + DAY
    )
    page = guest_of(source).get("history/").context["page"]
    assert [line.called for line in page.lines] == ["Revision 2", "Revision 1"]
    assert page.lines[0].sent_at is None
    assert Assessment.objects.get(pk=target.pk).revision == 2
    assert replace(page.lines[0], name="").before == page.lines[1].name
