"""Moving on to a revised edition and back: by her own hand only, and nothing of either is lost."""

from __future__ import annotations

import re
import threading
import uuid
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from pytest_django import DjangoAssertNumQueries

from questionnaire.assessment.actions import (
    Content,
    NotOpen,
    answer_id,
    carry_id,
    reopen,
    save_answer,
    submit,
)
from questionnaire.assessment.models import Answer, AnswerRevision, Assessment
from questionnaire.assessment.moving.actions import NoWayBack, go_back, move_on
from questionnaire.bank.actions import publish, retire
from questionnaire.bank.content import Content as Bank
from questionnaire.bank.models import Edition
from questionnaire.people.models import Venture
from questionnaire.report.actions import submit_assessment
from questionnaire.report.models import Report
from questionnaire.vocabulary import AssessmentStatus, VentureRole
from tests.access.world import holding, member
from tests.assessment.guests import Guest
from tests.assessment.revisions import (
    ANSWERS,
    CARRIED,
    DAY,
    EARLIER,
    LATER,
    LISTED,
    NOTE,
    at,
    begun,
    guest_of,
    later,
    publish_later,
    said,
)
from tests.assessment.test_actions import at_once
from tests.bank.banks import option
from tests.factories import (
    NOW,
    make_assessment,
    make_cohort,
    make_draft,
    make_edition,
    make_enrolment,
    make_grant,
    make_venture,
)

pytestmark = pytest.mark.django_db
TAGS = re.compile(r"<[^>]+>")


def move(assessment: Assessment, edition: Edition) -> Assessment:
    assessment.refresh_from_db()
    return move_on(assessment=assessment, edition_id=edition.pk, by=None, at=NOW + DAY)


def save(assessment: Assessment, question: str, value: Any, base: int) -> Any:
    return save_answer(
        assessment=assessment.pk,
        question=question,
        content=Content(value),
        base=base,
        mutation=uuid.uuid4(),
        by=None,
        at=NOW + 2 * DAY,
    )


def now_on(venture: Venture) -> list[Assessment]:
    return list(Assessment.objects.filter(venture=venture).current())


def words(page: Any) -> str:
    """A page's own words, on one line."""
    text = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(TAGS.sub("", text).split())


# ---------------------------------------------------------------- carrying over


def test_what_fits_comes_over_with_all_beside_it_and_what_does_not_keeps_its_note() -> None:
    source, edition = begun(), publish_later()
    before = said(source)
    target = move(source, edition)
    there = said(target)
    assert {key: there[key] for key in CARRIED} == {key: before[key] for key in CARRIED}
    assert {key: there[key] for key in there if key not in CARRIED} == {
        "licence": (None, "Ask Ada", "Minutes", "")
    }
    assert said(source) == before
    assert (target.venture, target.edition, target.carried_from) == (
        source.venture, edition, source,
    )  # fmt: skip
    assert now_on(source.venture) == [target]


def test_every_answer_carried_is_a_first_revision_and_the_old_ones_are_untouched() -> None:
    source, edition = begun(), publish_later()
    kept = list(AnswerRevision.objects.order_by("pk").values())
    target = move(source, edition)
    assert list(AnswerRevision.objects.filter(answer__assessment=source).values()) == kept
    made = AnswerRevision.objects.filter(answer__assessment=target)
    assert sorted(made.values_list("answer__question", "version")) == [
        (key, 1) for key in sorted({*CARRIED, "licence"})
    ]
    for one in made.select_related("answer"):
        assert (one.value, one.note) == (one.answer.value, one.answer.note)


def test_a_second_time_changes_nothing() -> None:
    source, edition = begun(), publish_later()
    target = move(source, edition)
    rows = list(AnswerRevision.objects.order_by("pk").values())
    assert move(source, edition) == target
    assert Assessment.objects.count() == 2
    assert list(AnswerRevision.objects.order_by("pk").values()) == rows


def test_going_back_and_forth_keeps_what_was_done_on_both_sides() -> None:
    source, edition = begun(), publish_later()
    before = said(source)
    target = move(source, edition)
    save(target, "licence", {"value": "mit"}, base=1)
    save(target, "plain", {"value": "there"}, base=1)
    assert go_back(assessment=target) == source
    assert now_on(source.venture) == [source]
    assert said(source) == before
    assert move(source, edition) == target
    assert now_on(source.venture) == [target]
    there = said(target)
    assert (there["licence"][0], there["plain"][0]) == ({"value": "mit"}, {"value": "there"})
    assert said(source) == before


