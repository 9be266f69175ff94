"""The what-if's pages: what is shown, how many queries, and that nothing is stored unasked."""

from __future__ import annotations

import random
import sys
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from questionnaire.assessment.models import Answer, AnswerRevision, Submission
from questionnaire.bank.queries import edition_by_id
from questionnaire.people.models import User
from questionnaire.report.models import Report
from questionnaire.report.narrative.changes import tell_path, tell_stood
from questionnaire.report.narrative.next_steps import worth_reading
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of
from questionnaire.report.what_if.listing import listed
from questionnaire.report.what_if.models import Scenario
from questionnaire.report.what_if.queries import scenarios_about
from questionnaire.scoring.score import score
from questionnaire.vocabulary import VentureRole
from tests.factories import (
    NOW,
    make_report,
    make_submission,
    make_user,
    make_venture_member,
)
from tests.harness.once import made_once
from tests.report.revised import DAY, Content, Revised, change, send
from tests.report.sent import answered, founder_of, reported, signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
CLOSED = {"shown": ["funding-route"], "funding-route": ["closed"]}


def stored() -> list[int]:
    return [model.objects.count() for model in (Answer, AnswerRevision, Submission, Report,
                                                Scenario)]  # fmt: skip


class Sent:
    """A report, its owner's browser, and the address of its what-if."""

    def __init__(self, persona: str = "almendra-speech") -> None:
        self.report = reported(persona)
        self.assessment = self.report.submission.assessment
        self.user: User = make_user(name="Ada Bell")
        make_venture_member(venture=self.assessment.venture, user=self.user)
        self.client: Client = signed_in(self.user)
        self.address = reverse("what-if", args=[self.report.pk])

    def post(self, data: dict[str, Any], **more: Any) -> Any:
        return self.client.post(self.address, data, **more)

    def keep(self, name: str = "Closed after all", **data: Any) -> Any:
        address = reverse("keep-scenario", args=[self.report.pk])
        return self.client.post(address, {**CLOSED, "name": name, **data})

    def kept(self) -> Scenario:
        self.keep()
        found: Scenario = Scenario.objects.get()
        return found


ground, sent = made_once(Sent)


def tongue_of_report(report: Report) -> Tongue:
    return tongue_of(edition_by_id(report.submission.edition_id))


def fields_of(page: Any) -> dict[str, Any]:
    """What a browser would send of the cards in hand."""
    found: dict[str, Any] = {"shown": []}
    for one in page.in_hand:
        card = one.card
        found["shown"].append(card.key)
        found[card.key] = [option.key for option in card.options if option.checked]
        if card.value_text:
            found[card.key] = [card.value_text]
        if card.unknown:
            found[card.key] = ["-unknown"]
        found[f"{card.key}.claim"] = card.claim
    return found


def test_before_anything_is_changed_the_real_result_stands_alone(sent: Sent) -> None:
    answer = sent.client.get(sent.address)
    assert answer.status_code == 200
    page = answer.context["page"]
    assert (page.differs, page.chosen, page.outcome.changed) == (False, (), ())
    assert "Nothing is changed yet" in answer.content.decode()


def test_a_changed_answer_moves_the_result_and_stores_nothing(sent: Sent) -> None:
    before = stored()
    answer = sent.post(CLOSED)
    outcome = answer.context["page"].outcome
    assert [one.key for one in outcome.changed] == ["funding-route"]
    assert outcome.before != outcome.after or outcome.numbers
    assert "With 1 changed answer" in answer.content.decode()
    assert stored() == before


def test_it_takes_few_queries_with_script_and_without(
    django_assert_num_queries: Any, sent: Sent
) -> None:
    sent.client.get(sent.address)
    # session, report, assessment with what concerns it
    with django_assert_num_queries(3):
        sent.client.get(sent.address)
    with django_assert_num_queries(3):
        sent.post(CLOSED)
    # what an open page asks for with every change leaves the assessment out
    with django_assert_num_queries(2):
        sent.post(CLOSED, headers=HTMX)


def test_what_was_sent_is_told_apart_by_its_report_and_scored_once_for_many_tries(
    sent: Sent,
) -> None:
    """Tried in turn, each report's what-if stands beside its own result."""
    both = [sent, Sent("quill-finance")]
    shown = [[one.post(CLOSED, headers=HTMX).content for one in both] for _ in range(2)]
    assert shown[0] == shown[1]
    for one, first in zip(both, shown[0], strict=True):
        told = tell_path(tongue_of_report(one.report), one.report.scorecard)
        assert f"Really: {told.name}" in first.decode()


