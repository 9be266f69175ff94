"""What changed since last time, on the report's own page: exact, in every case."""

from __future__ import annotations

from typing import Any

import pytest

from questionnaire.assessment.actions import Content
from questionnaire.assessment.moving.actions import move_on
from questionnaire.bank.queries import edition_by_id
from questionnaire.report.history.since import Since, since_before
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.kept import read_text, slots_of
from questionnaire.report.models import Report
from questionnaire.report.parting import QUESTIONS, RULES
from questionnaire.scoring.score import score
from tests.assessment.revisions import begun, publish_later
from tests.factories import NOW, make_report, make_submission, make_user
from tests.report.revised import (
    CHANGES,
    DAY,
    TAKEN_BACK,
    Revised,
    begin,
    change,
    open_again,
    send,
)
from tests.report.sent import founder_of, reported

pytestmark = pytest.mark.django_db


def since(report: Report) -> Since | None:
    return since_before(Report.objects.get(pk=report.pk))


def tenths(figure: str) -> int:
    return round(float(figure.replace("−", "-").replace("+", "")) * 10)


def adds_up(found: Since) -> None:
    """Every column, as it stands on the page: before, what moved it, after."""
    for place, (_key, name) in enumerate(found.moved.columns):
        assert (found.before[place][0], found.after[place][0]) == (name, name)
        was, now = (tenths(end[place][1]) for end in (found.before, found.after))
        cells = [tenths(row.named[place][1]) for row, _said in found.rows]
        assert was + sum(cells) == now
        assert sum(cells) == tenths(found.moved.named_totals[place][1])


def shown(report: Report) -> dict[str, float]:
    """A report's numbers, as they were frozen."""
    found = {one["posture"]: one["score"] for one in report.scorecard["postures"]}
    return {**found, "lean": report.scorecard["lean"]["value"]}


def test_the_first_revision_has_nothing_before_it() -> None:
    report = reported()
    client = founder_of(report.submission.assessment.venture)
    assert since(report) is None
    assert "Since last time" not in client.get(f"/reports/{report.pk}/").content.decode()


def test_a_later_revision_says_which_answers_changed_and_what_each_moved() -> None:
    one = Revised()
    found = since(one.second)
    assert found is not None
    assert {each.key for each in found.answers} == {*CHANGES, TAKEN_BACK}
    assert (found.revision, found.editions, found.scoring) == (1, None, None)
    assert {row.key for row, _said in found.rows} <= {*CHANGES, TAKEN_BACK}
    adds_up(found)
    frozen = [shown(report) for report in (one.first, one.second)]
    for (key, _name), (_, was), (_, now) in zip(
        found.moved.columns, found.before, found.after, strict=True
    ):
        if key in frozen[0]:
            assert [tenths(was) / 10, tenths(now) / 10] == [
                pytest.approx(each[key], abs=0.0501) for each in frozen
            ]
    page = one.client.get(f"/reports/{one.second.pk}/").content.decode()
    assert "Since last time" in page
    assert f"/compare/?b={one.second.submission.receipt}" in page
    assert since(one.first) is None


def test_it_is_kept_with_the_reports_words_and_costs_its_readers_nothing(
    django_assert_num_queries: Any,
) -> None:
    one = Revised()
    kept = [read_text(one.second, language) for language in ("en", "es", "de")]
    assert ["since-more" in slots_of(body) for body in kept] == [True] * 3
    assert [body.count('id="since"') for body in kept] == [1] * 3
    one.client.get(f"/reports/{one.second.pk}/")
    # session, report, assessment, the kept words, the plan, the decision, the release plan
    for report in (one.first, one.second):
        with django_assert_num_queries(7):
            one.client.get(f"/reports/{report.pk}/")