def test_going_forward_again_brings_what_was_answered_since_where_nothing_was_answered_there() -> (
    None
):
    source, edition = begun(), publish_later()
    target = move(source, edition)
    save(target, "plain", {"value": "there"}, base=1)
    go_back(assessment=target)
    save(source, "plain", {"unknown": True}, base=1)  # answered on both sides: theirs stays
    save(source, "story", {"value": "And then"}, base=1)  # carried, then told on here
    save(source, "route", None, base=1)  # taken back here
    save(source, "licence", {"value": "own"}, base=1)  # fits now
    save(source, "price", {"value": 60}, base=1)  # still does not fit
    move(source, edition)
    assert {key: one[0] for key, one in said(target).items()} == {
        "base": {"unknown": True}, "extras": {"other": "A forum"}, "plain": {"value": "there"},
        "route": None, "runway": {"value": 14}, "story": {"value": "And then"},
        "licence": {"value": "own"},
    }  # fmt: skip


def test_what_an_open_page_saves_after_moving_is_kept_and_carried_when_asked_for() -> None:
    source, edition = begun(), publish_later()
    guest, target = guest_of(source), move(source, edition)
    assert guest.save("story", base=1, value="Typed before").status_code == 200
    assert said(source)["story"][0] == {"value": "Typed before"}
    assert said(target)["story"][0] == {"value": "Once upon a time"}
    there = at(guest, target)
    assert there.get().context["carried"].behind == 1
    guest.client.post(f"{guest.base}move-on/", {"edition": edition.pk})
    assert said(target)["story"][0] == {"value": "Typed before"}
    assert there.get().context["carried"].behind == 0
    assert now_on(source.venture) == [target]


def test_a_stranger_cannot_use_up_the_ids_by_which_answers_are_carried() -> None:
    source, edition = begun(), publish_later()
    stranger = guest_of(make_assessment(edition=source.edition))
    known = carry_id(answer_id(source.pk, "plain"), 1)
    reply = stranger.save("plain", mutation=str(known), value="here")
    assert (reply.status_code, reply.json()["problem"]) == (
        422,
        "Reload the page; this save does not say what it changes.",
    )
    assert set(CARRIED) < set(said(move(source, edition)))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_move_once() -> None:
    source, edition = begun(), publish_later()
    found = at_once(6, lambda number: move(Assessment.objects.get(pk=source.pk), edition).pk)
    assert len(set(found)) == 1
    assert Assessment.objects.count() == 2
    target = Assessment.objects.get(carried_from=source)
    assert AnswerRevision.objects.filter(answer__assessment=target).count() == len(CARRIED) + 1


@pytest.mark.django_db(transaction=True)
def test_moving_and_sending_at_once_does_one_of_them_or_both_in_order() -> None:
    source, edition = begun(), publish_later()

    def one(number: int) -> str:
        found = Assessment.objects.get(pk=source.pk)
        if number:
            move_on(assessment=found, edition_id=edition.pk, by=None, at=NOW + DAY)
            return "moved"
        try:
            submit(assessment=found, at=NOW)
        except NotOpen:
            return "left"
        return "sent"

    sent, moved = at_once(2, one)
    source.refresh_from_db()
    target = Assessment.objects.get(carried_from=source)
    assert (moved, now_on(source.venture)) == ("moved", [target])
    wanted = AssessmentStatus.SUBMITTED if sent == "sent" else AssessmentStatus.OPEN
    assert source.status == wanted
    assert target.revision == (2 if sent == "sent" else 1)


@pytest.mark.django_db(transaction=True)
def test_going_back_and_sending_at_once_does_one_of_them() -> None:
    source, edition = begun(), publish_later()
    target = move(source, edition)

    def one(number: int) -> str:
        found = Assessment.objects.get(pk=target.pk)
        try:
            go_back(assessment=found) if number else submit(assessment=found, at=NOW)
        except (NotOpen, NoWayBack):
            return "no"
        return "yes"

    sent, back = at_once(2, one)
    assert sorted((str(sent), str(back))) == ["no", "yes"]
    assert now_on(source.venture) == [source if back == "yes" else target]


# ---------------------------------------------------------------- what holds around it


