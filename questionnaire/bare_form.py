"""A form of which the page brings the tag, the token and the buttons."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from django import forms


class BareForm(forms.Form):
    """Fields, and nothing around them."""

    @property
    def helper(self) -> FormHelper:
        """How its fields are set."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper
