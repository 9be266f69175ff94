"""No template carries script or style of its own, and none loads from another host."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORBIDDEN = {
    "an inline script": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>",
    "an inline style": r"<style|\sstyle\s*=",
    "an event attribute": r"\son[a-z]+\s*=",
    "hx-on": r"\shx-on",
    "a load from another host": (
        r"<(?:script|img|iframe|source|video|audio|embed)[^>]*(?:src|srcset)=[\"'](?:https?:)?//"
        r"|<link[^>]*href=[\"'](?:https?:)?//"
    ),
    "the safe filter": r"\|\s*safe\b|autoescape off",
    "a javascript address": r"href=[\"']\s*javascript:",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()[:80]}"
        for path in TEMPLATES
        for match in re.finditer(FORBIDDEN[what], path.read_text(), flags=re.I)
    ]
    assert found == []


def test_stylesheets_load_nothing_from_another_host() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()[:80]}"
        for path in sorted((ROOT / "static").rglob("*.css"))
        for match in re.finditer(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", path.read_text())
    ]
    assert found == []
