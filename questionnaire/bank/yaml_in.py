"""One YAML file to plain values, trusting nothing; no Django.

YAML 1.2 (``no`` stays a text), duplicate keys refused. Anchors, aliases, tags and several
documents are refused too: a bank needs none, and they are how a small file becomes a bomb. How deep
and how many its parts are is counted while they are read, so that a hostile file costs little.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, MaxDepthExceededError
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node

from questionnaire.bank.seed_faults import SeedFault, shown
from questionnaire.bank.yaml_words import broken
from questionnaire.scoring.faults import Said

MOST_BYTES = 1_000_000
MOST_DEPTH = 20
MOST_PARTS = 200_000
"""Values of a file in all; the largest of a bank has some 5,000."""
LONGEST_NAME = 200
LONGEST_NUMBER = 40
"""Characters of a number. Python writes none of over 4300 digits out, not even to refuse it."""
_NESTED = re.compile(r"(?:[\[{]\s*){100}")
"""So many openings in a row nobody writes; to look ahead through them takes longer than to read."""
Reader = Callable[[Any, int, Any], Any]
Readers = Mapping[str, Reader]
_TOO_DEEP = (
    Said("it is nested too deeply"),
    Said("use at most %(most_depth)s levels", most_depth=MOST_DEPTH),
)


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


def read_yaml(
    data: bytes, name: str, *, most_parts: int = MOST_PARTS, as_typed: bool = False
) -> tuple[dict[str, Any], list[SeedFault]]:
    """The mapping in a file's bytes, or an empty one with the reason why it was refused.

    most_parts: how many values it may hold in all. as_typed: numbers, days, yes and no stay the
    text that was written, quotes or none: 1.10 is no 1.1.
    """
    try:
        return _mapping(_text(data), most_parts, _TYPED if as_typed else _READERS), []
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


def _counting(most: int) -> type[Composer]:
    """Makes the tree of a file, and stops at the first part that is one too many."""

    class Counting(Composer):
        parts = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            self.parts += 1
            if self.parts > most:
                mend = Said("keep to at most %(most_parts)s values", most_parts=most)
                raise _Refused("", Said("it holds too many values"), mend)
            return super().compose_node(parent, index)

    return Counting


def _mapping(text: str, most_parts: int, readers: Readers) -> dict[str, Any]:
    if _NESTED.search(text):
        raise _Refused("", *_TOO_DEEP)
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer, yaml.max_depth = _counting(most_parts), MOST_DEPTH + 1
    try:
        found = _value(yaml.compose(text), 0, readers)
    except MaxDepthExceededError as error:
        raise _Refused(_line(error.problem_mark), *_TOO_DEEP) from None
    except MarkedYAMLError as error:
        place, problem = _spot(error.problem_mark), broken(str(error.problem or ""))
        raise _Refused(place, problem, Said("mend it there")) from None
    except RecursionError:
        raise _Refused("", *_TOO_DEEP) from None
    except (YAMLError, ValueError) as error:
        raise _Refused(
            "", Said("it cannot be read (%(part)s)", part=_first_line(error)), Said("mend the YAML")
        ) from None
    if not isinstance(found, dict):
        raise _Refused("", Said("it does not hold name: value pairs"), Said("write a mapping"))
    return found


def _value(node: Node | None, depth: int, readers: Readers) -> Any:
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
        raise _Refused(_line(node.start_mark), *_TOO_DEEP)
    read = readers.get(str(node.tag))
    if read is None:
        raise _Refused(
            _line(node.start_mark),
            Said("tags and dates are refused"),
            Said("write a plain value, in quotes"),
        )
    return read(node, depth + 1, readers)


def _pairs(node: Any, depth: int, readers: Readers) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, part in node.value:
        key = _value(name, depth, readers)
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
        found[key] = _value(part, depth, readers)
    return found


def _items(node: Any, depth: int, readers: Readers) -> list[Any]:
    return [_value(one, depth, readers) for one in node.value]


def _as_written(node: Any, *_: Any) -> str:
    return str(node.value)


def _number(read: Callable[[Any], Any]) -> Reader:
    """Reads a number of no more characters than any number of a bank has."""

    def bounded(node: Any, *_: Any) -> Any:
        if len(node.value) > LONGEST_NUMBER:
            raise _Refused(
                _line(node.start_mark), Said("this number is too long"), Said("write a shorter one")
            )
        return read(node)

    return bounded


_SCALARS = SafeConstructor(loader=YAML(typ="safe", pure=True))
_PLAIN: dict[str, Reader] = {
    "tag:yaml.org,2002:map": _pairs,
    "tag:yaml.org,2002:seq": _items,
    "tag:yaml.org,2002:str": _as_written,
    "tag:yaml.org,2002:null": lambda *_: None,
}
_READERS: Readers = _PLAIN | {
    "tag:yaml.org,2002:bool": lambda node, *_: node.value.lower() == "true",
    "tag:yaml.org,2002:int": _number(_SCALARS.construct_yaml_int),
    "tag:yaml.org,2002:float": _number(_SCALARS.construct_yaml_float),
}
_TYPED: Readers = _PLAIN | {
    f"tag:yaml.org,2002:{kind}": _as_written for kind in ("bool", "int", "float", "timestamp")
}


def _line(mark: Any) -> str:
    return Said("line %(line)s", line=mark.line + 1) if mark else ""


def _spot(mark: Any) -> str:
    """Where a file is broken, to the column: it need not be where a value begins."""
    if not mark:
        return ""
    return Said("line %(line)s, column %(column)s", line=mark.line + 1, column=mark.column + 1)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