def test_a_change_answers_a_fragment_to_script_and_the_page_to_everybody_else(sent: Sent) -> None:
    fragment = sent.post(CLOSED, headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert 'id="outcome"' in fragment
    assert 'name="add"' not in fragment  # what can be chosen stays as it is
    assert "<html" in sent.post(CLOSED).content.decode()


# ---------------------------------------------------------------- what the form does


def test_a_question_is_chosen_by_its_button_and_left_by_its_own(sent: Sent) -> None:
    page = sent.post({"add": "funding-route"}).context["page"]
    assert [(one.card.key, one.new) for one in page.chosen] == [("funding-route", True)]
    page = sent.post({**CLOSED, "add": "funding-runway"}).context["page"]
    assert [one.card.key for one in page.chosen] == ["funding-route", "funding-runway"]
    page = sent.post({**CLOSED, "drop": "funding-route"}).context["page"]
    assert (page.chosen, page.differs) == ((), False)


@pytest.mark.parametrize("persona", ["almendra-speech", "harbour-health", "quill-finance"])
def test_every_flip_can_be_tried_and_does_what_it_says(persona: str) -> None:
    sent = Sent(persona)
    names = [path.name for path in tongue_of_report(sent.report).texts.paths]
    for place, flip in enumerate(worth_reading(sent.report.scorecard)[:6]):
        answer = sent.post({"flip": str(place)})
        page = answer.context["page"]
        assert page.problems == ()
        assert (
            names[page.outcome.after.place]
            == tongue_of_report(sent.report).texts.path(flip["path"]).name
        )
        # and the form that this page shows says the same again
        again = sent.post(fields_of(page)).context["page"]
        assert (again.problems, again.outcome) == ((), page.outcome)


def test_a_follow_up_that_a_change_opens_can_be_answered_too(sent: Sent) -> None:
    rubric = edition_by_id(sent.report.submission.edition_id).rubric
    key, option, page = next(
        (question.key, option, page)
        for question in rubric.questions
        for option in (question.options if question.kind == "single" else ())
        for page in [sent.post({"shown": [question.key], question.key: [option]}).context["page"]]
        if page.tried.opened
    )
    follow = page.tried.opened[0]
    [hand] = [one.hand for one in page.places if one.key == follow]
    assert hand.follows
    said = rubric.by_key[follow].options[:1] or ["3"]
    data = {"shown": [key, follow], key: [option], follow: list(said)}
    changed = sent.post(data).context["page"].outcome.changed
    assert {key, follow} == {one.key for one in changed}
    fragment = sent.post({"shown": [key], key: [option]}, headers=HTMX).content.decode()
    assert f'id="slot-{follow}" hx-swap-oob="true"' in fragment.replace('class="slot" ', "")
    # the branch closes: its place is emptied and its answer no longer counts
    back = sent.post({"shown": [key, follow], follow: list(said)}, headers=HTMX)
    assert follow not in {one.key for one in back.context["page"].outcome.changed}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"funding-runway": ["soon"]}, "Write only a number"),
        ({"funding-runway": ["99999"]}, "Write a number from"),
        ({"funding-runway": ["4"], "funding-runway.claim": "sure"}, "Choose guess, plan"),
    ],
)
def test_what_cannot_be_read_is_said_and_left_out(
    data: dict[str, Any], problem: str, sent: Sent
) -> None:
    answer = sent.post({"shown": ["funding-runway"], **data})
    page = answer.context["page"]
    assert page.problems[0].problem.startswith(problem)
    assert page.differs is False
    assert data["funding-runway"][0] in answer.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"shown": ["no-such-question"]}, {"add": "no-such"}, {"flip": "999"}, {"flip": "-1"},
        {"flip": "²"}, {"drop": "x"}, {"shown": ["funding-route"], "funding-route": ["nonsense"]},
        {"find": "x" * 5000}, {"shown": [f"no-{number}" for number in range(500)]},
    ],
)  # fmt: skip
def test_a_form_that_is_not_ours_changes_nothing_and_breaks_nothing(
    sent: Sent, data: dict[str, Any]
) -> None:
    answer = sent.post(data)
    assert (answer.status_code, answer.context["page"].differs) == (200, False)


def test_all_questions_can_be_searched(sent: Sent) -> None:
    answer = sent.post({"do": "find", "find": "runway"}, headers=HTMX)
    found = [said.ask for _name, rows in answer.context["choices"].categories for said in rows]
    every = sent.post({}).context["choices"]
    assert len(found) < sum(len(rows) for _name, rows in every.categories)
    assert "<html" not in answer.content.decode()


def test_the_answers_so_far_can_be_tried_too_but_nothing_is_kept_of_them() -> None:
    assessment = answered()
    client = founder_of(assessment.venture)
    address = reverse("what-if-answers", args=[assessment.pk])
    answer = client.post(address, CLOSED)
    assert [one.key for one in answer.context["page"].outcome.changed] == ["funding-route"]
    assert "Keep it as a scenario" not in answer.content.decode()
    assert stored()[-1] == 0


