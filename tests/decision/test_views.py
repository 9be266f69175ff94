"""The walk, the form and the record as their readers and writers meet them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from questionnaire.assessment.models import Assessment
from questionnaire.decision.actions import conclude, send_and_watch
from questionnaire.decision.models import Conclusion, Decision, Firing, Tripwire
from questionnaire.decision.steps import KEYS
from questionnaire.report.actions import submit_assessment
from questionnaire.report.models import Report
from questionnaire.vocabulary import VentureRole
from tests.decision.ways import LATER, RUNWAY, decided, sent_again
from tests.factories import (
    NOW,
    make_answer,
    make_assessment,
    make_edition,
    make_user,
    make_venture_member,
)
from tests.harness.once import made_once
from tests.report.sent import answered, founder_of, reported, signed_in

pytestmark = pytest.mark.django_db
Counted = Callable[[int], Any]


def text_of(answer: Any) -> str:
    """What a page says, without its tags."""
    main = re.split(r"<main[^>]*>|</main>", answer.content.decode())[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def opened() -> tuple[Client, Assessment, Report]:
    """An owner's browser, on a venture that sent its answers."""
    report = reported("harbour-health")
    assessment = report.submission.assessment
    return founder_of(assessment.venture), assessment, report


ground, ready = made_once(opened)


def form_of(report: Report, **more: Any) -> dict[str, Any]:
    """What the form of a decision sends."""
    return {
        "report": str(report.pk), "base": "0", "do": "record", "reason": "It can be stopped.",
        "decided_by": "Ada and Ben", "decided_on": timezone.localdate().isoformat(), **more,
    }  # fmt: skip


# ---------------------------------------------------------------- the walk


def test_before_anything_is_sent_the_walk_says_what_it_waits_for() -> None:
    assessment = answered()
    client = founder_of(assessment.venture)
    assert "Nothing is sent yet" in text_of(client.get(f"/a/{assessment.pk}/decide/"))
    for rest in ("means/", "compare/", "as/closed/"):
        answer = client.get(f"/a/{assessment.pk}/decide/{rest}")
        assert (answer.status_code, answer.headers["Location"]) == (
            302, f"/a/{assessment.pk}/decide/",
        )  # fmt: skip


def test_a_step_shows_answers_values_and_what_hangs_on_them(ready: Any) -> None:
    client, assessment, _ = ready
    page = client.get(f"/a/{assessment.pk}/decide/means/")
    said = text_of(page)
    assert "Question 2 of 7 What is needed, and what is there?" in said
    assert "at what you plan to spend? 13 months (done) Change" in said
    assert f'href="/a/{assessment.pk}/c/funding/#slot-funding-runway"' in page.content.decode()
    assert "Money needed to first revenue 2.85 M USD 2.28 M USD to 3.42 M USD" in said
    assert "60 % of the money secured alone" in said and "Broken: Closed" in said
    harm = text_of(client.get(f"/a/{assessment.pk}/decide/harm/"))
    assert "Free download, central levers" in harm
    assert "Every copy that was downloaded stays out" in harm


def test_every_contradiction_of_the_report_stands_on_one_page_of_the_walk(ready: Any) -> None:
    client, assessment, report = ready
    pages = [client.get(f"/a/{assessment.pk}/decide/{key}/").context["page"] for key in KEYS]
    told = [one.key for page in pages for one in page.tensions]
    told += [
        one.key for one in client.get(f"/a/{assessment.pk}/decide/compare/").context["tensions"]
    ]
    assert sorted(told) == sorted(one["key"] for one in report.scorecard["tensions"])


def test_an_edition_that_says_nothing_of_the_steps_is_walked_all_the_same() -> None:
    assessment = make_assessment(edition=make_edition())
    make_answer(assessment=assessment, question="route", value={"value": "open"})
    report = submit_assessment(assessment=assessment, at=NOW)
    client = founder_of(assessment.venture)
    codes = {key: client.get(f"/a/{assessment.pk}/decide/{key}/").status_code for key in KEYS}
    assert codes == dict.fromkeys(KEYS, 200)
    assert "None of the questions that you were asked" in text_of(
        client.get(f"/a/{assessment.pk}/decide/who-decides/")
    )
    sent = client.post(f"/a/{assessment.pk}/decide/as/free/", form_of(report))
    assert sent.status_code == 302
    assert "Free" in text_of(client.get(f"/a/{assessment.pk}/decision/"))


