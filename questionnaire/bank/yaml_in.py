"""One YAML file to plain values, trusting nothing; no Django.

YAML 1.2 (``no`` stays a text), duplicate keys refused. Anchors, aliases, tags and several
documents are refused too: a bank needs none, and they are how a small file becomes a bomb.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    NodeEvent,
)

from questionnaire.bank.seed_faults import SeedFault

MOST_BYTES = 1_000_000
MOST_DEPTH = 20


class _Refused(Exception):
    """Why a file is refused: key or line, problem, mend."""

    def __init__(self, place: str, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.said = (place, problem, mend)


def read_yaml(file: Path, name: str) -> tuple[dict[str, Any], list[SeedFault]]:
    """The mapping in a file, or an empty one with the reason why it was refused."""
    try:
        return _mapping(_text(file)), []
    except _Refused as refused:
        return {}, [SeedFault(name, *refused.said)]


def _text(file: Path) -> str:
    facts = file.lstat()
    if not stat.S_ISREG(facts.st_mode):
        raise _Refused("", "it is a link or not a file", "put a copy of the file itself here")
    if facts.st_size > MOST_BYTES:
        raise _Refused("", "it is larger than 1 MB", "split it")
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Refused(f"byte {error.start}", "it is not UTF-8", "save it as UTF-8") from None


def _mapping(text: str) -> dict[str, Any]:
    try:
        _check_events(text)
        found = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 1}" if mark else ""
        raise _Refused(line, _first_line(error), "mend the YAML there") from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise _Refused("", f"it cannot be read ({_first_line(error)})", "mend the YAML") from None
    if not isinstance(found, dict):
        raise _Refused("", "it does not hold name: value pairs", "write a mapping")
    return found


def _check_events(text: str) -> None:
    """Refuse what a bank never needs before any value is built."""
    depth = documents = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        line = f"line {event.start_mark.line + 1}"
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(line, "anchors and aliases are refused", "write the value out")
        if isinstance(event, NodeEvent) and getattr(event, "ctag", None):
            raise _Refused(line, "tags are refused", "write a plain value")
        documents += isinstance(event, DocumentStartEvent)
        depth += isinstance(event, CollectionStartEvent)
        depth -= isinstance(event, CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise _Refused(line, "it is nested too deeply", f"use at most {MOST_DEPTH} levels")
        if documents > 1:
            raise _Refused(line, "it holds several documents", "keep one document a file")


def _first_line(error: Exception) -> str:
    problem = getattr(error, "problem", None) or str(error)
    return str(problem).splitlines()[0][:200]
