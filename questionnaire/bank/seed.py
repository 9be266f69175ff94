"""A folder of seeds to content and back; all or nothing, every fault named; no Django.

The folder: edition.yaml, categories/*.yaml, paths, tensions,
actions, milestones, reversal and facts.yaml, personas/*.yaml, languages/<code>*.yaml. Texts stand
in the main language where they belong; the other languages map addresses (texts.py) to texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from questionnaire.bank.content import SCHEMA, Content
from questionnaire.bank.seed_faults import FileOf, SeedError, SeedFault, shape_faults, shown
from questionnaire.bank.seed_order import in_order
from questionnaire.bank.texts import places
from questionnaire.bank.yaml_in import read_yaml
from questionnaire.bank.yaml_out import Words, to_yaml

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
MOST_FILES = 200
LISTS = ("paths", "tensions", "actions", "milestones", "reversal", "facts")
OPTIONAL = frozenset({"reversal", "facts"})
FOLDERS = ("categories", "personas", "languages")
CATEGORIES = ("funding", "team", "experimentation", "loyalty", "ethics")
"""The order in which categories are asked where edition.yaml does not list them."""
LANGUAGE_FILE = re.compile(r"([a-z]{2})(-[a-z0-9-]+)?\.yaml")

HEADS = {
    "paths.yaml": "The release paths, from closed to open.",
    "tensions.yaml": "Contradictions between answers, each with the question that settles it.",
    "actions.yaml": "What to do, when, how one knows that it is done, and which answers it lifts.",
    "milestones.yaml": "The ladder, by evidence in the answers; months from the start of the work.",
    "reversal.yaml": "The reversal stress test; closing: open, then closed; opening: the reverse.",
    "facts.yaml": "Checked facts in our own words, and where they were read.",
}
"""The first line of a file, for whoever opens it."""

__all__ = ["SEEDS", "SeedError", "SeedFault", "load_content", "read_seeds", "write_seeds"]


# ---------------------------------------------------------------- reading


def load_content(folder_or_key: str | Path) -> Content:
    """The content of a folder, or of the shipped edition of that key."""
    folder = Path(folder_or_key)
    if not folder.is_dir() and re.fullmatch(r"[a-z0-9][a-z0-9.-]*", str(folder_or_key)):
        folder = SEEDS / str(folder_or_key)
    return read_seeds(folder)


def read_seeds(folder: Path) -> Content:
    """The content of a folder of seeds; SeedError with every fault where there is one."""
    if not folder.is_dir():
        raise SeedError([SeedFault(str(folder), "", "there is no such folder", "name a folder")])
    names, faults = _names(folder)
    raw: dict[str, dict[str, Any]] = {}
    for name in names:
        raw[name], found = read_yaml(folder / name, name)
        faults += found
    faults += [
        SeedFault(f"{name}.yaml", "", "the file is missing", "add it")
        for name in ("edition", *LISTS)
        if name not in OPTIONAL and f"{name}.yaml" not in names
    ]
    if faults:
        raise SeedError(faults)
    return _assemble(raw)


def _names(folder: Path) -> tuple[list[str], list[SeedFault]]:
    """The files of a folder, by name; whatever else lies there is a fault."""
    names: list[str] = []
    faults: list[SeedFault] = []
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            faults.append(SeedFault(name, "", "it is a link", "put the file itself here"))
        elif _belongs(name):
            names.append(name)
        elif not path.is_dir() and name != "README.md":
            faults.append(SeedFault(name, "", "no such file belongs here", "take it out"))
        if len(names) > MOST_FILES:
            fault = SeedFault(".", "", f"there are over {MOST_FILES} files", "merge some")
            raise SeedError([fault])
    return names, faults


def _walk(folder: Path) -> Iterator[Path]:
    """What lies in the folder and, one level down, in its folders; links are not followed."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink() and path.name in FOLDERS:
            yield from sorted(path.iterdir())


def _belongs(name: str) -> bool:
    if name in {"edition.yaml", *(f"{one}.yaml" for one in LISTS)}:
        return True
    folder, _, file = name.partition("/")
    if folder == "languages":
        return bool(LANGUAGE_FILE.fullmatch(file))
    return folder in FOLDERS and file.endswith(".yaml")


