"""What founders fill in, read and checked; nothing here saves."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.actions import Content
from questionnaire.assessment.entry import (
    MOST_TEXT,
    Unreadable,
    clean_line,
    clean_text,
    parse_number,
    sent_id,
    sent_number,
)
from questionnaire.bank.wording import LocalNumber, LocalQuestion
from questionnaire.people.models import STAGE_WORDS
from questionnaire.vocabulary import Claim, Kind

UNKNOWN = "-unknown"
OTHER = "-other"
MOST_EVIDENCE = 500
MOST_NAME = 120
"""Characters of a venture's name."""
STAGES = [("", gettext_lazy("Choose if you like")), *STAGE_WORDS.items()]


class Refused(Exception):
    """Not storable; the text says what to do. What was typed stays in the page."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One card as it was sent: raw texts, nothing trusted."""

    value: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    other: str = ""
    note: str = ""
    evidence: str = ""
    claim: str = ""

    @property
    def states(self) -> frozenset[str]:
        """Which of "don't know yet" and "none of these fits" are ticked, whatever the kind."""
        return frozenset({*self.value, *self.state} & {UNKNOWN, OTHER})


@dataclass(frozen=True, slots=True)
class Read:
    """An edit that can be stored. problem: why it does not count as an answer yet."""

    content: Content
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SaveHead:
    """What goes with an edit sent by the page: which edit it is and what it was made on."""

    mutation: uuid.UUID
    base: int


class StartForm(forms.Form):
    """A venture's name, and how far it is."""

    name = forms.CharField(
        label=gettext_lazy("Name of your venture"),
        max_length=MOST_NAME,
        help_text=gettext_lazy("A working name will do. You can change it later."),
        error_messages={"required": gettext_lazy("Write a name; a working name will do.")},
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("How far are you? (optional)"), choices=STAGES, required=False
    )

    @property
    def helper(self) -> FormHelper:
        """Fields only; the page brings the form tag, the token and the button."""
        return bare_helper(self)

    def clean_name(self) -> str:
        """The name on one line, without what nobody can see."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name; a working name will do."))
        return short_enough(name)


class GuestStartForm(StartForm):
    """As above, and where the private link is mailed if somebody likes."""

    email = forms.EmailField(
        required=False,
        label=gettext_lazy("E-mail address (optional)"),
        help_text=gettext_lazy(
            "We mail you the private link, so that it is not lost. The address is used for this "
            "one mail and then forgotten."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class InviteForm(forms.Form):
    """Whom to invite as what; without an address the link is handed over by hand."""

    email = forms.EmailField(
        required=False,
        label=gettext_lazy("E-mail address (optional)"),
        help_text=gettext_lazy(
            "We send the link there, and only this address can accept. Without one you get a link "
            "to hand over yourself."
        ),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("As"),
        initial="editor",
        choices=[
            ("editor", gettext_lazy("editor: answers and sends")),
            ("viewer", gettext_lazy("reader: reads everything, changes nothing")),
            ("owner", gettext_lazy("owner: also invites, may delete all")),
        ],
    )

    @property
    def helper(self) -> FormHelper:
        """Fields only; the page brings the form tag, the token and the button."""
        return bare_helper(self)


class NameForm(forms.Form):
    """What a person is called."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=MOST_NAME,
        help_text=gettext_lazy("Members of your ventures see it beside your answers."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )

    @property
    def helper(self) -> FormHelper:
        """Fields only; the page brings the form tag, the token and the button."""
        return bare_helper(self)

    def clean_name(self) -> str:
        """The name on one line, without what nobody can see."""
        return short_enough(clean_line(self.cleaned_data["name"]))


