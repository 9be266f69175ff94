"""What an editor does in the workshop, and what nobody may see or change there."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from questionnaire.bank.actions import EditionRefused, export_edition, open_draft
from questionnaire.bank.models import Category, Edition, Option, Question
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.models import User, Venture, VentureMember
from questionnaire.vocabulary import VentureRole
from tests.bank.banks import shipped, small
from tests.factories import (
    NOW,
    make_accelerator,
    make_answer,
    make_assessment,
    make_draft,
    make_edition,
    make_editor,
    make_enrolment,
    make_report,
    make_user,
    make_venture_member,
)

pytestmark = pytest.mark.django_db
EDITIONS = "admin:questionnaire_edition_changelist"
BANK = (
    "edition", "category", "question", "path", "tension", "action", "milestone", "reversalline",
    "fact", "persona",
)  # fmt: skip
OPERATIONS = ("user", "venture", "accelerator", "cohort")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


@pytest.fixture
def superuser(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root@example.org"))
    return client


def act(client: Client, action: str, edition: Edition, **more: str) -> Any:
    return client.post(
        reverse(EDITIONS), {"action": action, "_selected_action": str(edition.pk), **more}
    )


def said(client: Client) -> list[str]:
    """The messages on the list of editions."""
    page = client.get(reverse(EDITIONS)).content.decode()
    found = re.findall(r'<li class="(?:success|error)">(.*?)</li>', page, flags=re.S)
    return [html.unescape(one).strip() for one in found]


def change_url(row: Any) -> str:
    return reverse(f"admin:questionnaire_{row._meta.model_name}_change", args=[row.pk])


def faults(page: Any) -> list[Any]:
    """What the forms of a page refused."""
    if page.context is None:
        return []
    inlines = [one.formset.errors for one in page.context["inline_admin_formsets"]]
    return [one for one in (page.context["adminform"].form.errors, *inlines) if one and any(one)]


def form_of(page: Any) -> dict[str, str]:
    """The fields of an admin page's forms as a browser would send them."""
    context = page.context
    forms = [context["adminform"].form]
    data: dict[str, Any] = {}
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            widget, value = bound.field.widget, bound.value()
            if hasattr(widget, "codes"):
                parts = widget.decompress(value) if not isinstance(value, list) else value
                names = [f"{bound.html_name}_{code}" for code in widget.codes]
                data |= dict(zip(names, parts, strict=True))
            elif value is not None and value is not False:
                data[bound.html_name] = "on" if value is True else str(value)
    return data


# ---------------------------------------------------------------- editions


def test_an_editor_opens_a_draft_changes_it_and_publishes_it(editor: Client) -> None:
    edition = make_edition(small())
    answer = act(editor, "open_a_draft", edition)
    draft = Edition.objects.get(status="draft")
    assert (draft.key, draft.based_on, answer.url) == ("small-1-draft", edition, change_url(draft))

    question = Question.objects.get(category__edition=draft, key="base")
    page = editor.get(change_url(question))
    data = form_of(page) | {"ask_en": "How strong?", "ask_es": "¿Cuán fuerte?"}
    assert faults(editor.post(change_url(question), data)) == []

    ask = act(editor, "publish_draft", draft)
    assert "What is new in this edition?" in ask.content.decode()
    assert act(editor, "publish_draft", draft, note_en=" ").context["form"].errors == {
        "note": ["Write it in English; whoever reads no other here will see that."]
    }
    act(editor, "publish_draft", draft, note_en="Clearer words.")
    assert said(editor) == ["Small-1-draft is published."]
    draft.refresh_from_db()
    assert (draft.status, draft.change_note) == ("published", {"en": "Clearer words."})
    assert draft.document["categories"][0]["questions"][1]["ask"] == {
        "en": "How strong?", "es": "¿Cuán fuerte?",
    }  # fmt: skip
    assert [str(one) for one in LogEntry.objects.order_by("pk")] == [
        "Added “small-1-draft”.", "Changed “base” — Changed Question.",
        "Changed “small-1-draft” — Published.",
    ]  # fmt: skip


