"""Second factors in the workshop: an operator takes one off and learns none of their secrets."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.access.world import signed_in
from tests.factories import make_editor, make_user

pytestmark = pytest.mark.django_db
PLACE = "admin:mfa_authenticator"


def test_no_page_shows_or_narrows_by_a_secret_and_a_lost_one_is_taken_off() -> None:
    secret = "CNRYSECRETJBSWY3DPEHPK3PXP"
    held = Authenticator.objects.create(user=make_user(), type="totp", data={"secret": secret})
    operator = signed_in(make_user(is_staff=True, is_superuser=True))
    pages = [
        reverse(f"{PLACE}_changelist"),
        reverse(f"{PLACE}_change", args=[held.pk]),
        reverse(f"{PLACE}_history", args=[held.pk]),
        reverse(f"{PLACE}_delete", args=[held.pk]),
    ]
    for page in pages:
        shown = operator.get(page)
        assert shown.status_code == 200, page
        assert secret not in shown.content.decode(), page
    assert operator.get(f"{pages[0]}?data__icontains=CNRY").status_code == 400
    assert operator.get(reverse(f"{PLACE}_add")).status_code == 403
    assert operator.post(pages[1], {"data": "{}"}).status_code == 403
    held.refresh_from_db()
    assert held.data == {"secret": secret}
    operator.post(pages[3], {"post": "yes"})
    assert Authenticator.objects.count() == 0


def test_an_editor_finds_no_factors() -> None:
    assert signed_in(make_editor()).get(reverse(f"{PLACE}_changelist")).status_code == 403