def test_a_conclusion_is_kept_and_the_walk_goes_on(ready: Any) -> None:
    client, assessment, _ = ready
    answer = client.post(
        f"/a/{assessment.pk}/decide/means/", {"text": "Enough.\r\n<b>For</b> a year.", "base": "0"}
    )
    assert answer.headers["Location"] == f"/a/{assessment.pk}/decide/outsiders/"
    for where in ("", "means/", "compare/"):
        page = client.get(f"/a/{assessment.pk}/decide/{where}").content.decode()
        assert "Enough.\n&lt;b&gt;For&lt;/b&gt; a year." in page
    last = client.post(f"/a/{assessment.pk}/decide/turning-back/", {"text": "", "base": "0"})
    assert last.headers["Location"] == f"/a/{assessment.pk}/decide/compare/"


def test_two_who_conclude_at_once_see_each_other(ready: Any) -> None:
    client, assessment, _ = ready
    where = f"/a/{assessment.pk}/decide/law/"
    client.post(where, {"text": "Ada: fine", "base": "0"})
    answer = client.post(where, {"text": "Ben: not fine", "base": "0"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ada: fine" in page and "Ben: not fine" in page and 'name="base" value="1"' in page
    assert client.post(where, {"text": "Both", "base": "1"}).status_code == 302
    assert Conclusion.objects.order_by("-version").first().text == "Both"  # type: ignore[union-attr]


@pytest.mark.parametrize("base", ["", "x", "-1", "99999999999999", "\u0661"])
def test_a_base_that_no_page_of_ours_sends_overwrites_nothing(base: str, ready: Any) -> None:
    client, assessment, _ = ready
    where = f"/a/{assessment.pk}/decide/law/"
    assert client.post(where, {"text": "New", "base": base}).status_code == 409
    assert Conclusion.objects.count() == 0


def test_a_viewer_reads_and_is_shown_nothing_to_write_with(ready: Any) -> None:
    _, assessment, report = ready
    decided(report)
    role = VentureRole.VIEWER
    viewer = signed_in(make_venture_member(venture=assessment.venture, role=role).user)
    for rest in ("decide/law/", "decide/compare/", "decision/"):
        page = viewer.get(f"/a/{assessment.pk}/{rest}")
        assert page.status_code == 200
        main = re.split(r"<main[^>]*>|</main>", page.content.decode())[1]
        assert "<form" not in main and "/decide/as/" not in main, rest


@pytest.mark.parametrize("rest", ["decide/no-such-step/", "decide/as/no-such-path/",
                                  "decision/7/", "decision/99999999999999999999/"])  # fmt: skip
def test_what_there_is_not_is_not_found(rest: str, ready: Any) -> None:
    client, assessment, report = ready
    decided(report)
    assert client.get(f"/a/{assessment.pk}/{rest}").status_code == 404


# ---------------------------------------------------------------- writing it down


def test_a_decision_is_recorded_with_all_that_was_written(ready: Any) -> None:
    client, assessment, report = ready
    where = f"/a/{assessment.pk}/decide/as/staged-gated/"
    june = (timezone.localdate() + dt.timedelta(days=200)).isoformat()
    sent = form_of(report, **{"rejected-closed": "Nobody would trust it.", "rejected-staged-gated":
                              "ignored", "watch": [json.dumps(RUNWAY)], "words-2": "The new law",
                              "day-2": june})  # fmt: skip
    assert client.post(where, sent).headers["Location"] == f"/a/{assessment.pk}/decision/"
    made = Decision.objects.get()
    assert (made.path, made.reason, made.decided_by) == (
        "staged-gated", "It can be stopped.", "Ada and Ben",
    )  # fmt: skip
    assert made.rejected == {"closed": "Nobody would trust it."}
    wires = [(one.condition, one.words) for one in Tripwire.objects.order_by("place")]
    assert wires == [(RUNWAY, ""), (None, "The new law")]
    said = text_of(client.get(f"/a/{assessment.pk}/decision/"))
    for words in ("Staged, gated", "It can be stopped.", "Ada and Ben", "Nobody would trust it.",
                  "is below 9 months", "The new law", "stands"):  # fmt: skip
        assert words in said, words


def test_a_path_against_the_recommendation_is_asked_about_kindly_and_never_refused(
    ready: Any,
) -> None:
    client, assessment, report = ready
    where = f"/a/{assessment.pk}/decide/as/fully-open/"
    said = text_of(client.get(where))
    assert "Your answers support another path" in said
    assert "What do you know that the questions do not ask?" in said
    assert "By your answers these must-haves do not hold" in said
    assert "Your answers support another" not in text_of(
        client.get(f"/a/{assessment.pk}/decide/as/staged-gated/")
    )
    assert client.post(where, form_of(report)).status_code == 302
    assert "you took another" in text_of(client.get(f"/a/{assessment.pk}/decision/"))


@pytest.mark.parametrize(("wrong", "told"), [
    ({"reason": " \u200b"}, "Write why; one sentence will do."),
    ({"decided_by": ""}, "Write who decides."),
    ({"decided_on": "soon"}, "Write the day as year, month, day: 2026-11-30."),
    ({"decided_on": "2999-01-01"}, "This day has not come yet."),
    ({"words-1": "The law"}, "Choose a day: nobody but you can check this one."),
    ({"day-1": "2999-01-01"}, "Write what to look at on that day."),
    ({"words-1": "The law", "day-1": "2020-01-01"}, "Choose a day that is still to come."),
    ({"words-1": "The law", "day-1": "soon"}, "Write the day as year, month, day: 2026-11-30."),
])  # fmt: skip
def test_what_is_missing_is_said_and_nothing_that_was_written_is_lost(
    wrong: dict[str, str], told: str, ready: Any
) -> None:
    client, assessment, report = ready
    sent = form_of(report, **{"rejected-closed": "Too slow", "watch": [json.dumps(RUNWAY)]}) | wrong
    answer = client.post(f"/a/{assessment.pk}/decide/as/staged-gated/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count(told) >= 2
    assert "<title>Error:" in page and "Too slow" in page
    own = answer.context["page"].own
    assert [one.title for one in own if one.ticked and "below 9 months" in one.title]
    assert Decision.objects.count() == 0


def test_an_own_condition_is_chosen_and_added_without_script(ready: Any) -> None:
    client, assessment, report = ready
    where = f"/a/{assessment.pk}/decide/as/staged-gated/"
    sent = form_of(report, reason="Half written", subject="funding-control", do="choose")
    shown = client.post(where, sent)
    assert shown.status_code == 200
    assert shown.context["page"].subject.key == "funding-control"
    assert "Half written" in shown.content.decode()
    sent |= {"do": "add", "op": "in", "option": ["investor-veto", "investor-control"]}
    added = client.post(where, sent)
    [row] = added.context["page"].own
    assert row.ticked and row.title.endswith(
        "is “An investor has a veto over release or licence” or “An investor controls the company”"
    )
    assert client.post(where, form_of(report, watch=[row.value])).status_code == 302
    assert Tripwire.objects.get().condition == {
        "q": "funding-control", "op": "in", "value": ["investor-veto", "investor-control"],
    }  # fmt: skip


def test_a_chosen_condition_is_recorded_though_its_own_button_was_not_pressed(ready: Any) -> None:
    client, assessment, report = ready
    where = f"/a/{assessment.pk}/decide/as/staged-gated/"
    chosen = {"subject": "funding-runway", "op": "below", "number": "7"}
    held = client.post(where, form_of(report, reason="", **chosen))
    [row] = held.context["page"].own
    assert held.status_code == 422 and row.ticked and "below 7 months" in row.title
    assert client.post(where, form_of(report, watch=[row.value], **chosen)).status_code == 302
    assert Tripwire.objects.get().condition == {"q": "funding-runway", "op": "below", "value": 7}


def test_a_chosen_condition_that_lacks_its_half_keeps_the_record_back(ready: Any) -> None:
    client, assessment, report = ready
    where = f"/a/{assessment.pk}/decide/as/staged-gated/"
    lacking = form_of(report, subject="funding-runway", op="below", number="many")
    answer = client.post(where, lacking)
    assert answer.status_code == 422 and Decision.objects.count() == 0
    assert answer.content.decode().count("Write a number that can be answered there.") == 2


def test_a_test_that_lacks_its_half_is_asked_for_it(ready: Any) -> None:
    client, assessment, report = ready
    where = f"/a/{assessment.pk}/decide/as/staged-gated/"
    lacking = form_of(report, subject="funding-runway", op="below", number="many", do="add")
    assert "Write a number that can be answered there." in text_of(client.post(where, lacking))
    lacking = form_of(report, subject="funding-control", op="in", do="add")
    assert "Tick an option that goes with it." in text_of(client.post(where, lacking))


@pytest.mark.parametrize("forged", ["{", "[]", "null", '{"q": "gone", "op": "in", "value": ["a"]}',
                                    '{"not": ' * 5000,
                                    '{"not": ' * 1000 + "{}" + "}" * 1000])  # fmt: skip
def test_a_forged_condition_is_left_out(forged: str, ready: Any) -> None:
    client, assessment, report = ready
    where = f"/a/{assessment.pk}/decide/as/staged-gated/"
    assert client.post(where, form_of(report, watch=[forged])).status_code == 302
    assert Tripwire.objects.count() == 0


def test_whoever_decides_second_reads_the_first_and_keeps_what_was_written(ready: Any) -> None:
    client, assessment, report = ready
    where = f"/a/{assessment.pk}/decide/as/staged-gated/"
    decided(report, path="closed")
    answer = client.post(where, form_of(report, reason="Mine"))
    assert answer.status_code == 409
    assert "Another decision was recorded meanwhile" in text_of(answer)
    assert "Mine" in answer.content.decode() and 'name="base" value="1"' in answer.content.decode()
    assert client.post(where, form_of(report, base="1")).status_code == 302


def test_a_decision_is_not_recorded_on_answers_that_are_no_longer_the_newest(ready: Any) -> None:
    client, assessment, report = ready
    where = f"/a/{assessment.pk}/decide/as/staged-gated/"
    newer = sent_again(assessment, funding_runway=6)
    answer = client.post(where, form_of(report))
    assert answer.status_code == 409
    assert "New answers were sent meanwhile" in text_of(answer)
    assert client.post(where, form_of(newer)).status_code == 302


def test_deciding_again_begins_with_what_stands(ready: Any) -> None:
    client, assessment, report = ready
    decided(report, watch=[RUNWAY], dates=[("The new law", dt.date(2999, 1, 1))])
    page = client.get(f"/a/{assessment.pk}/decide/as/staged-gated/")
    assert "Hospitals need someone who can stop it." in page.content.decode()
    assert "The new law" in page.content.decode()
    assert [one.ticked for one in page.context["page"].own] == [True]
    other = client.get(f"/a/{assessment.pk}/decide/as/closed/").content.decode()
    assert "Hospitals need someone" not in other and "Ada and Ben" in other


# ---------------------------------------------------------------- the record


def test_an_earlier_decision_stays_readable(ready: Any) -> None:
    client, assessment, report = ready
    decided(report, reason="First reason")
    decided(report, path="closed", reason="Second reason", base=1)
    now = text_of(client.get(f"/a/{assessment.pk}/decision/"))
    assert "Second reason" in now and "First reason" not in now and "Decision 1," in now
    then = text_of(client.get(f"/a/{assessment.pk}/decision/1/"))
    assert "First reason" in then and "A later decision took the place of this one" in then


def test_a_tripwire_that_fired_by_sending_is_said_where_founders_look(ready: Any) -> None:
    client, assessment, report = ready
    decided(report)
    client.post(f"/a/{assessment.pk}/reopen/")
    assessment.answers.filter(question="funding-runway").update(value={"value": 5})
    client.post(f"/a/{assessment.pk}/send/")
    assert Firing.objects.count() == 1 and len(mail.outbox) == 1
    newest = Report.objects.exclude(pk=report.pk).get()
    for where in (f"/a/{assessment.pk}/", f"/a/{assessment.pk}/receipt/", f"/reports/{newest.pk}/",
                  f"/a/{assessment.pk}/decide/"):  # fmt: skip
        said = text_of(client.get(where))
        assert "Your decision is open again" in said and "is below 9 months" in said, where
    assert "another path first" not in text_of(client.get(f"/reports/{report.pk}/"))
    record = text_of(client.get(f"/a/{assessment.pk}/decision/"))
    assert "open again" in record
    assert "at what you plan to spend? 5 months" in record


def test_a_report_says_that_it_puts_another_path_first_than_was_decided(ready: Any) -> None:
    client, assessment, report = ready
    decided(report, path="closed", against="We have a buyer.")
    said = text_of(client.get(f"/reports/{report.pk}/"))
    assert "This report puts another path first: Staged, gated" in said
    assert "another path first" not in text_of(client.get(f"/a/{assessment.pk}/"))


def test_a_day_that_came_is_seen_before_any_worker_ran_and_reading_writes_nothing(
    ready: Any,
) -> None:
    client, assessment, report = ready
    decided(report, watch=[], dates=[("The new law", dt.date(2020, 1, 1))])
    for where in (f"/a/{assessment.pk}/", f"/a/{assessment.pk}/decision/"):
        assert "open again" in text_of(client.get(where))
    assert Firing.objects.count() == 0
    decided(report, watch=[], base=1)
    assert "open again" not in text_of(client.get(f"/a/{assessment.pk}/decision/1/"))


def test_before_a_decision_the_record_leads_to_the_walk(ready: Any) -> None:
    client, assessment, _ = ready
    answer = client.get(f"/a/{assessment.pk}/decision/")
    assert answer.headers["Location"] == f"/a/{assessment.pk}/decide/"
    for where in (f"/a/{assessment.pk}/", f"/a/{assessment.pk}/receipt/"):
        page = client.get(where).content.decode()
        assert f'href="/a/{assessment.pk}/decide/">Decide</a>' in page, where


def test_the_walk_stands_on_what_the_venture_sent_last_under_whichever_questions(
    ready: Any,
) -> None:
    client, assessment, report = ready
    begun = make_assessment(venture=assessment.venture, edition=assessment.edition)
    page = client.get(f"/a/{begun.pk}/decide/means/")
    assert "13 months" in text_of(page)
    assert "/c/funding/#slot" not in page.content.decode()  # not to be changed there
    assert client.post(f"/a/{begun.pk}/decide/as/closed/", form_of(report)).status_code == 302
    assert "Closed" in text_of(client.get(f"/a/{assessment.pk}/decision/"))


def test_a_tripwire_that_newer_questions_no_longer_fit_is_left_to_people(ready: Any) -> None:
    client, assessment, report = ready
    decided(report)
    begun = make_assessment(venture=assessment.venture, edition=make_edition())
    make_answer(assessment=begun, question="route", value={"value": "open"})
    send_and_watch(assessment=begun, at=LATER)
    said = text_of(client.get(f"/a/{begun.pk}/decision/"))
    assert "For you to check The questions that you answered last no longer ask about it." in said
    assert "Staged, gated" in said and "open again" not in said


def test_a_condition_that_holds_already_is_told_so(ready: Any) -> None:
    client, assessment, report = ready
    held = json.dumps({**RUNWAY, "value": 100})
    sent = form_of(report, watch=[held], do="choose")
    answer = client.post(f"/a/{assessment.pk}/decide/as/staged-gated/", sent)
    assert "This is so today already." in text_of(answer)


def test_pages_take_so_many_queries_and_no_more(
    django_assert_num_queries: Counted, ready: Any
) -> None:
    client, assessment, report = ready
    conclude(venture=assessment.venture_id, step="law", text="Fine", base=0, by=make_user().pk,
             at=NOW)  # fmt: skip
    decided(report, watch=[RUNWAY, {**RUNWAY, "value": 8}], dates=[("Law", dt.date(2999, 1, 1))])
    decided(report, base=1)
    sent_again(assessment, funding_runway=5)
    for rest, queries in (
        ("decide/", 9), ("decide/means/", 4), ("decide/compare/", 4),
        ("decide/as/staged-gated/", 7), ("decision/", 9), ("decision/1/", 7),
    ):  # fmt: skip
        with django_assert_num_queries(queries):
            assert client.get(f"/a/{assessment.pk}/{rest}").status_code == 200


def test_the_reports_first_button_reads_a_decision_once_it_stands_and_decides_before_and_after(
    django_assert_num_queries: Counted, ready: Any
) -> None:
    client, assessment, report = ready

    def button() -> tuple[str, str]:
        page = client.get(f"/reports/{report.pk}/").content.decode()
        [found] = re.findall(r'<a class="btn btn-primary" href="([^"]+)">([^<]+)<', page)
        return found  # type: ignore[no-any-return]

    walk, record = f"/a/{assessment.pk}/decide/", f"/a/{assessment.pk}/decision/"
    assert button() == (walk, "Decide")
    decided(report)
    assert button() == (record, "Read the decision")
    # as many as without, and the tripwires with what fired: notice and button ask once together
    with django_assert_num_queries(8):
        client.get(f"/reports/{report.pk}/")
    sent_again(assessment, funding_runway=6)
    assert button() == (walk, "Decide again")
