"""A content to seeds: always the same text for the same content; no Django."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from questionnaire.bank.archive import zipped
from questionnaire.bank.content import Content
from questionnaire.bank.seed import EDITION, FOLDERS, LISTS, ZIP
from questionnaire.bank.seed_order import in_order
from questionnaire.bank.texts import places
from questionnaire.bank.yaml_out import Words, to_yaml

HEADS = {
    "paths.yaml": "The release paths, from closed to open.",
    "tensions.yaml": "Contradictions between answers, each with the question that settles it.",
    "actions.yaml": "What to do, when, how one knows that it is done, and which answers it lifts.",
    "milestones.yaml": "The ladder, by evidence in the answers; months from the start of the work.",
    "reversal.yaml": "The reversal stress test; closing: open, then closed; opening: the reverse.",
    "facts.yaml": "Checked facts in our own words, and where they were read.",
}
"""The first line of a file, for whoever opens it."""


def write_seeds(content: Content, folder: Path) -> None:
    """Write a content as a folder of seeds, or as a zip where the name says so.

    Always the same text for the same content. Links that stand in the folder are replaced, never
    followed.
    """
    if folder.suffix == ZIP and not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_bytes(zip_seeds(content))
        return
    for name, text in seed_texts(content):
        file = folder / name
        for path in {file.parent, file} - {folder}:
            if path.is_symlink():
                path.unlink()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    wanted = {folder / name for name, _ in seed_texts(content)}
    for part in FOLDERS:
        for file in (folder / part).glob("*.yaml"):
            if file not in wanted:
                file.unlink()


def zip_seeds(content: Content) -> bytes:
    """A content as a zip of its folder of seeds: always the same bytes for the same content."""
    return zipped(content.key, seed_texts(content))


def seed_texts(content: Content) -> Iterable[tuple[str, str]]:
    """Every file of a folder of seeds, as (name, text)."""
    raw = in_order(content)
    languages = _take_texts_out(raw, content.main_language)
    categories, personas = raw.pop("categories"), raw.pop("personas", [])
    lists = {part: raw.pop(part, []) for part in LISTS}
    raw["categories"] = [category["key"] for category in categories]
    yield EDITION, to_yaml(raw)
    for category in categories:
        yield f"categories/{category['key']}.yaml", to_yaml(category)
    for part in LISTS:
        name = f"{part}.yaml"
        yield name, f"# {HEADS[name]}\n" + to_yaml({part: lists[part]})
    for persona in personas:
        yield f"personas/{persona['key']}.yaml", to_yaml(persona)
    for language in sorted(languages):
        yield f"languages/{language}.yaml", to_yaml(languages[language])


def _take_texts_out(raw: dict[str, Any], main: str) -> dict[str, dict[str, Any]]:
    """Leave the main language's texts in place; language -> address -> text of the others."""
    languages: dict[str, dict[str, Any]] = {}
    for place in places(raw):
        said = place.holder[place.name]
        if main not in said:
            continue  # a draft may lack it; then the text stands in place as a mapping
        for language, text in said.items():
            if language != main:
                languages.setdefault(language, {})[place.address] = Words(text)
        place.holder[place.name] = Words(said[main])
    return languages