def test_there_is_no_way_back_from_what_was_sent() -> None:
    source, edition = begun(), publish_later()
    target = move(source, edition)
    submit(assessment=target, at=NOW)
    with pytest.raises(NoWayBack):
        go_back(assessment=target)
    target.refresh_from_db()
    reopen(assessment=target)
    with pytest.raises(NoWayBack):
        go_back(assessment=target)
    with pytest.raises(NoWayBack):
        go_back(assessment=source)
    assert now_on(source.venture) == [target]


def test_what_was_left_can_neither_be_sent_nor_reopened() -> None:
    source, edition = begun(), publish_later()
    submit(assessment=source, at=NOW)
    move(source, edition)
    source.refresh_from_db()
    with pytest.raises(NotOpen):
        reopen(assessment=source)
    target = Assessment.objects.get(carried_from=source)
    go_back(assessment=target)
    target.refresh_from_db()
    with pytest.raises(NotOpen):
        submit(assessment=target, at=NOW)


def test_nothing_is_carried_into_what_was_sent() -> None:
    source, edition = begun(), publish_later()
    target = move(source, edition)
    submit(assessment=target, at=NOW)
    before = said(target)
    save(source, "story", {"value": "Too late"}, base=1)
    move(source, edition)
    assert said(target) == before


def test_after_sending_the_next_revision_is_counted_on() -> None:
    source, edition = begun(), publish_later()
    submit(assessment=source, at=NOW)
    assert move(source, edition).revision == 2


def test_one_assessment_is_carried_on_once() -> None:
    source, edition = begun(), publish_later()
    move(source, edition)
    with pytest.raises(IntegrityError):
        make_assessment(venture=source.venture, edition=edition, carried_from=source)


def test_a_third_edition_is_reached_from_the_second() -> None:
    source, second = begun(), publish_later()
    target = move(source, second)
    content = LATER.model_copy(update={"key": "small-3"})
    third = publish(
        edition=make_draft(content), note={"en": "Again."}, at=NOW + 2 * DAY, prove=False
    )
    last = move(target, third)
    assert now_on(source.venture) == [last]
    assert {key: one[0] for key, one in said(last).items() if one[0]} == {
        key: one[0] for key, one in said(target).items() if one[0]
    }
    assert go_back(assessment=last) == target
    target.refresh_from_db()
    assert go_back(assessment=target) == source
    assert now_on(source.venture) == [source]
    assert move(source, third) == target  # what was begun there comes first


def test_reports_stay_byte_for_byte_as_they_were() -> None:
    source = begun()
    report = submit_assessment(assessment=source, at=NOW)
    guest = guest_of(source)
    file, before = f"/reports/{report.pk}.json", list(Report.objects.values())
    first = guest.client.get(file).content
    edition = publish_later()
    guest.client.post(f"{guest.base}move-on/", {"edition": edition.pk})
    assert guest.client.get(file).content == first
    assert list(Report.objects.values()) == before
    page = words(guest.client.get(f"/reports/{report.pk}/"))
    assert "These answers stand as you left them." in page


def test_a_venture_is_erased_with_both_sets() -> None:
    source, edition = begun(), publish_later()
    target = move(source, edition)
    go_back(assessment=target)
    source.venture.delete()
    assert (Assessment.objects.count(), Answer.objects.count()) == (0, 0)


# ---------------------------------------------------------------- the pages


def test_who_answers_the_newest_questions_sees_no_notice() -> None:
    guest = guest_of(begun())
    for path in ("", "c/funding/", "check/", "result/"):
        assert guest.get(path).context["notice"] is None
    assert "Nothing: these are the newest questions." in words(guest.get("changes/"))


def test_a_newer_edition_is_told_on_every_page_and_moves_nobody() -> None:
    source = begun()
    report, guest = submit_assessment(assessment=source, at=NOW), guest_of(source)
    publish_later()
    for address in (guest.base, f"{guest.base}c/funding/", f"/reports/{report.pk}/"):
        page = words(guest.client.get(address))
        assert "The questions were revised on 24 November 2026: Licences are asked anew." in page
    assert "What you answered stays." in words(guest.get())
    assert now_on(source.venture) == [source]
    source.refresh_from_db()
    assert source.edition.key == EARLIER.key


