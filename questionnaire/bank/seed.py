"""Seeds to content; all or nothing, every fault named; no Django.

Seeds are a folder or a zip of one. The folder: edition.yaml, categories/*.yaml, paths, tensions,
actions, milestones, reversal and facts.yaml, personas/*.yaml, languages/<code>*.yaml. Texts stand
in the main language where they belong; the other languages map addresses (texts.py) to texts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from questionnaire.bank.archive import MOST_ZIP, Files, unzipped
from questionnaire.bank.content import SCHEMA, Content
from questionnaire.bank.seed_faults import FileOf, SeedError, SeedFault, shape_faults, shown
from questionnaire.bank.texts import places
from questionnaire.bank.yaml_in import read_file, read_yaml
from questionnaire.scoring.faults import Said

EDITION = "edition.yaml"
ZIP = ".zip"
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
MOST_FILES = 200
MOST_GUESSES = 20
MARKS = (b",", b"\n")
MOST_VALUES = 100_000
"""Values in all files together, counted by what stands after each; one takes some 30 µs to read."""
LISTS = ("paths", "tensions", "actions", "milestones", "reversal", "facts")
OPTIONAL = frozenset({"reversal", "facts"})
FOLDERS = ("categories", "personas", "languages")
CATEGORIES = ("funding", "team", "experimentation", "loyalty", "ethics")
"""The order in which categories are asked where edition.yaml does not list them."""
LANGUAGE_FILE = re.compile(r"([a-z]{2})(-[a-z0-9-]+)?\.yaml")

__all__ = [
    "SEEDS",
    "ZIP",
    "SeedError",
    "SeedFault",
    "load_content",
    "read_seeds",
    "read_zip",
]


def load_content(path_or_key: str | Path) -> Content:
    """The content of a folder or a zip, or of the shipped edition of that key."""
    path = Path(path_or_key)
    if not path.exists() and re.fullmatch(r"[a-z0-9][a-z0-9.-]*", str(path_or_key)):
        path = SEEDS / str(path_or_key)
    return read_seeds(path)


def read_seeds(source: Path) -> Content:
    """The content of a folder of seeds, or of a zip of one; SeedError with every fault."""
    if source.suffix == ZIP and source.is_file():
        with source.open("rb") as opened:
            return read_zip(opened.read(MOST_ZIP + 1))
    if not source.is_dir():
        raise SeedError(
            [SeedFault(str(source), "", Said("there is no such folder"), Said("name a folder"))]
        )
    names, faults = _names(source)
    files: Files = {}
    for name in names:
        files[name], found = read_file(source / name, name)
        faults += found
    return _content(files, faults)


def read_zip(data: bytes) -> Content:
    """The content of a zip of a folder of seeds; SeedError with every fault where there is one."""
    files, faults = unzipped(data)
    if faults and not files:
        raise SeedError(faults)
    top = _top({*files, *(fault.file for fault in faults)})
    files = {name.removeprefix(top): data for name, data in files.items()}
    faults = [replace(fault, file=fault.file.removeprefix(top)) for fault in faults]
    faults += [_stranger(name) for name in sorted(files) if not _may_be_there(name)]
    return _content({name: files[name] for name in sorted(files) if _belongs(name)}, faults)


def _content(files: Files, faults: list[SeedFault]) -> Content:
    """The content of the files that belong to an edition, all of them or none."""
    if sum(data.count(mark) for data in files.values() for mark in MARKS) > MOST_VALUES:
        problem = Said("the files hold over %(most_values)s values", most_values=MOST_VALUES)
        raise SeedError([*faults, SeedFault(".", "", problem, Said("take out what is not needed"))])
    raw: dict[str, dict[str, Any]] = {}
    refused = {fault.file for fault in faults}
    for name in files:
        if name not in refused:
            raw[name], found = read_yaml(files[name], name)
            faults += found
    _refuse_newer(raw.get(EDITION, {}))
    faults += [
        SeedFault(f"{name}.yaml", "", Said("the file is missing"), Said("add it"))
        for name in ("edition", *LISTS)
        if name not in OPTIONAL and f"{name}.yaml" not in {*files, *refused}
    ]
    if faults:
        raise SeedError(faults)
    return _assemble(raw)


def _top(names: Collection[str]) -> str:
    """What comes before the names of an edition's files where its folder itself was zipped."""
    tops = {top for top, _, rest in (name.partition("/") for name in names) if rest == EDITION}
    return "" if EDITION in names or len(tops) != 1 or tops & set(FOLDERS) else f"{tops.pop()}/"


