"""No address that only takes forms is a dead end for whoever reloads it or comes back to it."""

from __future__ import annotations

import pytest
from django.urls import resolve

from tests.access.test_matrix import GET, POST, address
from tests.access.world import World, make_world

pytestmark = pytest.mark.django_db
PERSON = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
USERS = ("owner", "accelerator-owner", "bank-editor")
"""Each address has one of them who may use its form."""
LEADS = {
    "attach": "home", "forget": "landing", "set_language": "landing", "invitation": "members",
    "erase": "venture", "end-report-link": "report-links", "keep-scenario": "what-if",
    "release-read": "release", "leave-cohort": "sharing",
    "join-links": "cohort-invitations", "join-link": "cohort-invitations",
    "end-api-token": "api-tokens", "review-settings": "review-rubric", "save-answer": "overview",
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return make_world()


def test_every_address_that_takes_forms_only_leads_to_a_page(world: World) -> None:
    """All of them, from the matrix, which has every address of the site: asked for by whoever may
    use its form, each ends at a page that is there."""
    ends = {}
    for name in sorted(set(POST) - set(GET)):
        may = (one for one in USERS if POST[name][one] not in (403, 404))
        client = world.clients[next(may, "accelerator-owner")]
        where = address(world, name, "POST")
        if name != "set_language":  # Django's own, leads back by itself
            assert client.get(where).status_code == 405, name  # a program is told plainly
        shown = client.get(where, headers=PERSON, follow=True)
        assert shown.status_code == 200, (name, shown.redirect_chain)
        ends[name] = resolve(shown.request["PATH_INFO"]).url_name
    assert {name: ends[name] for name in LEADS} == LEADS
