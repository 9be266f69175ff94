"""What a cold category page costs a browser on its wire (PERFORMANCE, targets).

Counted by the browser itself from a server as ./run starts it: compressed, headers included.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.assessment.guests import make_guest
from tests.assessment.test_weight import MOST_BYTES, MOST_REQUESTS
from tests.browser.test_autosave import take_key
from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("category", ["funding", "ethics"])
def test_a_cold_page_is_light_and_takes_few_requests(
    category: str, page: Page, context: BrowserContext, site: Site
) -> None:
    guest = make_guest()
    take_key(context, guest, site.url)
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    addresses: dict[str, str] = {}
    weights: dict[str, float] = {}
    network.on(
        "Network.responseReceived",
        lambda one: addresses.update({one["requestId"]: one["response"]["url"]}),
    )
    network.on(
        "Network.loadingFinished",
        lambda one: weights.update({one["requestId"]: one["encodedDataLength"]}),
    )
    page.goto(f"{site.url}{guest.base}c/{category}/", wait_until="networkidle")
    told = {addresses[one]: weight for one, weight in weights.items() if one in addresses}
    wire = {url: weight for url, weight in told.items() if url.startswith("http")}
    assert len(wire) <= MOST_REQUESTS, wire
    assert sum(wire.values()) < MOST_BYTES, wire