# ---------------------------------------------------------------- it is what sending would give


@pytest.mark.parametrize("seed", range(4))
def test_a_what_if_is_what_really_sending_these_answers_gives(seed: int) -> None:
    venture = Revised()
    report, edition = venture.second, edition_by_id(venture.assessment.edition_id)
    chance = random.Random(seed)
    keys = [key for key in report.scorecard["reachable"] if edition.rubric.by_key[key].options]
    data: dict[str, Any] = {"shown": chance.sample(keys, 3)}
    for key in data["shown"]:
        data[key] = [chance.choice(edition.rubric.by_key[key].options)]
        data[f"{key}.claim"] = chance.choice(["", "done"])
    answer = venture.client.post(reverse("what-if", args=[report.pk]), data)
    page, changes = answer.context["page"], answer.context["page"].tried.changes
    for key, one in changes.items():
        change(venture.assessment, key, Content(one["value"], claim=one["claim"]), None, NOW)
    really = send(venture.assessment, NOW + 9 * DAY)
    outcome = page.outcome
    tongue = tongue_of_report(really)
    fits = {tongue.texts.path(one["key"]).name: tongue.figure(one["fit"], 1)
            for one in really.scorecard["paths"]}  # fmt: skip
    assert {one.name: one.after for one in outcome.fits} == fits
    assert outcome.after == tell_path(tongue, really.scorecard)
    stood = tell_stood((tongue, report.scorecard), (tongue, really.scorecard), compared=True)
    assert [(one.key, one.before, one.after) for one in outcome.numbers] == [
        (one.key, one.before, one.after) for one in stood
    ]
    held = [{one["key"] for one in each.scorecard["tensions"]} for each in (report, really)]
    names = [{tongue.texts.tension(key).name for key in keys}
             for keys in (held[1] - held[0], held[0] - held[1])]  # fmt: skip
    assert [{one.name for one in outcome.appeared}, {one.name for one in outcome.vanished}] == names


# ---------------------------------------------------------------- scenarios


def test_a_what_if_is_kept_under_a_name_and_found_again_by_co_founders(sent: Sent) -> None:
    answer = sent.keep(" Closed \n after all ")
    kept = Scenario.objects.get()
    where = reverse("scenario", args=[sent.assessment.pk, kept.pk])
    assert (answer.status_code, answer.url) == (302, where)
    assert (kept.name, kept.by, kept.changes) == (
        "Closed after all", sent.user,
        {"funding-route": {"value": {"value": "closed"}, "claim": ""}},
    )  # fmt: skip
    viewer = make_user()
    make_venture_member(venture=sent.assessment.venture, user=viewer, role=VentureRole.VIEWER)
    reader = signed_in(viewer)
    page = reader.get(where).content.decode()
    assert "Kept by Ada Bell" in page
    assert "With 1 changed answer" in page
    assert "Rename" not in page
    listed = reader.get(reverse("scenarios", args=[sent.assessment.pk])).content.decode()
    assert "Closed after all" in listed


