"""How gunicorn serves: read by ./run, the container and the units (``-c python:fmassess.serving``).

No access log: its lines hold addresses, and so ids and secrets; the site writes lines of its own
(fmassess.requests). Where systemd hands over a socket, gunicorn takes it and not ``bind``.
"""

import gc
import logging
import sys
from pathlib import Path
from typing import Any

from fmassess import __version__, environment
from fmassess.command_line import in_one_line, read_settings
from fmassess.meters import meters

wsgi_app = "fmassess.wsgi:application"
with in_one_line():
    environment.must_say_where_it_serves()
read_settings()
with in_one_line():
    bind = environment.word("FMASSESS_BIND", "127.0.0.1:8000")
    workers = environment.number("FMASSESS_WORKERS", 2, least=1, most=64)
    threads = environment.number("FMASSESS_THREADS", 4, least=1, most=64)
# Loaded once and shared by all workers; a new version therefore needs a new master (docs).
preload_app = True
# A worker that answers nobody for this long is taken for dead; no page takes as long.
timeout = 60
# Requests in hand are finished when a worker is asked to end.
graceful_timeout = 30
# Longer than nginx keeps an idle connection to us (60), so that it never uses one we just closed.
keepalive = 75
# What leaks slowly, in whatever library, is gone with the worker; never all workers at once.
max_requests = 20_000
max_requests_jitter = 4_000
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# Django alone decides whether a request came by https (FMASSESS_BEHIND_PROXY).
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"
# Its own lines in the form of all others.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "fmassess.logs.JsonLines", "quoting": False}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}


def when_ready(server: Any) -> None:
    """Before workers are made of this process: what all of them need is loaded here, once, and the
    collector leaves it alone, so that they go on sharing the memory it stands in."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils.translation import gettext, override

    reverse("landing")  # loads every address, and with them every view
    for language, _ in settings.LANGUAGES:
        with override(language):
            gettext("Sign in")  # whichever text: its whole catalogue is read
    folder = Path(settings.BASE_DIR) / "templates"
    for file in sorted(folder.rglob("*.html")):
        get_template(str(file.relative_to(folder)))
    gc.collect()
    gc.freeze()
    logging.getLogger("fmassess.serving").info("FMAssess %s serves", __version__)


def pre_fork(server: Any, worker: Any) -> None:
    """In the master, before a worker is made of it."""
    worker.lane = meters().lane()


def post_fork(server: Any, worker: Any) -> None:
    """In each worker. Its threads take turns every millisecond and not every five: a save waits for
    the database five times, and after each waited for whoever wrote a whole page meanwhile (its
    median with eight at once: 29 ms, so 19, for the same CPU)."""
    sys.setswitchinterval(0.001)
    meters().join(worker.lane)


def child_exit(server: Any, worker: Any) -> None:
    """In the master, when a worker ended, however it did."""
    meters().leave(worker.lane)
