"""Publishing: nothing unseen, and what changes much is confirmed by a second editor."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from questionnaire.bank.actions import (
    EditionRefused,
    ask_to_publish,
    open_draft,
    publish,
    retire,
)
from questionnaire.bank.models import Edition
from questionnaire.bank.queries import current_edition
from questionnaire.bank.records import PublishWish
from questionnaire.people.models import User
from questionnaire.workshop.actions import ask_for_effect
from tests.bank.banks import small
from tests.factories import (
    NOW,
    make_answer,
    make_assessment,
    make_edition,
    make_editor,
    make_effect,
    make_user,
)
from tests.workshop.sent import send, set_option

pytestmark = pytest.mark.django_db
NEEDS_EFFECT = (
    "First see what edition small-2 changes about what was sent: compute its effect for the draft "
    "as it stands now."
)
NEEDS_SECOND = (
    "Edition small-2 changes the recommended path of 2 of 2 submissions, more than one in ten. One "
    "editor asks for it to be published as it is, and another editor confirms."
)


@pytest.fixture
def draft() -> Edition:
    """Two were sent, and the draft turns both round."""
    base = make_edition(small())
    send(base, route="closed", base="strong")
    send(base, route="open", base="strong")
    found = open_draft(from_edition=base, key="small-2", at=NOW)
    set_option(found, "open", lean=-2.0)
    set_option(found, "closed", lean=2.0)
    for key, path in (("ada", "free"), ("bob", "shut")):
        found.persona_rows.filter(key=key).update(expect={"path": path})
    return found


def go(edition: Edition, by: User | None) -> str:
    """What publishing says: nothing when it is done."""
    try:
        publish(edition=edition, note={"en": "Mine."}, at=NOW, by=by, prove=False)
    except EditionRefused as refused:
        return str(refused)
    return ""


def ask(edition: Edition, by: User) -> PublishWish:
    return ask_to_publish(edition=edition, note={"en": "New lean."}, by=by, at=NOW, prove=False)


def test_before_anything_was_sent_one_editor_publishes_alone() -> None:
    base = make_edition(small())
    assert go(open_draft(from_edition=base, key="small-2", at=NOW), make_editor()) == ""


def test_without_a_current_effect_nothing_is_published(draft: Edition) -> None:
    assert go(draft, make_editor()) == NEEDS_EFFECT
    make_effect(draft)
    set_option(draft, "open", lean=-1.0)
    assert go(draft, make_editor()) == NEEDS_EFFECT


def test_a_count_that_is_not_done_is_not_enough(draft: Edition) -> None:
    ask_for_effect(edition=draft, by=None, at=NOW)
    assert go(draft, make_editor()) == NEEDS_EFFECT


def test_a_small_effect_is_published_by_one_editor(draft: Edition) -> None:
    set_option(draft, "open", lean=2.0)
    set_option(draft, "closed", lean=-2.0)
    make_effect(draft)
    assert go(draft, make_editor()) == ""


def test_exactly_one_in_ten_is_not_more_than_one_in_ten(draft: Edition) -> None:
    set_option(draft, "closed", lean=-2.0)
    for _ in range(8):
        send(draft.based_on, route="closed", base="strong")
    run = make_effect(draft)
    assert (run.share, go(draft, make_editor())) == (0.1, "")


def test_a_large_effect_needs_another_editor(draft: Edition) -> None:
    first, second = make_editor(), make_editor()
    make_effect(draft)
    assert [go(draft, by) for by in (first, second, None)] == [NEEDS_SECOND] * 3
    ask(draft, first)
    assert [go(draft, by) for by in (first, None, make_user())] == [NEEDS_SECOND] * 3
    assert go(draft, second) == ""
    done = Edition.objects.get(pk=draft.pk)
    assert (done.status, done.published_by, done.change_note) == (
        "published",
        second,
        {"en": "New lean."},
    )


def test_who_asked_must_still_be_an_editor(draft: Edition) -> None:
    first = make_editor()
    make_effect(draft)
    ask(draft, first)
    first.groups.clear()
    assert go(draft, make_editor()) == NEEDS_SECOND


def test_any_change_ends_the_wish(draft: Edition) -> None:
    make_effect(draft)
    ask(draft, make_editor())
    set_option(draft, "weak", funding=1.0)  # behind everybody's back: the hash tells
    make_effect(draft)
    assert go(draft, make_editor()) == NEEDS_SECOND


def test_a_change_and_its_undoing_in_the_workshop_end_the_wish_too(
    client: Client, draft: Edition
) -> None:
    client.force_login(make_editor())
    make_effect(draft)
    ask(draft, make_editor())
    fact = draft.fact_rows.get()
    address = reverse("admin:questionnaire_fact_change", args=[fact.pk])
    for text in ("Otherwise.", "It is so."):
        values = {"key": "D1.1", "place": "0", "text_en": text, "source": "A paper"}
        assert client.post(address, values).status_code == 302
    assert (PublishWish.objects.count(), go(draft, make_editor())) == (0, NEEDS_SECOND)


def test_nobody_asks_where_one_editor_is_enough(draft: Edition) -> None:
    set_option(draft, "open", lean=2.0)
    set_option(draft, "closed", lean=-2.0)
    make_effect(draft)
    with pytest.raises(
        EditionRefused, match=r"^Edition small-2 needs no second editor; publish it\.$"
    ):
        ask(draft, make_editor())


def test_a_wish_needs_a_note_and_a_current_effect(draft: Edition) -> None:
    with pytest.raises(EditionRefused, match="compute its effect"):
        ask(draft, make_editor())
    with pytest.raises(EditionRefused, match=r"^Say in the change note"):
        ask_to_publish(edition=draft, note={"en": " "}, by=make_editor(), at=NOW)


def test_retiring_ends_new_starts_and_nothing_that_runs() -> None:
    edition = make_edition()
    assessment = make_assessment(edition=edition)
    retire(edition=edition, at=NOW)
    make_answer(assessment=assessment)
    assert (current_edition(), assessment.answers.count()) == (None, 1)


# ---------------------------------------------------------------- the page


def address(edition: Edition) -> str:
    return reverse("admin:questionnaire_edition_publish", args=[edition.pk])


def buttons(page: Any) -> list[str]:
    text = page.content.decode().split('id="content-start"')[1]
    return [
        html.unescape(one) for one in re.findall(r'<input type="submit"[^>]*value="([^"]+)"', text)
    ]


def test_the_page_leads_from_the_effect_over_the_wish_to_publishing(draft: Edition) -> None:
    first, second = Client(), Client()
    one, two = make_editor(), make_editor()
    first.force_login(one)
    second.force_login(two)
    assert buttons(first.get(address(draft))) == ["Compute the effect"]
    effect = reverse("admin:questionnaire_edition_effect", args=[draft.pk])
    assert first.post(address(draft), {"note_en": "New lean."}).url == effect
    first.post(effect)
    assert buttons(first.get(address(draft))) == ["Ask another editor to confirm"]
    first.post(address(draft), {"note_en": "New lean.", "ask": "1"})
    assert (buttons(first.get(address(draft))), buttons(second.get(address(draft)))) == (
        [], ["Confirm and publish"],
    )  # fmt: skip
    assert first.post(address(draft), {"confirm": "1"}).url == address(draft)
    assert Edition.objects.get(pk=draft.pk).status == "draft"
    second.post(address(draft), {"confirm": "1"})
    done = Edition.objects.get(pk=draft.pk)
    assert (done.status, done.published_by, done.change_note) == (
        "published",
        two,
        {"en": "New lean."},
    )


def test_a_wish_is_moot_once_the_effect_is_small(client: Client, draft: Edition) -> None:
    one = make_editor()
    client.force_login(one)
    set_option(draft, "closed", lean=-2.0)
    make_effect(draft)
    ask(draft, one)
    for _ in range(8):
        send(draft.based_on, route="closed", base="strong")
    make_effect(draft)
    assert buttons(client.get(address(draft))) == ["Publish"]


def test_a_wish_for_another_state_cannot_be_confirmed(client: Client, draft: Edition) -> None:
    client.force_login(make_editor())
    make_effect(draft)
    ask(draft, make_editor())
    set_option(draft, "weak", funding=1.0)
    assert client.post(address(draft), {"confirm": "1"}).url == address(draft)
    assert "The draft was changed meanwhile" in client.get(address(draft)).content.decode()


def test_what_cannot_be_changed_afterwards_is_pointed_at_before() -> None:
    client, edition = Client(), make_edition(small(title={"en": "Small edition"}))
    client.force_login(make_editor())
    draft = open_draft(from_edition=edition, key="small-1-draft-2", at=NOW)
    said = client.get(address(draft)).context
    assert (said["draft_key"], said["same_title"]) == (True, edition.key)
    Edition.objects.filter(pk=draft.pk).update(key="small-2", title={"en": "Another"})
    said = client.get(address(draft)).context
    assert (said["draft_key"], said["same_title"]) == (False, "")