def test_an_older_or_a_withdrawn_edition_is_no_news() -> None:
    old = make_edition(LATER, at=NOW - DAY)
    guest = guest_of(begun())
    assert guest.get().context["notice"] is None
    newer = make_edition(at=NOW + DAY)
    assert guest.get().context["notice"] is not None
    retire(edition=newer, at=NOW)
    assert guest.get().context["notice"] is None
    assert old.pk != newer.pk


def rows(found: Any) -> dict[str, tuple[str, str]]:
    return {row.key: (row.sentence, row.said) for row in found}


def test_the_page_says_for_each_question_why_in_one_sentence() -> None:
    guest = guest_of(begun())
    publish_later()
    page = guest.get("changes/").context["page"]
    assert rows(page.misfits) == {
        "licence": ("What you chose is no longer on offer, so your answer no longer fits.",
                    "Later"),
        "forms": ("Something you ticked can no longer stand beside other answers.",
                  "Talk; Hush"),
        "stance": ("It is answered in another way now, so your answer no longer fits.", "Yes"),
        "team": ("The number is counted in another unit now, so yours no longer fits.",
                 "12 people"),
        "price": ("Your number lies outside of what can be answered now.", "50 USD"),
    }  # fmt: skip
    assert rows(page.new) == {"fresh": ("This question is new.", "")}
    assert rows(page.changed) == {
        "route": ("Its words changed. See whether your answer still says what you mean.", "Open"),
        "base": ("What the answers count for changed, so your result may move.",
                 "We don’t know yet"),
        "runway": ("The wording and what the answers count for changed, so your result may move.",
                   "14 months"),
    }  # fmt: skip
    assert {row.key: row.reworded for row in page.changed if row.reworded} == {
        "route": (("route?", "Which route?"),),
        "runway": (("How long?", "For how long?"),),
    }
    assert rows(page.gone) == {
        "leaves": ("It is no longer asked; your answer stays with the earlier questions.", "Soon")
    }
    assert page.same == ("extras?", "story?", "plain?")
    assert (page.answered, page.carried, page.rules) == (len(ANSWERS), len(CARRIED), True)
    assert (page.change_note, page.may_move, page.may_go_back) == (NOTE[:-1], True, False)
    assert len(page.misfits) + len(page.gone) == len(LISTED)


def test_new_options_are_named_and_carried_answers_keep_the_day_they_were_given() -> None:
    whole = later()
    plain = next(one for one in whole["categories"][0]["questions"] if one["key"] == "plain")
    plain["options"] = [option("here"), option("nowhere")]
    source = begun()
    edition = make_edition(Bank.model_validate(whole), at=NOW + DAY)
    client = guest_of(source).client
    page = words(client.get(reverse("changes", args=[source.pk])))
    assert "New to choose: Nowhere" in page
    assert "No longer to choose: There" in page
    target = move_on(assessment=source, edition_id=edition.pk, by=None, at=NOW + 2 * DAY)
    history = words(client.get(reverse("answer-history", args=[target.pk, "story"])))
    moved, given = (date_format(localtime(one), "DATETIME_FORMAT") for one in (NOW + 2 * DAY, NOW))
    assert f"carried over on {moved}; answered to the earlier questions on {given}" in history
    at_home = words(client.get(reverse("answer-history", args=[source.pk, "story"])))
    assert given in at_home
    assert "carried over" not in at_home


def test_after_moving_the_page_lists_what_to_answer_anew_until_it_is() -> None:
    guest = guest_of(begun())
    edition = publish_later()
    went = guest.client.post(f"{guest.base}move-on/", {"edition": edition.pk})
    target = Assessment.objects.get(carried_from=guest.assessment)
    assert went.headers["Location"] == f"/a/{target.pk}/changes/"
    there = at(guest, target)
    assert {row.now for row in there.get("changes/").context["page"].misfits} == {"open"}
    assert there.get().context["carried"].anew == 5
    assert "5 of your earlier answers do not fit" in words(there.get())
    beside = [(row.key, row.said) for row in there.get("c/funding/").context["anew"]]
    assert beside == [
        ("licence", "Later"), ("forms", "Talk; Hush"), ("stance", "Yes"), ("team", "12 people"),
        ("price", "50 USD"),
    ]  # fmt: skip
    assert there.save("licence", base=1, value="mit", note="Ask Ada").status_code == 200
    page = there.get("changes/").context["page"]
    assert {row.key: row.now for row in page.misfits}["licence"] == "answered"
    assert there.get().context["carried"].anew == 4
    assert (page.moved, page.may_go_back, page.may_move) == (True, True, False)
    shown = words(there.get("changes/"))
    assert "You answered: Later" in shown
    assert "Note: Ask Ada" in shown


