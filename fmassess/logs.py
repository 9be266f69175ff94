"""Log lines as JSON, one event a line, without personal data, secrets or answers."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any

# Links carry 43 characters of secret; ids and hashes of releases are shorter or have other signs.
SECRET = re.compile(r"(?<![\w-])[\w-]{40,}(?![\w-])")
ADDRESS = re.compile(r"[^\s@\"'<>()=]{1,128}@[^\s@\"'<>()]+")  # bounded: no long word costs
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request at hand, for every line written meanwhile."""
MORE = ("reference", "status_code", "method", "route", "ms")
"""What a line may say besides its message; each is ours and never what somebody typed."""
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | Any


def without_people(text: str) -> str:
    """The text with links' secrets and mail addresses left out."""
    return ADDRESS.sub("[address]", SECRET.sub("[secret]", text))


class StrangeHost(logging.Filter):
    """A request for a host that is not ours is one quiet line: scanners send them all day, and what
    they call us by is theirs."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args = "a request for a host that is not ours", ()
        record.exc_info = None
        return True


class JsonLines(logging.Formatter):
    """Time, level, logger, message; line breaks are escaped, so no name can forge a line."""

    def __init__(self, *, quoting: bool) -> None:
        """quoting: whether an exception's own words are kept, which may quote an answer."""
        super().__init__()
        self.quoting = quoting

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_people(record.getMessage()),
        }
        if request := REQUEST.get():
            line["request"] = request
        line |= {name: getattr(record, name) for name in MORE if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["trace"] = without_people(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)

    def formatException(self, ei: ExceptionInfo) -> str:
        if self.quoting:
            return super().formatException(ei)
        return "".join(traceback.format_tb(ei[2])) + ei[1].__class__.__qualname__