def _names(folder: Path) -> tuple[list[str], list[SeedFault]]:
    """The files of a folder, by name; whatever else lies there is a fault."""
    names: list[str] = []
    faults: list[SeedFault] = []
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            faults.append(
                SeedFault(name, "", Said("it is a link"), Said("put the file itself here"))
            )
        elif _belongs(name):
            names.append(name)
        elif not path.is_dir() and not _may_be_there(name):
            faults.append(_stranger(name))
        if len(names) > MOST_FILES:
            fault = SeedFault(
                ".",
                "",
                Said("there are over %(most_files)s files", most_files=MOST_FILES),
                Said("merge some"),
            )
            raise SeedError([fault])
    return names, faults


def _walk(folder: Path) -> Iterator[Path]:
    """What lies in the folder and, one level down, in its folders; links are not followed."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink() and path.name in FOLDERS:
            yield from sorted(path.iterdir())


def _stranger(name: str) -> SeedFault:
    return SeedFault(name, "", Said("no such file belongs here"), Said("take it out"))


def _may_be_there(name: str) -> bool:
    return _belongs(name) or name == "README.md"


def _belongs(name: str) -> bool:
    if name in {EDITION, *(f"{one}.yaml" for one in LISTS)}:
        return True
    folder, _, file = name.partition("/")
    if folder == "languages":
        return bool(LANGUAGE_FILE.fullmatch(file))
    return folder in FOLDERS and "/" not in file and file.endswith(".yaml")


def _refuse_newer(edition: dict[str, Any]) -> None:
    """Whatever else is strange in a newer form need not be told."""
    schema = edition.get("schema", SCHEMA)
    if isinstance(schema, int) and schema > SCHEMA:
        problem = Said(
            "the seeds have the form %(value)s, this program knows %(schema)s",
            value=shown(schema),
            schema=SCHEMA,
        )
        raise SeedError([SeedFault(EDITION, "schema", problem, Said("use a newer program"))])


def _assemble(files: dict[str, dict[str, Any]]) -> Content:
    faults: list[SeedFault] = []
    raw = dict(files[EDITION])
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
            SeedFault(
                f"{part}.yaml",
                str(name),
                Said("nothing of that name belongs here"),
                Said("take it out"),
            )
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
        mend = Said("list %(all)s in the order of asking", all=", ".join(by_key))
        problem = Said("it does not list each category once")
        return found, [SeedFault(EDITION, "categories", problem, mend)]
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
        yield SeedFault(
            file,
            "",
            Said("%(main)s is the main language", main=main),
            Said("write its texts in place"),
        )
        return
    unknown = 0
    for address, said in found.items():
        if address not in texts:
            unknown += 1  # a guess takes some milliseconds, so only the first few get one
            close = get_close_matches(address, texts, n=1) if unknown <= MOST_GUESSES else ()
            mend = Said("did you mean %(one)s?", one=close[0]) if close else Said("take it out")
            yield SeedFault(file, str(address), Said("there is no such text"), mend)
        elif not isinstance(said, str):
            yield SeedFault(
                file,
                address,
                Said("%(value)s is not a text", value=shown(said)),
                Said("write it in quotes"),
            )
        elif language in texts[address]:
            yield SeedFault(file, address, Said("the text stands twice"), Said("keep one"))
        else:
            texts[address][language] = said
