"""What scripts and servers of ours are told never to do."""

from __future__ import annotations

import json
import re

from tests.rules.tables import ROOT
from tests.rules.test_source import sources

CONFIG = re.compile(r"name=\"htmx-config\" content='([^']+)'")
QUIET = {
    "allowEval": False, "includeIndicatorStyles": False, "selfRequestsOnly": True,
    "allowScriptTags": False, "historyCacheSize": 0, "timeout": 15000,
}  # fmt: skip
CLIENTS = ("urllib.request", "http.client", "requests", "httpx", "aiohttp", "urllib3", "ftplib")


def test_htmx_is_told_to_run_and_keep_nothing() -> None:
    told = {
        path: json.loads(found[1])
        for path in (ROOT / "templates").rglob("*.html")
        if (found := CONFIG.search(path.read_text()))
    }
    assert len(told) == 2
    assert all(QUIET.items() <= one.items() for one in told.values())


def test_the_product_imports_no_client_of_http() -> None:
    """So that nothing that somebody typed is ever fetched."""
    found = [
        (name, client)
        for name, _tree in sources()
        for client in CLIENTS
        if re.search(rf"^\s*(import|from) {re.escape(client)}\b", (ROOT / name).read_text(), re.M)
    ]
    assert found == []
