"""Log lines as JSON, one event a line, without personal data or answers."""

import json
import logging


class JsonLines(logging.Formatter):
    """Time, level, logger, message; line breaks are escaped, so no name can forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        for name in ("reference", "status_code"):
            if hasattr(record, name):
                line[name] = getattr(record, name)
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