def _assemble(files: dict[str, dict[str, Any]]) -> Content:
    edition = dict(files["edition.yaml"])
    schema = edition.get("schema", SCHEMA)
    if isinstance(schema, int) and schema > SCHEMA:
        problem = f"the seeds have the form {schema}, this program knows {SCHEMA}"
        raise SeedError([SeedFault("edition.yaml", "schema", problem, "use a newer program")])
    faults: list[SeedFault] = []
    raw = edition
    where: dict[tuple[str, int], str] = {}
    order = raw.pop("categories", None)
    for part in ("categories", "personas"):
        found = [name for name in files if name.startswith(f"{part}/")]
        if part == "categories":
            found, wrong = _category_order(order, found, files)
            faults += wrong
        raw[part] = [files[name] for name in found]
        where |= {(part, index): name for index, name in enumerate(found)}
    for part in LISTS:
        one = files.get(f"{part}.yaml", {part: []})
        faults += [
            SeedFault(f"{part}.yaml", str(name), "nothing of that name belongs here", "take it out")
            for name in one.keys() - {part}
        ]
        raw[part] = one.get(part)
    faults += _add_texts(raw, files)
    try:
        content = Content.model_validate(raw)
    except ValidationError as error:
        raise SeedError(faults + shape_faults(error, raw, FileOf(where, LISTS))) from None
    if faults:
        raise SeedError(faults)
    return content


def _category_order(
    order: Any, found: list[str], files: dict[str, dict[str, Any]]
) -> tuple[list[str], list[SeedFault]]:
    """The category files in the order of asking, as edition.yaml lists their keys."""
    by_key = {str(files[name].get("key")): name for name in found}
    if order is None:
        order = [key for key in CATEGORIES if key in by_key]
        order += [key for key in by_key if key not in CATEGORIES]
    if not isinstance(order, list) or sorted(map(str, order)) != sorted(by_key):
        mend = f"list {', '.join(by_key)} in the order of asking"
        problem = "it does not list each category once"
        return found, [SeedFault("edition.yaml", "categories", problem, mend)]
    return [by_key[str(key)] for key in order], []


# ---------------------------------------------------------------- languages


def _add_texts(raw: dict[str, Any], files: dict[str, dict[str, Any]]) -> list[SeedFault]:
    """Put every text into ``raw`` as ``{language: text}``; the faults of the language files."""
    languages = raw.get("languages", ["en"])
    main = languages[0] if isinstance(languages, list) and languages else "en"
    texts: dict[str, dict[str, str]] = {}
    faults: list[SeedFault] = []
    for place in places(raw):
        said = place.holder[place.name]
        if isinstance(said, str):
            texts[place.address] = place.holder[place.name] = {main: said}
    for name in (one for one in files if one.startswith("languages/")):
        language = name.partition("/")[2][:2]
        faults += _add_language(texts, language, main, files[name], name)
    return faults


def _add_language(
    texts: dict[str, dict[str, str]], language: str, main: str, found: dict[str, Any], file: str
) -> Iterator[SeedFault]:
    if language == main:
        yield SeedFault(file, "", f"{main} is the main language", "write its texts in place")
        return
    for address, said in found.items():
        if address not in texts:
            close = get_close_matches(str(address), texts, n=1)
            mend = f"did you mean {close[0]}?" if close else "take it out"
            yield SeedFault(file, str(address), "there is no such text", mend)
        elif not isinstance(said, str):
            yield SeedFault(file, address, f"{shown(said)} is not a text", "write it in quotes")
        elif language in texts[address]:
            yield SeedFault(file, address, "the text stands twice", "keep one")
        else:
            texts[address][language] = said


# ---------------------------------------------------------------- writing


def write_seeds(content: Content, folder: Path) -> None:
    """Write a content as a folder of seeds: always the same text for the same content."""
    for name, text in seed_texts(content):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    wanted = {folder / name for name, _ in seed_texts(content)}
    for part in FOLDERS:
        for file in (folder / part).glob("*.yaml"):
            if file not in wanted:
                file.unlink()


def seed_texts(content: Content) -> Iterable[tuple[str, str]]:
    """Every file of a folder of seeds, as (name, text)."""
    raw = in_order(content)
    languages = _take_texts_out(raw, content.main_language)
    categories, personas = raw.pop("categories"), raw.pop("personas", [])
    lists = {part: raw.pop(part, []) for part in LISTS}
    raw["categories"] = [category["key"] for category in categories]
    yield "edition.yaml", to_yaml(raw)
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