def test_what_is_kept_is_counted_nowhere(sent: Sent) -> None:
    before = stored()[:-1]
    report = sent.client.get(f"/reports/{sent.report.pk}.json").content
    sent.keep()
    assert stored()[:-1] == before
    assert sent.client.get(f"/reports/{sent.report.pk}.json").content == report


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": "  "}, "Write a name for the scenario."),
        ({"name": "x" * 121}, "at most 120"),
        ({"shown": []}, "Nothing is changed yet. Change an answer first."),
        ({"shown": ["funding-runway"], "funding-runway": "soon"}, "Write only a number"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_in_the_page(
    sent: Sent, more: dict[str, Any], words: str
) -> None:
    answer = sent.keep(**more)
    assert (answer.status_code, Scenario.objects.count()) == (422, 0)
    assert words in answer.content.decode()


def test_two_scenarios_of_a_report_have_two_names(sent: Sent) -> None:
    sent.keep()
    answer = sent.keep()
    assert (answer.status_code, Scenario.objects.count()) == (422, 1)
    assert "There is a scenario called “Closed after all” already." in answer.content.decode()


def test_a_scenario_is_renamed_and_deleted(sent: Sent) -> None:
    kept = sent.kept()
    sent.keep("Another")
    where = reverse("scenario", args=[sent.assessment.pk, kept.pk])
    assert sent.client.post(where, {"do": "rename", "name": "Another"}).status_code == 422
    assert sent.client.post(where, {"do": "rename", "name": "A third"}).status_code == 302
    kept.refresh_from_db()
    assert kept.name == "A third"
    assert sent.client.post(where, {"do": "delete"}).status_code == 302
    assert list(Scenario.objects.values_list("name", flat=True)) == ["Another"]


def test_a_scenario_says_so_when_newer_answers_were_sent_and_can_be_tried_on_them() -> None:
    venture = Revised()
    sent = reverse("keep-scenario", args=[venture.first.pk])
    assert venture.client.post(sent, {**CLOSED, "name": "Shut"}).status_code == 302
    kept = Scenario.objects.get()
    page = venture.get(f"scenarios/{kept.pk}/")
    assert "Newer answers were sent since." in page.content.decode()
    newest = f"{reverse('what-if', args=[venture.second.pk])}?scenario={kept.pk}"
    assert newest in page.content.decode()
    tried = venture.client.get(newest).context["page"]
    assert tried.differs is False  # the second revision is closed really
    listed = venture.get("scenarios/").context["rows"]
    assert [(one.kept.name, one.kept.newer, len(one.changed)) for one in listed] == [
        ("Shut", True, 1)
    ]


def test_the_list_takes_as_many_queries_for_three_scenarios_as_for_one(
    django_assert_num_queries: Any, sent: Sent
) -> None:
    sent.keep("One")
    address = reverse("scenarios", args=[sent.assessment.pk])
    sent.client.get(address)
    for _ in range(2):
        with django_assert_num_queries(4):  # session, assessment, what was sent last, scenarios
            sent.client.get(address)
        sent.keep("Two")
        sent.keep("Three")
    one = reverse("scenario", args=[sent.assessment.pk, Scenario.objects.all()[0].pk])
    # session, assessment, scenario; its report with the assessment; what was sent last
    with django_assert_num_queries(6):
        sent.client.get(one)


def test_only_so_many_scenarios_are_kept_of_a_report(
    monkeypatch: pytest.MonkeyPatch, sent: Sent
) -> None:
    monkeypatch.setattr("questionnaire.report.what_if.actions.MOST_KEPT", 1)
    sent.keep("One")
    answer = sent.keep("Two")
    assert (answer.status_code, Scenario.objects.count()) == (422, 1)
    assert "Delete one first." in answer.content.decode()


def test_only_so_many_scenarios_are_kept_of_a_venture(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("questionnaire.report.what_if.actions.MOST_OF_A_VENTURE", 1)
    other = Sent("boveda-legal")
    assert other.keep("Theirs").status_code == sent.keep("One").status_code == 302
    answer = sent.keep("Two")
    assert (answer.status_code, Scenario.objects.count()) == (422, 2)
    assert "Your venture keeps 1 scenarios already" in answer.content.decode()


def test_the_list_scores_a_report_once_and_each_scenario_once_however_much_is_changed(
    sent: Sent,
) -> None:
    edition = edition_by_id(sent.report.submission.edition_id)
    wording, data = edition.wording("en"), {"shown": [one.key for one in edition.rubric.questions]}
    for key in data["shown"]:
        if options := [one.key for one in wording.question(key).options]:
            data[key] = [options[-1]]
    address = reverse("keep-scenario", args=[sent.report.pk])
    for number in range(3):
        sent.client.post(address, {**data, "name": f"No. {number}"})
    assert len(Scenario.objects.all()[0].changes) > 20
    found, listed_at = list(scenarios_about(sent.assessment.venture_id)), []

    def counted(frame: Any, event: str, _more: Any) -> None:
        if event == "call" and frame.f_code is score.__code__:
            listed_at.append(event)

    sys.setprofile(counted)
    try:
        rows = list(listed(found, None))
    finally:
        sys.setprofile(None)
    assert (len(rows), len(listed_at)) == (3, 4)
    assert [len(one.changed) for one in rows] == [len(one.changes) for one in found]


def test_anothers_scenario_is_not_there(sent: Sent) -> None:
    other = reported("boveda-legal")
    kept = sent.kept()
    stranger = founder_of(other.submission.assessment.venture)
    own = other.submission.assessment_id
    assert stranger.get(reverse("scenario", args=[own, kept.pk])).status_code == 404
    begun = f"{reverse('what-if', args=[other.pk])}?scenario={kept.pk}"
    assert stranger.get(begun).context["page"].differs is False
    nonsense = f"{reverse('what-if', args=[other.pk])}?scenario=nonsense"
    assert stranger.get(nonsense).status_code == 200


def test_a_report_of_earlier_rules_is_compared_in_todays_way_and_says_so(sent: Sent) -> None:
    earlier = make_report(
        submission=make_submission(assessment=sent.assessment, revision=9,
                                   answers=sent.report.submission.answers),
        scorecard={**sent.report.scorecard, "scoring_version": 1},
    )  # fmt: skip
    page = sent.client.get(reverse("what-if", args=[earlier.pk])).content.decode()
    assert "This report was made by earlier rules of scoring." in page
    assert "earlier rules" not in sent.client.get(sent.address).content.decode()
