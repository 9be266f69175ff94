"""Every text is there in every language the edition declares; no Django."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.bank.content import Content
from questionnaire.bank.findings import Finding, error
from questionnaire.bank.texts import places
from questionnaire.scoring.faults import Said

NAMED = 10
"""So many missing texts are named one by one; the rest are counted."""


def text_findings(content: Content) -> Iterator[Finding]:
    """Missing translations, and texts missing in the main language."""
    missing = missing_texts(content)
    for language, addresses in missing.items():
        main = language == content.main_language
        file = "" if main else f"languages/{language}.yaml"
        for address in addresses[:NAMED]:
            yield error(
                file,
                address,
                Said("the text is missing in %(language)s", language=language),
                Said("write it"),
            )
        if len(addresses) > NAMED:
            more = len(addresses) - NAMED
            problem = Said(
                "%(more)s more texts are missing in %(language)s", more=more, language=language
            )
            mend = Said("write them, or take %(language)s out of languages", language=language)
            yield error(file, f"after {addresses[NAMED - 1]}", problem, mend)


def missing_texts(content: Content) -> dict[str, list[str]]:
    """Language -> the addresses of texts that lack it; every declared language has an entry."""
    raw = content.model_dump(mode="json", by_alias=True)
    found: dict[str, list[str]] = {language: [] for language in content.languages}
    for place in places(raw):
        for language, addresses in found.items():
            if language not in place.holder[place.name]:
                addresses.append(place.address)
    return found
