"""What a draft would change about what was sent: counted, explained, and nobody named."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from questionnaire.bank.actions import ask_to_publish, export_edition, open_draft, publish
from questionnaire.bank.models import Edition, Question
from questionnaire.bank.records import EffectRun
from questionnaire.workshop.actions import ask_for_effect, take_step, work
from questionnaire.workshop.outcomes import outcomes
from tests.bank.banks import en, small
from tests.factories import NOW, make_draft, make_edition, make_editor, make_effect
from tests.workshop.sent import send, set_option

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


@pytest.fixture
def draft() -> Edition:
    """Three were sent; the draft gives weak more points and turns the open route round."""
    base = make_edition(small())
    send(base, stage="idea", route="closed", base="strong", runway=24)
    send(base, stage="revenue", route="open", base="weak", runway=12, extras=["docs"])
    send(base, stage="in our own words", route="open", base="strong", runway=0)
    found = open_draft(from_edition=base, key="small-2", at=NOW)
    set_option(found, "weak", funding=2.0)
    set_option(found, "open", lean=-2.0)
    return found


def address(edition: Edition) -> str:
    return reverse("admin:questionnaire_edition_effect", args=[edition.pk])


def words(page: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", page.content.decode().split('id="content-start"')[1])
    return " ".join(text.split())


def compute(edition: Edition, *, most: int = 200) -> EffectRun:
    run = ask_for_effect(edition=edition, by=None, at=NOW)
    while take_step(run=run, at=NOW, most=most):
        pass
    return run


@pytest.mark.parametrize("most", [1, 2, 200])
def test_every_submission_is_counted_whatever_the_size_of_a_step(draft: Edition, most: int) -> None:
    run = compute(draft, most=most)
    assert (run.state, run.planned, run.seen) == ("done", 3, 3)
    assert (run.changed_path, run.changed_band) == (2, 0)
    assert run.result["paths"] == {"free>shut": 2}
    assert run.result["stages"] == {"idea": [1, 0, 0], "revenue": [1, 1, 0], "": [1, 1, 0]}


def test_a_movement_says_how_far_and_which_questions_moved_it(draft: Edition) -> None:
    largest = compute(draft).result["largest"]
    lean = {"on": "lean", "key": "route", "points": -200.0, "before": "", "after": ""}
    assert largest == [
        {
            "path_before": "free", "path_after": "shut", "bands": [], "stage": "revenue",
            "points": [["funding", 16.7]], "size": 16.7,
            "parts": [
                {"on": "funding", "key": "base", "points": 16.7, "before": "", "after": ""}, lean,
            ],
        },
        {
            "path_before": "free", "path_after": "shut", "bands": [], "stage": "", "points": [],
            "size": 0.0, "parts": [lean],
        },
    ]  # fmt: skip


def test_a_draft_that_changes_only_words_moves_nobody(draft: Edition) -> None:
    other = open_draft(from_edition=draft.based_on, key="small-3", at=NOW)
    Question.objects.filter(category__edition=other, key="base").update(ask=en("Otherwise?"))
    run = compute(other)
    assert (run.seen, run.changed_path, run.changed_band) == (3, 0, 0)
    assert run.result == {"stages": {"idea": [1, 0, 0], "revenue": [1, 0, 0], "": [1, 0, 0]}}


def test_an_answer_whose_option_is_gone_counts_as_unanswered(draft: Edition) -> None:
    set_option(draft, "weak", key="fair")
    secured = {**draft.compute, "secured": {}}
    Edition.objects.filter(pk=draft.pk).update(compute=secured)
    draft.refresh_from_db()
    draft.tension_rows.all().delete()
    draft.action_rows.all().delete()
    assert compute(draft).result["gone"] == {"base": 1}


def test_only_editions_that_ask_the_same_are_counted(draft: Edition) -> None:
    content = small(key="other-1", personas=[])
    [category] = content.categories
    fewer = category.model_copy(update={"questions": category.questions[:3]})
    other = make_edition(content.model_copy(update={"categories": (fewer,)}))
    send(other, route="open")
    twin = make_edition(small(key="twin-1"), at=NOW + dt.timedelta(days=1))
    send(twin, route="closed", base="strong")
    assert compute(draft).seen == 4


def asks_more(base: Edition, **route: Any) -> Edition:
    """Published after another, from it, with one question more; two editors agreed to it."""
    draft = open_draft(from_edition=base, key="more-1", at=NOW)
    Question.objects.create(
        category=draft.category_rows.get(), key="red-line", kind="text", place=90, core=False,
        ask=en("What would you never do?"), why=en("It says who you are."), unscored="A sentence.",
    )  # fmt: skip
    set_option(draft, "open", **route)
    accept_outcomes(draft)
    make_effect(draft)
    later, note = NOW + dt.timedelta(days=1), {"en": "More."}
    if route:
        ask_to_publish(edition=draft, note=note, by=make_editor(), at=later, prove=False)
    return publish(edition=draft, note=note, by=make_editor(), at=later, prove=False)


def accept_outcomes(draft: Edition) -> None:
    """Let the personas expect what they come out as."""
    for one in outcomes(export_edition(draft)):
        draft.persona_rows.filter(key=one.key).update(expect={"path": one.path})


def test_what_was_sent_before_a_question_came_in_is_still_counted(draft: Edition) -> None:
    assert draft.based_on is not None
    after = open_draft(from_edition=asks_more(draft.based_on), key="after-1", at=NOW)
    set_option(after, "open", lean=-2.0)
    run = compute(after)
    assert (run.seen, run.changed_path, run.result["paths"]) == (3, 2, {"free>shut": 2})


def test_what_an_earlier_edition_changed_is_not_counted_again(draft: Edition) -> None:
    assert draft.based_on is not None
    newer = asks_more(draft.based_on, lean=-2.0)
    run = compute(open_draft(from_edition=newer, key="after-1", at=NOW))
    assert (run.seen, run.changed_path) == (3, 0)


def test_where_nothing_is_comparable_everything_is(draft: Edition) -> None:
    content = small(key="other-1", personas=[])
    [category] = content.categories
    fewer = category.model_copy(update={"questions": category.questions[:3]})
    alone = content.model_copy(update={"categories": (fewer,)})
    later = make_edition(alone, at=NOW + dt.timedelta(days=1))
    assert compute(open_draft(from_edition=later, key="other-2", at=NOW)).seen == 3


def test_what_is_offered_now_is_counted_whatever_a_draft_came_from(draft: Edition) -> None:
    content = small(key="other-1", personas=[])
    [category] = content.categories
    fewer = category.model_copy(update={"questions": category.questions[:3]})
    unrelated = make_draft(content.model_copy(update={"categories": (fewer,)}))
    run = compute(unrelated)
    assert (run.seen, run.changed_path, run.result["gone"]) == (3, 0, {"extras": 1})


def test_a_band_that_changes_is_counted(draft: Edition) -> None:
    Edition.objects.filter(pk=draft.pk).update(
        rules={**draft.rules, "weak_below": 99, "firm_from": 100}
    )
    run = compute(Edition.objects.get(pk=draft.pk))
    assert (run.changed_band, run.result["bands"]) == (
        2, {"funding:mixed>weak": 2, "community:mixed>weak": 1, "safety:mixed>weak": 1},
    )  # fmt: skip


def test_a_draft_that_changes_meanwhile_stops_the_count(draft: Edition) -> None:
    run = ask_for_effect(edition=draft, by=None, at=NOW)
    assert take_step(run=run, at=NOW, most=1) is True
    set_option(draft, "weak", funding=1.0)
    assert (take_step(run=run, at=NOW, most=1), run.state, run.seen) == (False, "stopped", 1)


def test_two_who_count_at_once_count_once(draft: Edition) -> None:
    run = ask_for_effect(edition=draft, by=None, at=NOW)
    same = EffectRun.objects.get(pk=run.pk)
    take_step(run=run, at=NOW, most=2)
    take_step(run=same, at=NOW, most=2)
    assert (same.seen, run.seen) == (2, 2)


def test_work_takes_what_was_asked_first(draft: Edition) -> None:
    other = open_draft(from_edition=draft, key="small-3", at=NOW)
    late = ask_for_effect(edition=draft, by=None, at=NOW + dt.timedelta(hours=1))
    early = ask_for_effect(edition=other, by=None, at=NOW)
    assert (work(at=NOW), EffectRun.objects.get(state="done")) == (True, early)
    call_command("work", "--once")
    assert EffectRun.objects.get(pk=late.pk).state == "done"
    assert work(at=NOW) is False


# ---------------------------------------------------------------- the page


def test_the_page_tells_counts_movements_and_reasons(editor: Client, draft: Edition) -> None:
    assert "The effect of this draft was not computed yet." in words(editor.get(address(draft)))
    assert editor.post(address(draft)).url == address(draft)
    page = editor.get(address(draft))
    moved = page.context["largest"]
    assert [(one.stage, one.path, one.size, one.points) for one in moved] == [
        ("Customers pay", "Free → Shut", "16.7", ("Funding +16.7",)),
        ("another stage, or none told", "Free → Shut", "", ()),
    ]
    assert [(one.words, one.link.key, one.changes) for one in moved[0].reasons] == [
        ("Funding +16.7", "base", ("option base.weak points.funding: 0 → 2",)),
        ("Lean −200.0", "route", ("option route.open lean: 2 → -2",)),
    ]
    base = Question.objects.get(category__edition=draft, key="base")
    assert moved[0].reasons[0].link.address == reverse(
        "admin:questionnaire_question_change", args=[base.pk]
    )
    text = words(page)
    assert "Another recommended path: 2 (67 %)" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "a second editor confirms the publishing" in text
    assert ("CNRY" in text, "in our own words" in text) == (False, False)


def test_a_changed_draft_says_that_it_was_computed_for_an_earlier_state(
    editor: Client, draft: Edition
) -> None:
    editor.post(address(draft))
    stale = "Computed for an earlier state of the draft; compute again."
    assert stale not in words(editor.get(address(draft)))
    set_option(draft, "weak", funding=3.0)
    assert stale in words(editor.get(address(draft)))
    editor.post(address(draft))
    assert stale not in words(editor.get(address(draft)))


def test_more_than_a_thousand_are_left_to_the_background(
    editor: Client, draft: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("questionnaire.workshop.effect.AT_ONCE", 2)
    editor.post(address(draft))
    assert "in the background: 0 of 3 so far" in words(editor.get(address(draft)))
    call_command("work", "--once")
    assert "Another recommended path: 2" in words(editor.get(address(draft)))


def test_what_prevents_scoring_is_shown_instead(editor: Client, draft: Edition) -> None:
    Question.objects.filter(category__edition=draft, key="base").delete()
    problem = "there is no question base"
    for page in (editor.get(address(draft)), editor.post(address(draft))):
        assert page.templates[0].name == "workshop/findings.html"
        assert problem in [one.problem for one in page.context["findings"]]
    assert EffectRun.objects.count() == 0


def test_only_a_draft_has_an_effect(editor: Client) -> None:
    edition = make_edition()
    assert editor.get(address(edition)).url == reverse(
        "admin:questionnaire_edition_change", args=[edition.pk]
    )
    assert "No submission moves." in words(_computed(editor, make_draft()))


def _computed(editor: Client, edition: Edition) -> Any:
    editor.post(address(edition))
    return editor.get(address(edition))
