"""What is made once for a file is as it was made in each of its tests, whatever others did."""

from __future__ import annotations

import pytest
from django.test import Client

from questionnaire.people.models import Venture
from tests.factories import make_user, make_venture, make_venture_member
from tests.harness.once import made_once
from tests.report.sent import signed_in

pytestmark = pytest.mark.django_db


class Made:
    def __init__(self) -> None:
        self.venture: Venture = make_venture(name="As made")
        user = make_user()
        make_venture_member(venture=self.venture, user=user)
        self.client: Client = signed_in(user)


ground, one = made_once(Made)


@pytest.mark.parametrize("name", ["first", "second"])
def test_a_change_is_gone_in_the_next_test(one: Made, name: str) -> None:
    assert one.venture.name == Venture.objects.get().name == "As made"
    assert one.client.get("/").wsgi_request.user.is_authenticated
    one.venture.name = name
    one.venture.save()
    one.client.logout()
    assert Venture.objects.get().name == name
    make_venture()