def test_saving_a_question_unchanged_changes_nothing(editor: Client) -> None:
    draft = make_draft(small())
    for question in Question.objects.filter(category__edition=draft):
        answer = editor.post(change_url(question), form_of(editor.get(change_url(question))))
        assert (question.key, faults(answer)) == (question.key, [])
    for model in ("path", "tension", "action", "milestone", "reversalline", "fact", "persona"):
        for row in Edition._meta.apps.get_model("questionnaire", model).objects.all():
            answer = editor.post(change_url(row), form_of(editor.get(change_url(row))))
            assert (row.key, faults(answer)) == (row.key, [])
    assert export_edition(draft) == small()


def test_a_page_of_many_conditions_reads_the_draft_once(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    draft = make_draft(shipped())
    path = draft.path_rows.get(key="fully-open")
    address = reverse("admin:questionnaire_path_change", args=[path.pk])
    form = form_of(editor.get(address))
    with django_assert_max_num_queries(80):
        assert editor.post(address, form).status_code == 302


def test_two_drafts_cannot_have_one_key() -> None:
    edition = make_edition()
    open_draft(from_edition=edition, key="next", at=NOW)
    with pytest.raises(EditionRefused, match="There already is an edition next"):
        open_draft(from_edition=edition, key="next", at=NOW)


def test_operations_begin_a_cohort(superuser: Client) -> None:
    address = reverse("admin:questionnaire_cohort_add")
    said = superuser.post(
        address,
        {
            "accelerator": str(make_accelerator().pk), "edition": str(make_edition().pk),
            "name": "Spring", "starts_on": "2026-03-01", "ends_on": "2026-06-01",
            "enrolments-TOTAL_FORMS": 0, "enrolments-INITIAL_FORMS": 0,
        },
    )  # fmt: skip
    assert (said.status_code, Cohort.objects.get().name) == (302, "Spring")


def test_operations_neither_choose_members_nor_undo_what_was_agreed_to(superuser: Client) -> None:
    owner, enrolment = make_venture_member(), make_enrolment()
    venture, cohort = owner.venture, enrolment.cohort
    superuser.post(
        reverse("admin:questionnaire_venture_change", args=[venture.pk]),
        {
            "name": venture.name, "stage": "", "members-TOTAL_FORMS": 1,
            "members-INITIAL_FORMS": 1, "members-0-id": owner.pk, "members-0-DELETE": "on",
        },
    )  # fmt: skip
    assert list(VentureMember.objects.filter(venture=venture)) == [owner]
    superuser.post(
        reverse("admin:questionnaire_cohort_change", args=[cohort.pk]),
        {
            "name": cohort.name, "starts_on": "2026-03-01", "ends_on": "2026-06-01",
            "enrolments-TOTAL_FORMS": 1, "enrolments-INITIAL_FORMS": 1,
            "enrolments-0-id": enrolment.pk, "enrolments-0-DELETE": "on",
        },
    )  # fmt: skip
    gone = superuser.post(
        reverse("admin:questionnaire_cohort_delete", args=[cohort.pk]), {"post": "yes"}
    )
    assert (gone.status_code, list(Enrolment.objects.all())) == (403, [enrolment])


def test_an_account_is_deleted_by_one_rule_whoever_does_it(superuser: Client) -> None:
    owner = make_venture_member()
    make_venture_member(venture=owner.venture, role=VentureRole.EDITOR)
    alone = make_venture_member()
    for user, code in ((owner.user, 403), (alone.user, 302)):
        address = reverse("admin:questionnaire_user_delete", args=[user.pk])
        assert superuser.post(address, {"post": "yes"}).status_code == code
    assert list(Venture.objects.all()) == [owner.venture]


def test_lint_shows_findings_and_stops_publishing(editor: Client) -> None:
    draft = make_draft(small())
    Option.objects.filter(question__category__edition=draft, key="weak").update(next=None)
    page = act(editor, "run_lint", draft)
    finding = "it is not the best answer and has no next step"
    assert [one.problem for one in page.context["findings"]] == [finding]
    page = act(editor, "publish_draft", draft, note_en="Try.")
    assert [one.problem for one in page.context["findings"]] == [finding]
    assert Edition.objects.get().status == "draft"


def test_lint_says_when_nothing_stands_in_the_way(editor: Client) -> None:
    page = act(editor, "run_lint", make_draft(small()))
    assert "Lint finds nothing. This edition can be published." in page.content.decode()


def test_an_edition_is_retired_and_a_draft_is_not(editor: Client) -> None:
    edition, draft = make_edition(), make_draft()
    act(editor, "retire_edition", edition)
    assert said(editor) == [f"{edition.key.capitalize()} is retired."]
    act(editor, "retire_edition", draft)
    assert said(editor) == ["A draft was never offered; delete it instead."]


def test_one_edition_at_a_time(editor: Client) -> None:
    ids = [str(make_edition().pk), str(make_edition().pk)]
    editor.post(reverse(EDITIONS), {"action": "retire_edition", "_selected_action": ids})
    assert said(editor) == ["Choose exactly one edition."]


# ---------------------------------------------------------------- frozen


def test_a_published_edition_can_only_be_read(editor: Client) -> None:
    edition = make_edition()
    rows: list[Any] = [edition, Category.objects.get(), Question.objects.first()]
    for row in rows:
        page = editor.get(change_url(row))
        assert (page.status_code, page.context["has_change_permission"]) == (200, False)
        assert editor.post(change_url(row), {"key": "other"}).status_code == 403
        delete = reverse(f"admin:questionnaire_{row._meta.model_name}_delete", args=[row.pk])
        assert editor.post(delete, {"post": "yes"}).status_code == 403
    assert export_edition(edition) == small(key=edition.key)


def test_deleting_many_leaves_published_rows_alone(editor: Client) -> None:
    make_edition()
    ids = [str(pk) for pk in Question.objects.values_list("pk", flat=True)]
    data = {"action": "delete_selected", "_selected_action": ids, "post": "yes"}
    editor.post(reverse("admin:questionnaire_question_changelist"), data)
    assert Question.objects.count() == len(ids) == 4
    assert "what is published stays for those who answered it" in said(editor)[0]


def test_a_published_edition_is_not_deleted_and_why_is_said(editor: Client) -> None:
    edition, draft = make_edition(), make_draft()
    for chosen in ([edition], [edition, draft]):
        ids = [str(one.pk) for one in chosen]
        data = {"action": "delete_selected", "_selected_action": ids}
        editor.post(reverse(EDITIONS), data)
        assert said(editor)[-1].startswith(f"Nothing was deleted: {edition.key} is published")
    assert set(Edition.objects.all()) == {edition, draft}


def test_a_row_cannot_be_added_to_a_published_edition(editor: Client) -> None:
    edition, draft = make_edition(), make_draft()
    page = editor.get(reverse("admin:questionnaire_category_add"))
    offered = page.context["adminform"].form.fields["edition"].queryset
    assert (list(offered), edition in offered) == ([draft], False)


# ---------------------------------------------------------------- conditions and values

BAD = [
    ({"show_when": '{"q": "extras", "op": "has", "value": ["docs"]}'},
     "show_when: extras is asked later; refer to earlier questions only"),
    ({"show_when": '{"q": "rout", "op": "in", "value": ["open"]}'},
     "show_when: there is no question 'rout'; did you mean route?"),
    ({"show_when": '{"q": "route", "op": "in", "value": ["opne"]}'},
     "show_when: route has no option 'opne'; did you mean open?"),
    ({"show_when": '{"q": "route", "op": "like", "value": 1}'},
     "show_when.op: 'like' is not known; use one of 'in', 'has', 'lacks', 'exactly', "
     "'ticked-at-least', 'ticked-at-most', 'below', 'at-most', 'above', 'at-least' or 'answered'"),
    ({"show_when": '{"q": '},
     "line 1, column 7: this is not JSON (Expecting value); mend the syntax"),
    ({"show_when": '{"q": 1, "q": 2}'}, "input: the key 'q' stands twice; keep one of the two"),
    ({"weight": '{"funding": NaN}'},
     "input: NaN is not a number in JSON; give a number, or leave the answer out"),
    ({"weight": '{"funding": 11}'}, "weight.funding: 11 is too large; write 10.0 or less"),
    ({"facts": '["D9.9"]'}, "facts: there is no fact D9.9; use one of D1.1"),
    ({"ask_en": "<b>Bold</b>"}, "ask.en: a text is plain words; take the HTML tag out"),
    ({"key": "No Key"},
     "key: 'No Key' has the wrong form; use small letters, digits and single hyphens, beginning "
     "with a letter"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "problem"), BAD, ids=[one[1][:40] for one in BAD])
def test_a_fault_is_said_at_its_field(editor: Client, change: dict[str, str], problem: str) -> None:
    draft = make_draft(small())
    question = Question.objects.get(category__edition=draft, key="base")
    data = form_of(editor.get(change_url(question))) | change
    page = editor.post(change_url(question), data)
    found = [text for errors in page.context["adminform"].form.errors.values() for text in errors]
    assert found == [problem]
    assert export_edition(draft) == small()


def test_a_path_that_there_is_not_is_said_at_the_option_that_names_it(editor: Client) -> None:
    """What was typed stands there still; a key that went later keeps nobody from the rest."""
    draft = make_draft(small())
    question = Question.objects.get(category__edition=draft, key="base")
    typed = '{"nowhere": 5}'
    data = form_of(editor.get(change_url(question))) | {"option_rows-0-pull": typed}
    page = editor.post(change_url(question), data)
    [options] = [one.formset for one in page.context["inline_admin_formsets"]]
    assert options.errors[0] == {"pull": ["pull: there is no path nowhere; use one of shut, free"]}
    assert options.forms[0]["pull"].value() == typed
    assert export_edition(draft) == small()
    question.option_rows.filter(place=0).update(pull={"nowhere": 5})
    page = form_of(editor.get(change_url(question))) | {"weight": '{"funding": 2}'}
    assert editor.post(change_url(question), page).status_code == 302
    question.refresh_from_db()
    assert question.weight == {"funding": 2}


# ---------------------------------------------------------------- who sees what


def test_editors_reach_the_bank_and_nothing_of_people(editor: Client) -> None:
    make_report()
    make_enrolment()
    found = {
        model: editor.get(reverse(f"admin:questionnaire_{model}_changelist")).status_code
        for model in (*BANK, *OPERATIONS)
    }
    assert found == {**dict.fromkeys(BANK, 200), **dict.fromkeys(OPERATIONS, 403)}


def test_no_page_of_the_workshop_shows_an_answer(superuser: Client) -> None:
    assessment = make_assessment()
    make_answer(assessment=assessment, note="CNRY-note", value={"value": "CNRY-value"})
    member = make_venture_member(venture=assessment.venture)
    for row in (assessment.venture, member.user):
        name = row._meta.model_name
        for url in (
            reverse(f"admin:questionnaire_{name}_changelist"),
            change_url(row),
            reverse(f"admin:questionnaire_{name}_delete", args=[row.pk]),
        ):
            page = superuser.get(url)
            assert (page.status_code, b"CNRY" in page.content) == (200, False)


def test_nobody_else_enters(client: Client) -> None:
    client.force_login(make_user())
    for model in (*BANK, *OPERATIONS):
        url = reverse(f"admin:questionnaire_{model}_changelist")
        answer = client.get(url)
        assert (answer.status_code, answer.url) == (302, f"/workshop/login/?next={url}")


def test_the_pages_of_the_workshop_carry_no_inline_script(superuser: Client) -> None:
    make_edition()
    urls = [reverse(f"admin:questionnaire_{model}_changelist") for model in (*BANK, *OPERATIONS)]
    urls += [change_url(Edition.objects.get()), change_url(Question.objects.first())]
    for url in urls:
        page = superuser.get(url).content.decode()
        found = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", page)
        assert (url, found) == (url, [])


def test_a_question_is_found_by_its_words(editor: Client) -> None:
    draft = make_draft(small())
    Question.objects.filter(category__edition=draft, key="base").update(
        ask={"en": "How strong are you?", "es": "¿Cuán fuerte eres?"}
    )
    found = editor.get(reverse("admin:questionnaire_question_changelist"), {"q": "cuán fuerte"})
    assert [one.key for one in found.context["cl"].result_list] == ["base"]
    assert "How strong are you?" in found.content.decode()


def test_deleting_is_the_last_thing_offered(editor: Client) -> None:
    make_edition()
    choices = editor.get(reverse(EDITIONS)).context["action_form"].fields["action"].choices
    assert [name for name, _words in choices][-1] == "delete_selected"