def test_the_answers_left_are_read_only_and_lead_to_the_others() -> None:
    guest = guest_of(begun())
    edition = publish_later()
    guest.client.post(f"{guest.base}move-on/", {"edition": edition.pk})
    target = Assessment.objects.get(carried_from=guest.assessment)
    left = guest.get()
    assert f'href="/a/{target.pk}/"' in left.content.decode()
    assert guest.get("c/funding/").context["open"] is False
    assert guest.get("send/").headers["Location"] == guest.base
    assert guest.client.post(f"{guest.base}send/").headers["Location"] == guest.base
    there = at(guest, target)
    assert there.client.post(f"{there.base}go-back/").headers["Location"] == guest.base
    assert guest.get("c/funding/").context["open"] is True
    assert there.get("c/funding/").context["open"] is False


def test_links_and_lists_lead_to_where_the_venture_goes_on() -> None:
    source, edition = begun(), publish_later()
    target = move(source, edition)
    token = make_grant(venture=source.venture).token
    assert Client().post(f"/r/{token}/").headers["Location"] == f"/a/{target.pk}/"
    go_back(assessment=target)
    assert Client().post(f"/r/{token}/").headers["Location"] == f"/a/{source.pk}/"
    owner = member(source.venture, VentureRole.OWNER)
    assert [one[3] for one in owner.get("/home/").context["assessments"]] == [f"/a/{source.pk}/"]
    assert [one[1] for one in owner.get("/").context["resume"]] == [f"/a/{source.pk}/"]


def test_who_was_away_for_two_editions_reads_both_notes() -> None:
    guest = guest_of(begun())
    publish_later()
    assert guest.get("changes/").context["page"].passed_notes == ()
    content = LATER.model_copy(update={"key": "small-3"})
    publish(edition=make_draft(content), note={"en": "Once more."}, at=NOW + 2 * DAY, prove=False)
    page = guest.get("changes/")
    assert (page.context["page"].change_note, page.context["page"].passed_notes) == (
        "Once more", (NOTE[:-1],),
    )  # fmt: skip
    assert f"Revised before that, since you answered: {NOTE[:-1]}." in words(page)


def test_an_edition_that_was_not_shown_is_not_moved_to() -> None:
    guest = guest_of(begun())
    shown = publish_later()
    content = LATER.model_copy(update={"key": "small-3"})
    publish(edition=make_draft(content), note={"en": "Once more."}, at=NOW + 2 * DAY, prove=False)
    for edition in (shown.pk, "", "nonsense", uuid.uuid4()):
        said_ = guest.client.post(f"{guest.base}move-on/", {"edition": edition})
        assert said_.status_code == 409
        assert "revised once more while you read" in words(said_)
    assert Assessment.objects.count() == 1


def test_only_writers_move_and_strangers_learn_nothing() -> None:
    source, edition = begun(), publish_later()
    where, form = f"/a/{source.pk}/move-on/", {"edition": edition.pk}
    stranger = holding(make_grant().grant)
    codes = [
        client.post(where, form).status_code
        for client in (Client(), stranger, member(source.venture, VentureRole.VIEWER))
    ]
    assert (codes, Assessment.objects.filter(carried_from=source).count()) == ([404, 404, 403], 0)
    assert member(source.venture, VentureRole.EDITOR).post(where, form).status_code == 302
    target = Assessment.objects.get(carried_from=source)
    assert stranger.get(f"/a/{target.pk}/").status_code == 404
    assert (
        member(source.venture, VentureRole.VIEWER).post(f"/a/{target.pk}/go-back/").status_code
        == 403
    )
    assert now_on(source.venture) == [target]


@pytest.mark.parametrize(
    ("asks", "sentence"),
    [
        ("now", "It asks for the questions that you answer now."),
        ("next", "It asks for the revised questions."),
        ("other", "It asks for edition small-0, which is neither of the two"),
    ],
)
def test_a_cohort_that_asks_for_an_edition_is_named_before_she_moves(
    asks: str, sentence: str
) -> None:
    source, edition = begun(), publish_later()
    other = make_edition(EARLIER.model_copy(update={"key": "small-0"}), at=NOW - DAY)
    wanted = {"now": source.edition, "next": edition, "other": other}[asks]
    cohort = make_cohort(edition=wanted, name="Autumn")
    make_enrolment(cohort=cohort, venture=source.venture)
    make_enrolment(cohort=make_cohort(edition=wanted, name="Theirs"), venture=make_venture())
    page = guest_of(source).get("changes/")
    assert [(one.cohort, one.asks) for one in page.context["page"].cohorts] == [("Autumn", asks)]
    assert sentence in words(page)


