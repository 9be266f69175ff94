"""One YAML file to plain values, trusting nothing; no Django.

YAML 1.2 (``no`` stays a text), duplicate keys refused. Anchors, aliases, tags and several
documents are refused too: a bank needs none, and they are how a small file becomes a bomb.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node

from questionnaire.bank.seed_faults import SeedFault, shown
from questionnaire.scoring.faults import Said

MOST_BYTES = 1_000_000
MOST_DEPTH = 20
LONGEST_NAME = 200
LONGEST_NUMBER = 40
"""Characters of a number. Python writes none of over 4300 digits out, not even to refuse it."""


class _Refused(Exception):
    """Why a file is refused: key or line, problem, mend."""

    def __init__(self, place: str, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.said = (place, problem, mend)


def read_file(file: Path, name: str) -> tuple[bytes, list[SeedFault]]:
    """The bytes of a plain file, or none with the reason why it was refused."""
    facts = file.lstat()
    if not stat.S_ISREG(facts.st_mode):
        mend = Said("put a copy of the file itself here")
        return b"", [SeedFault(name, "", Said("it is a link or not a file"), mend)]
    with file.open("rb") as opened:  # one byte more, so that read_yaml refuses what is too large
        return opened.read(MOST_BYTES + 1), []


def read_yaml(data: bytes, name: str) -> tuple[dict[str, Any], list[SeedFault]]:
    """The mapping in a file's bytes, or an empty one with the reason why it was refused."""
    try:
        return _mapping(_text(data)), []
    except _Refused as refused:
        return {}, [SeedFault(name, *refused.said)]


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise _Refused("", Said("it is larger than 1 MB"), Said("split it"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Refused(
            f"byte {error.start}", Said("it is not UTF-8"), Said("save it as UTF-8")
        ) from None


def _mapping(text: str) -> dict[str, Any]:
    try:
        found = _value(YAML(typ="safe", pure=True).compose(text), 0)
    except MarkedYAMLError as error:
        raise _Refused(
            _line(error.problem_mark), _first_line(error), Said("mend it there")
        ) from None
    except RecursionError:
        raise _Refused(
            "",
            Said("it is nested too deeply"),
            Said("use at most %(most_depth)s levels", most_depth=MOST_DEPTH),
        ) from None
    except (YAMLError, ValueError) as error:
        raise _Refused(
            "", Said("it cannot be read (%(part)s)", part=_first_line(error)), Said("mend the YAML")
        ) from None
    if not isinstance(found, dict):
        raise _Refused("", Said("it does not hold name: value pairs"), Said("write a mapping"))
    return found


def _value(node: Node | None, depth: int) -> Any:
    """The plain value of a node; whatever a bank never needs is refused."""
    if node is None:
        return None
    if node.anchor:
        raise _Refused(
            _line(node.start_mark),
            Said("anchors and aliases are refused"),
            Said("write the value out"),
        )
    if depth > MOST_DEPTH:
        mend = Said("use at most %(most_depth)s levels", most_depth=MOST_DEPTH)
        raise _Refused(_line(node.start_mark), Said("it is nested too deeply"), mend)
    read = _READERS.get(str(node.tag))
    if read is None:
        raise _Refused(
            _line(node.start_mark),
            Said("tags and dates are refused"),
            Said("write a plain value, in quotes"),
        )
    return read(node, depth + 1)


def _pairs(node: Any, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, part in node.value:
        key = _value(name, depth)
        if not isinstance(key, str):
            raise _Refused(
                _line(name.start_mark),
                Said("%(key)s is not a name", key=f"{key!r}"),
                Said("write it in quotes"),
            )
        if len(key) > LONGEST_NAME or not key.isprintable():
            raise _Refused(
                _line(name.start_mark),
                Said("%(value)s is not a name", value=shown(key)),
                Said("write a key"),
            )
        if key in found:
            raise _Refused(
                _line(name.start_mark), Said("%(key)s stands twice", key=key), Said("keep one")
            )
        found[key] = _value(part, depth)
    return found


def _number(read: Callable[[Any], Any]) -> Callable[[Any, int], Any]:
    """Reads a number of no more characters than any number of a bank has."""

    def bounded(node: Any, depth: int) -> Any:
        if len(node.value) > LONGEST_NUMBER:
            raise _Refused(
                _line(node.start_mark), Said("this number is too long"), Said("write a shorter one")
            )
        return read(node)

    return bounded


_SCALARS = SafeConstructor(loader=YAML(typ="safe", pure=True))
_READERS: dict[str, Callable[[Any, int], Any]] = {
    "tag:yaml.org,2002:map": _pairs,
    "tag:yaml.org,2002:seq": lambda node, depth: [_value(one, depth) for one in node.value],
    "tag:yaml.org,2002:str": lambda node, _: str(node.value),
    "tag:yaml.org,2002:null": lambda *_: None,
    "tag:yaml.org,2002:bool": lambda node, _: node.value.lower() == "true",
    "tag:yaml.org,2002:int": _number(_SCALARS.construct_yaml_int),
    "tag:yaml.org,2002:float": _number(_SCALARS.construct_yaml_float),
}


def _line(mark: Any) -> str:
    return f"line {mark.line + 1}" if mark else ""


def _first_line(error: Exception) -> str:
    problem = getattr(error, "problem", None) or str(error)
    return str(problem).splitlines()[0][:200]
