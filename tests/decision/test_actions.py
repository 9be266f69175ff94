"""Concluding, deciding, and what reopens a decision: once each, kept for good, members told."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from questionnaire.decision.actions import Overtaken, conclude, fire_by_answers, fire_due
from questionnaire.decision.models import Conclusion, Decision, Firing, Tripwire
from questionnaire.decision.queries import conclusions_of
from questionnaire.people.actions import erase_venture
from questionnaire.people.actor import Actor
from questionnaire.post.models import Mail
from questionnaire.report.models import Report
from questionnaire.vocabulary import VentureRole
from tests.bank.test_guards import WAYS, refusal
from tests.decision.ways import LATER, RUNWAY, decided, sent_again
from tests.factories import NOW, make_user, make_venture, make_venture_member
from tests.harness.once import made_once
from tests.report.sent import answered, reported

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
JUNE = dt.date(2027, 6, 1)


ground, report = made_once(partial(reported, "harbour-health"))


# ---------------------------------------------------------------- concluding


def write(venture: Any, text: str, base: int) -> None:
    conclude(venture=venture.pk, step="means", text=text, base=base, by=None, at=NOW)


def stands(venture: Any, user: Any) -> dict[str, tuple[str, int]]:
    found = conclusions_of(Actor(user_id=user.pk), venture.pk)
    return {key: (one.text, one.version) for key, one in found.items()}


def test_the_last_conclusion_stands_and_every_earlier_one_is_kept() -> None:
    member = make_venture_member()
    write(member.venture, "Enough.", 0)
    write(member.venture, "Enough for a year.", 1)
    assert stands(member.venture, member.user) == {"means": ("Enough for a year.", 2)}
    write(member.venture, "", 2)
    assert stands(member.venture, member.user) == {"means": ("", 3)}
    told = Conclusion.objects.order_by("version").values_list("text", flat=True)
    assert list(told) == ["Enough.", "Enough for a year.", ""]


def test_what_somebody_else_wrote_is_not_overwritten() -> None:
    member = make_venture_member()
    write(member.venture, "Ada's", 0)
    for base in (0, 7, -1):
        with pytest.raises(Overtaken):
            write(member.venture, "Ben's", base)
    assert stands(member.venture, member.user) == {"means": ("Ada's", 1)}


def test_the_same_words_again_are_no_new_conclusion() -> None:
    member = make_venture_member()
    write(member.venture, "Enough.", 0)
    write(member.venture, "Enough.", 0)
    write(make_venture(), "", 0)
    assert Conclusion.objects.count() == 1


# ---------------------------------------------------------------- deciding


def test_a_decision_keeps_what_it_stood_on(report: Report) -> None:
    venture = report.submission.assessment.venture
    write(venture, "Enough.", 0)
    made = decided(report, path="open-weights", against="A foundation pays.")
    made.refresh_from_db()
    assert (made.number, made.path, made.recommended) == (1, "open-weights", report.path)
    assert made.conclusions == {"means": "Enough."}
    assert made.rejected == {"closed": "Nobody would trust it."}
    write(venture, "Not enough.", 1)
    made.refresh_from_db()
    assert made.conclusions == {"means": "Enough."}


def test_a_new_decision_supersedes_and_the_old_one_stays(report: Report) -> None:
    decided(report)
    decided(report, path="closed", base=1)
    assert list(Decision.objects.order_by("number").values_list("number", "path")) == [
        (1, "staged-gated"), (2, "closed"),
    ]  # fmt: skip
    assert Decision.objects.all().standing().get().number == 2


@pytest.mark.parametrize("base", [0, 2, -1])
def test_of_two_who_decide_at_once_the_later_learns_of_the_first(base: int, report: Report) -> None:
    decided(report)
    with pytest.raises(Overtaken):
        decided(report, path="closed", base=base)
    assert Decision.objects.get().path == "staged-gated"
    assert Tripwire.objects.count() == 1


# ---------------------------------------------------------------- reopening by answers


def fired() -> list[tuple[Any, list[str]]]:
    return [(one.submission_id, one.questions) for one in Firing.objects.order_by("pk")]


def test_a_later_answer_fires_a_tripwire_once_and_only_once(report: Report) -> None:
    assessment = report.submission.assessment
    decided(report)
    again = sent_again(assessment, funding_runway=12)
    assert fired() == []
    again = sent_again(assessment, LATER + DAY, funding_runway=5)
    assert fired() == [(again.submission_id, ["funding-runway"])]
    sent_again(assessment, LATER + 2 * DAY, funding_runway=4)
    fire_by_answers(submission=again.submission, at=LATER + 3 * DAY)
    assert fired() == [(again.submission_id, ["funding-runway"])]


def test_a_decision_does_not_fire_on_the_answers_that_it_stands_on(report: Report) -> None:
    decided(report, watch=[{"q": "funding-runway", "op": "above", "value": 1}])
    fire_by_answers(submission=report.submission, at=LATER)
    assert fired() == []


def test_what_was_superseded_is_not_watched_any_more(report: Report) -> None:
    decided(report)
    decided(report, base=1, watch=[])
    sent_again(report.submission.assessment, funding_runway=5)
    assert fired() == []


def test_an_answer_that_is_taken_back_fires_nothing(report: Report) -> None:
    decided(report)
    sent_again(report.submission.assessment, funding_runway=None)
    assert fired() == []


def test_another_ventures_answers_fire_nothing(report: Report) -> None:
    decided(report)
    other = reported("isarbio", report.submission.edition)
    sent_again(other.submission.assessment, funding_runway=2)
    assert fired() == []


def test_a_tripwire_that_the_questions_no_longer_fit_stops_nobody_from_sending(
    report: Report,
) -> None:
    decided(report, watch=[{"q": "gone", "op": "in", "value": ["a"]}, RUNWAY])
    again = sent_again(report.submission.assessment, funding_runway=5)
    assert fired() == [(again.submission_id, ["funding-runway"])]
    assert Report.objects.filter(pk=again.pk).exists()


# ---------------------------------------------------------------- reopening by date


def test_a_day_that_comes_fires_once(report: Report) -> None:
    decided(report, watch=[], dates=[("The new law", JUNE), ("The second round", JUNE + 9 * DAY)])
    at = dt.datetime(2027, 5, 31, 12, 0, tzinfo=dt.UTC)
    assert fire_due(at=at) == 0
    assert fire_due(at=at + DAY) == 1
    assert fire_due(at=at + 2 * DAY) == 0
    assert Firing.objects.get().tripwire.words == "The new law"
    assert fire_due(at=at + 30 * DAY) == 1


def test_the_worker_fires_what_is_due(report: Report) -> None:
    decided(report, watch=[], dates=[("Long due", dt.date(2020, 1, 1))])
    call_command("work", "--once")
    call_command("work", "--once")
    assert Firing.objects.get().at <= timezone.now()


# ---------------------------------------------------------------- telling


def test_members_with_an_account_are_told_once_in_the_language_of_the_record(
    settings: Any, report: Report
) -> None:
    settings.SITE_URL = "https://assess.example"
    venture, assessment = report.submission.assessment.venture, report.submission.assessment
    for role in (VentureRole.OWNER, VentureRole.VIEWER):
        make_venture_member(venture=venture, role=role, user=make_user(email=f"{role}@x.example"))
    gone = make_user(email="gone@x.example", is_active=False)
    make_venture_member(venture=venture, user=gone)
    make_venture_member(user=make_user(email="stranger@x.example"))
    decided(report, watch=[RUNWAY], dates=[])
    sent_again(assessment, funding_runway=5)
    assert sorted(one.to[0] for one in mail.outbox) == ["owner@x.example", "viewer@x.example"]
    [first, _] = mail.outbox
    assert first.subject == "Look again at the release of Harbour Health"
    assert "is below 9 months" in first.body
    assert f"https://assess.example/a/{assessment.pk}/decision/" in first.body
    assert "5 months" not in first.body  # no answer leaves the site
    sent_again(assessment, LATER + DAY, funding_runway=4)
    assert len(mail.outbox) == 2


def test_several_tripwires_of_one_sending_make_one_mail(report: Report) -> None:
    make_venture_member(venture=report.submission.assessment.venture)
    decided(report, watch=[RUNWAY, {"q": "funding-runway", "op": "below", "value": 7}])
    sent_again(report.submission.assessment, funding_runway=5)
    [told] = mail.outbox
    assert [line for line in told.body.splitlines() if line.startswith("- ")] == [
        f"- If “For how many months does the cash in hand last, at what you plan to spend?” is "
        f"below {months} months"
        for months in (9, 7)
    ]


def test_mail_is_queued_if_and_only_if_the_tripwire_fired(settings: Any, report: Report) -> None:
    settings.EMAIL_BACKEND = "questionnaire.post.backend.Queue"
    assessment = report.submission.assessment
    make_venture_member(venture=assessment.venture)
    decided(report)
    with pytest.raises(RuntimeError), transaction.atomic():
        sent_again(assessment, funding_runway=5)
        raise RuntimeError
    assert (Mail.objects.count(), Firing.objects.count()) == (0, 0)
    sent_again(assessment, funding_runway=5)
    assert (Mail.objects.count(), Firing.objects.count()) == (1, 1)


# ---------------------------------------------------------------- for good


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_a_record_ever_changes(way: Any, report: Report) -> None:
    venture = report.submission.assessment.venture
    write(venture, "Enough.", 0)
    made = decided(report, dates=[("The new law", JUNE)])
    sent_again(report.submission.assessment, funding_runway=5)
    kept = "never changes; it is kept as it was written"
    for row, what, values in (
        (Conclusion.objects.get(), "a conclusion", {"text": "Other"}),
        (made, "a recorded decision", {"reason": "Other"}),
        (made, "a recorded decision", {"path": "closed"}),
        (Tripwire.objects.get(place=0), "a tripwire", {"condition": {**RUNWAY, "value": 1}}),
        (Tripwire.objects.get(place=1), "a tripwire", {"due": JUNE + DAY}),
        (Firing.objects.get(), "a fired tripwire", {"questions": []}),
    ):
        row.refresh_from_db()
        told = refusal(lambda row=row, values=values: way(row, **values))
        assert told == f"{what} {kept}"


def test_who_wrote_may_be_forgotten_and_a_venture_erased_with_all(report: Report) -> None:
    user = make_user()
    member = make_venture_member(venture=report.submission.assessment.venture, user=user)
    write(member.venture, "Enough.", 0)
    made = decided(report, by=user.pk)
    sent_again(report.submission.assessment, funding_runway=5)
    user.delete()
    made.refresh_from_db()
    assert made.by is None
    owner = make_venture_member(venture=member.venture)
    erase_venture(venture=owner.venture, by=Actor(user_id=owner.user_id))
    assert [model.objects.count() for model in (Conclusion, Decision, Tripwire, Firing)] == [0] * 4


@pytest.mark.parametrize("wrong", [
    {"condition": None, "words": "", "due": JUNE},
    {"condition": None, "words": "The law", "due": None},
    {"condition": RUNWAY, "words": "", "due": JUNE},
])  # fmt: skip
def test_a_tripwire_that_could_never_fire_is_refused(wrong: dict[str, Any]) -> None:
    made = decided(reported("harbour-health"), watch=[])
    with pytest.raises(IntegrityError), transaction.atomic():
        Tripwire.objects.create(decision=made, place=9, **wrong)


def test_nothing_is_decided_where_nothing_was_sent() -> None:
    assert Decision.objects.filter(venture=answered().venture).count() == 0


def test_a_decision_on_answers_that_were_sent_again_meanwhile_is_not_recorded(
    report: Report,
) -> None:
    newer = sent_again(report.submission.assessment, funding_runway=4)
    with pytest.raises(Overtaken):
        decided(report, at=LATER + DAY)
    assert decided(newer, at=LATER + DAY).report == newer