# ---------------------------------------------------------------- what it costs


def test_a_newer_edition_costs_the_founders_pages_no_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    guest = guest_of(begun())
    publish_later()
    for path, queries in (("", 5), ("c/funding/", 2), ("check/", 2)):
        guest.get(path)
        with django_assert_num_queries(queries):
            guest.get(path)


def test_what_the_pages_of_moving_cost(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    guest = guest_of(begun())
    edition = publish_later()
    guest.get("changes/")
    # the assessment, what was begun there, the answers, what was sent, the cohorts
    with django_assert_num_queries(5):
        guest.get("changes/")
    # assessment, begun; BEGIN, the venture's lock, the right once more; savepoint, two locks, the
    # new row, answers, answers and revisions written, left and current marked, release, COMMIT
    with django_assert_num_queries(16):
        guest.client.post(f"{guest.base}move-on/", {"edition": edition.pk})
    there = at(guest, Assessment.objects.get(carried_from=guest.assessment))
    # assessment, answers, sent, who looks after what, cohorts; earlier one, its answers, since; the
    # decision, the plan, the release plan
    with django_assert_num_queries(11):
        there.get()
    # assessment, begun, earlier one, its answers, what stands here, what was sent, since
    with django_assert_num_queries(7):
        there.get("changes/")
    with django_assert_num_queries(4):  # assessment, answers; earlier one, its answers
        there.get("c/funding/")


# ---------------------------------------------------------------- publishing meanwhile

FOUNDERS, SAVES = 50, ("route", "base", "plain", "stance")


def guests(count: int, edition: Edition) -> list[Guest]:
    return [
        guest_of(make_assessment(venture=make_venture(), edition=edition)) for _ in range(count)
    ]


def until_heard(guest: Guest, question: str, base: int, note: str) -> Any:
    """Save once, as the page does: a busy database says so, and the same edit is sent again."""
    edit = str(uuid.uuid4())
    for _ in range(20):
        told = guest.save(question, base=base, mutation=edit, value="-unknown", note=note)
        if told.status_code != 503:
            break
    return told


@pytest.mark.django_db(transaction=True)
def test_publishing_while_fifty_founders_are_answering_loses_no_answer_and_moves_nobody() -> None:
    edition, draft = make_edition(EARLIER), make_draft(LATER)
    founders, under_way = guests(FOUNDERS, edition), threading.Event()

    def answer(number: int) -> dict[str, Any]:
        """Save four answers twice; what the server acknowledged, with its version."""
        guest, acknowledged = founders[number], {}
        for base in (0, 1):
            for question in SAVES:
                told = until_heard(guest, question, base, f"{number}.{base}")
                under_way.set()
                if told.status_code == 200:
                    acknowledged[question] = (told.json()["version"], f"{number}.{base}")
        return acknowledged

    def one(number: int) -> Any:
        if number < FOUNDERS:
            return answer(number)
        under_way.wait()
        return publish(edition=draft, note={"en": NOTE}, at=NOW + DAY, prove=False).pk

    *acknowledged, published = at_once(FOUNDERS + 1, one)
    assert Edition.objects.get(pk=published).status == "published"
    assert acknowledged == [
        {question: (2, f"{number}.1") for question in SAVES} for number in range(FOUNDERS)
    ]
    stored = {
        (one.assessment_id, one.question): (one.version, one.note) for one in Answer.objects.all()
    }
    assert stored == {
        (guest.assessment.pk, question): said_
        for guest, answers in zip(founders, acknowledged, strict=True)
        for question, said_ in answers.items()
    }
    assert AnswerRevision.objects.count() == FOUNDERS * len(SAVES) * 2
    assert set(Assessment.objects.values_list("edition", "left_for")) == {(edition.pk, None)}
    assert Assessment.objects.count() == FOUNDERS
    late = founders[0]
    assert late.save("route", base=2, value="open").status_code == 200
    assert late.get().context["notice"].change_note == NOTE[:-1]
