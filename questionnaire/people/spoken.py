"""What signing in says in words: those of the library that does it, said as this site speaks."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

_WRONG: Final = _("This address, or what goes with it, is not right.")
_TOO_OFTEN: Final = _("This was asked for too often in a short while. Wait a few minutes.")
_BY_MAIL: Final = _("First write the code that was sent to your address.")

OF_ACCOUNTS: Final[dict[str, Any]] = {
    "account_inactive": _("This account is closed. Write to whoever runs this site."),
    "cannot_remove_primary_email": _("This is the only address of your account, and stays."),
    "duplicate_email": _("That is your address already."),
    "email_password_mismatch": _WRONG,
    "email_taken": _("Another account has this address."),
    "enter_current_password": _("Write the password that you have now."),
    "incorrect_code": _("This code is wrong. Write the one of the newest mail."),
    "incorrect_password": _("This password is wrong."),
    "invalid_login": _WRONG,
    "invalid_or_expired_key": _("This does not work any more. Ask for a new code."),
    "max_email_addresses": _("An account has one address."),
    "rate_limited": _TOO_OFTEN,
    "same_as_current": _("That is your address already."),
    "select_only_one": _("Choose one only."),
    "too_many_login_attempts": _TOO_OFTEN,
    "unknown_email": _("No account has this address."),
    "unverified_primary_email": _BY_MAIL,
}
OF_FACTORS: Final[dict[str, Any]] = {
    "add_email_blocked": _("While you have a second factor, your account keeps its one address."),
    "cannot_delete_authenticator": _("This second factor cannot be switched off."),
    "cannot_generate_recovery_codes": _(
        "Codes for an emergency stand in for a second factor: set one up first."
    ),
    "incorrect_code": _(
        "This code is wrong, was used before, or its half minute is over. "
        "Write the one that shows now."
    ),
    "unverified_email": _BY_MAIL,
}
WAYS: Final[dict[str, Any]] = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use your authenticator app or a code for an emergency"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
"""How somebody shows that it is them, by what the library calls each."""