class EraseForm(forms.Form):
    """A name, typed, before all that belongs to it is deleted."""

    typed = forms.CharField(
        required=False, max_length=254, widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, *given: Any, expected: str, label: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self.expected = expected
        self.fields["typed"].label = label

    @property
    def helper(self) -> FormHelper:
        """Fields only; the page brings the form tag, the token and the button."""
        return bare_helper(self)

    def clean_typed(self) -> str:
        """The name, as it is stored."""
        typed = clean_line(self.cleaned_data["typed"])
        if typed != clean_line(self.expected):
            raise forms.ValidationError(
                _("Nothing was deleted. Write it exactly so: %(expected)s")
                % {"expected": self.expected}
            )
        return typed


def erase_venture_form(venture: str, data: Any = None) -> EraseForm:
    """Asks for the venture's name."""
    label = _("To delete, write the venture’s name: %(name)s") % {"name": venture}
    return EraseForm(data, expected=venture, label=label)


def delete_account_form(email: str, data: Any = None) -> EraseForm:
    """Asks for the account's address."""
    label = _("To delete, write your e-mail address: %(email)s") % {"email": email}
    return EraseForm(data, expected=email, label=label)


def short_enough(name: str) -> str:
    """The name, unless it grew beyond the column: some characters are stored as several."""
    if len(name) > MOST_NAME:
        raise forms.ValidationError(
            _("This name is too long; write at most %(most)d characters.") % {"most": MOST_NAME}
        )
    return name


def bare_helper(form: forms.Form) -> FormHelper:
    """A form's fields without the tag and the token."""
    helper = FormHelper(form)
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


# ---------------------------------------------------------------- what was sent


def read_head(data: QueryDict) -> SaveHead:
    """The edit's id and base; Refused when they are not what our page sends."""
    mutation, base = sent_id(data.get("mutation", "")), sent_number(data.get("base", ""))
    if mutation is None or base < 0:
        raise Refused(_("Reload the page; this save does not say what it changes."))
    return SaveHead(mutation, base)


def edit_of_card(data: QueryDict) -> Edit:
    """The edit that the page's script sent for one card."""
    return Edit(
        value=tuple(data.getlist("value")),
        state=tuple(data.getlist("state")),
        other=data.get("other", ""),
        note=data.get("note", ""),
        evidence=data.get("evidence", ""),
        claim=data.get("claim", ""),
    )


def edit_of_form(data: QueryDict, question: str) -> Edit:
    """One card's edit out of the whole page's form, sent without script."""
    return Edit(
        value=tuple(data.getlist(question)),
        state=tuple(data.getlist(f"{question}.state")),
        other=data.get(f"{question}.other", ""),
        note=data.get(f"{question}.note", ""),
        evidence=data.get(f"{question}.evidence", ""),
        claim=data.get(f"{question}.claim", ""),
    )


def read_edit(question: LocalQuestion, edit: Edit, language: str) -> Read:
    """The edit as it is stored, with what keeps it from being an answer; or Refused."""
    if edit.claim and edit.claim not in list(Claim):
        raise Refused(_("Choose guess, plan, done or proven."))
    value, problem = _value(question, edit, language)
    content = Content(
        value=value,
        note=_text(edit.note, MOST_TEXT),
        evidence=_text(edit.evidence, MOST_EVIDENCE),
        claim=edit.claim,
    )
    return Read(content, problem)


def _text(text: str, most: int) -> str:
    cleaned = clean_text(text) if len(text) <= most else text
    if len(cleaned) > most:  # counted again: some characters are stored as several
        raise Refused(
            _("This text has %(count)d characters; at most %(most)d can be saved. Shorten it.")
            % {"count": len(cleaned), "most": most}
        )
    return cleaned


def _value(question: LocalQuestion, edit: Edit, language: str) -> tuple[dict[str, Any] | None, str]:
    """The stored value and its problem."""
    states = edit.states
    if states and len({*edit.value} - states) + len(states) > 1 and question.options:
        raise Refused(_("“Don’t know yet” and “none of these” cannot stand beside other answers."))
    if UNKNOWN in states:
        return {"unknown": True}, ""
    if OTHER in states:
        return _other(question, edit)
    return _READERS[question.kind](question, edit, language)


def _other(question: LocalQuestion, edit: Edit) -> tuple[dict[str, Any], str]:
    if not question.options:
        raise Refused(_("This question has no “none of these fits”."))
    text = _text(edit.other, MOST_TEXT)
    if not text:
        return {"raw": OTHER}, _("Say in a few words what fits instead.")
    return {"other": text}, ""


def _single(
    question: LocalQuestion, edit: Edit, language: str
) -> tuple[dict[str, Any] | None, str]:
    if len(edit.value) > 1:
        raise Refused(_("Choose one answer."))
    return ({"value": _option(question, edit.value[0])}, "") if edit.value else (None, "")


def _multiple(
    question: LocalQuestion, edit: Edit, language: str
) -> tuple[dict[str, Any] | None, str]:
    ticked = {_option(question, key) for key in edit.value}
    alone = [one for one in question.options if one.exclusive and one.key in ticked]
    if alone and len(ticked) > 1:
        raise Refused(
            _("“%(option)s” cannot stand beside other answers.") % {"option": alone[0].text}
        )
    chosen = [one.key for one in question.options if one.key in ticked]
    return ({"value": chosen}, "") if chosen else (None, "")


def _option(question: LocalQuestion, key: str) -> str:
    if key not in question.by_key:
        raise Refused(_("This question has no such answer. Reload the page."))
    return key


def _number(
    question: LocalQuestion, edit: Edit, language: str
) -> tuple[dict[str, Any] | None, str]:
    """A number that cannot be read is stored as it was typed, with what is wrong with it."""
    raw = _text(edit.value[0] if edit.value else "", 200)
    if not raw:
        return None, ""
    problem = number_problem(question, raw, language)
    if problem or question.number is None:
        return {"raw": raw}, problem
    return {"value": parse_number(raw, language, question.number.decimals)}, ""


def number_problem(question: LocalQuestion, raw: str, language: str) -> str:
    """Why a typed number is no answer to the question; empty when it is one."""
    asked = question.number
    if asked is None:
        return ""
    try:
        value = parse_number(raw, language, asked.decimals)
    except Unreadable as unreadable:
        if unreadable.reason != "too-large":
            return _unreadable(unreadable, asked)
        value = math.inf
    if not asked.minimum <= value <= asked.maximum:
        return _("Write a number from %(low)g to %(high)g (%(unit)s).") % {
            "low": asked.minimum,
            "high": asked.maximum,
            "unit": asked.unit,
        }
    return ""


def _unreadable(unreadable: Unreadable, asked: LocalNumber) -> str:
    if unreadable.reason == "ambiguous":
        first, second = unreadable.readings
        return _("Do you mean %(first)s or %(second)s? Write it that way.") % {
            "first": first,
            "second": second,
        }
    if unreadable.reason == "decimals" and not asked.decimals:
        return _("Write a whole number.")
    if unreadable.reason == "decimals":
        return _("Write at most %(places)d decimal places.") % {"places": asked.decimals}
    return _("Write only a number, such as 6 or 12 (%(unit)s).") % {"unit": asked.unit}


def _free_text(
    question: LocalQuestion, edit: Edit, language: str
) -> tuple[dict[str, Any] | None, str]:
    text = _text(edit.value[0] if edit.value else "", MOST_TEXT)
    return ({"value": text}, "") if text else (None, "")


Reader = Callable[[LocalQuestion, Edit, str], tuple[dict[str, Any] | None, str]]
_READERS: Mapping[Kind, Reader] = {
    Kind.SINGLE: _single,
    Kind.SCALE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.NUMBER: _number,
    Kind.TEXT: _free_text,
}