def test_what_only_a_note_changed_moved_nothing() -> None:
    one = Revised()
    third = send(one.assessment, NOW + 5 * DAY)
    found = since(third)
    assert found is not None
    assert (found.answers, found.rows, found.revision) == ((), [], 2)
    assert "No number moved." in one.client.get(f"/reports/{third.pk}/").content.decode()


def test_under_a_newer_edition_the_questions_part_stands_apart_from_the_answers() -> None:
    source = begun()
    first = send(source, NOW)
    target = move_on(assessment=source, edition_id=publish_later().pk, by=None, at=NOW + DAY)
    second = send(target, NOW + 2 * DAY)
    found = since(second)
    assert found is not None
    assert found.editions is not None
    adds_up(found)
    keys = [row.key for row, _said in found.rows]
    assert RULES not in keys
    # nothing was answered anew: what moved is the questions' doing, or an answer that did not fit
    carried = sheet_of_snapshot(edition_by_id(target.edition_id).rubric, second.submission.answers)
    card = score(edition_by_id(target.edition_id).rubric, carried)
    assert [one.score for one in card.postures] == [
        one["score"] for one in second.scorecard["postures"]
    ]
    assert set(keys) <= {QUESTIONS, *(one.key for one in found.answers)}
    assert since(first) is None


def test_scored_by_other_rules_the_rules_part_stands_apart_from_the_answers() -> None:
    one = Revised()
    card = one.second.scorecard | {"scoring_version": 1}
    card["postures"] = [each | {"score": each["score"] and each["score"] - 3}
                        for each in card["postures"]]  # fmt: skip
    earlier = make_report(
        submission=make_submission(
            assessment=one.assessment, revision=7, sent_at=NOW + 5 * DAY,
            answers=one.second.submission.answers,
        ),
        scorecard=card, scoring_version=1, path=one.second.path,
    )  # fmt: skip
    change(one.assessment, "funding-runway", Content({"value": 9}), None, NOW + 6 * DAY)
    third = send(one.assessment, NOW + 7 * DAY)
    found = since(third)
    assert found is not None
    assert (found.scoring, found.revision) == ((1, 3), 7)
    adds_up(found)
    rules = [row for row, _said in found.rows if row.key == RULES]
    assert [cell for name, cell in rules[0].named if name == "Funding"] == ["+3.0"]
    page = one.client.get(f"/reports/{third.pk}/").content.decode()
    assert "The rules of scoring are newer: version 3, before 1." in page
    assert earlier.pk != third.pk


def test_hostile_texts_of_answers_stay_text() -> None:
    one = Revised()
    change(
        one.assessment, "funding-route", Content({"other": "<script>alert(1)</script>"}), None,
        NOW + 6 * DAY,
    )  # fmt: skip
    third = send(one.assessment, NOW + 7 * DAY)
    assert "<script>alert" not in one.client.get(f"/reports/{third.pk}/").content.decode()
    open_again(one.assessment)


def test_a_path_that_a_must_have_knocked_out_is_named_with_it() -> None:
    assessment = begin()
    founder = make_user()
    send(assessment, NOW + DAY)
    open_again(assessment)
    limits = Content({"value": "banned-uses"})
    change(assessment, "ethics-safety-limits", limits, founder, NOW + 2 * DAY)
    second = send(assessment, NOW + 3 * DAY)
    found = since(second)
    assert found is not None
    assert found.headline == "Weights with limits instead of Open weights"
    assert found.knocked == (
        "Open weights is knocked out now, whatever its fit: Tested thresholds of ability.",
    )
    assert "It stayed at −43.7 points." in found.moved.lead[0]
    assert found.knocked[0] in read_text(second, "en")
    open_again(assessment)
    limits = Content({"value": "tested-thresholds"})
    change(assessment, "ethics-safety-limits", limits, founder, NOW + 4 * DAY)
    back = since(send(assessment, NOW + 5 * DAY))
    assert back is not None
    assert back.knocked == (
        "Open weights was knocked out before, whatever its fit: Tested thresholds of ability.",
    )
