"""What founders fill in beside their answers; nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaire.assessment.entry import (
    clean_line,
)
from questionnaire.bare_form import BareForm
from questionnaire.people.models import STAGE_WORDS

MOST_NAME = 120
"""Characters of a venture's name."""
STAGES = [("", gettext_lazy("Choose if you like")), *STAGE_WORDS.items()]


class StartForm(BareForm):
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


class InviteForm(BareForm):
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


class NameForm(BareForm):
    """What a person is called."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=MOST_NAME,
        help_text=gettext_lazy("Members of your ventures see it beside your answers."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        """The name on one line, without what nobody can see."""
        return short_enough(clean_line(self.cleaned_data["name"]))


class EraseForm(BareForm):
    """A name, typed, before all that belongs to it is deleted."""

    typed = forms.CharField(
        required=False, max_length=254, widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, *given: Any, expected: str, label: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self.expected = expected
        self.fields["typed"].label = label

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
