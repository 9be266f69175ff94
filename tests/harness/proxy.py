"""nginx before several servers of the product, as in docs/operations.md: it asks the next one where
one does not answer."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.harness.site import PATIENCE, Site, free_port, is_answering

CONFIGURATION = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream fmassess {{ {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://fmassess;
      proxy_set_header Host $http_host;
      proxy_next_upstream error timeout;
      proxy_connect_timeout 1s;
    }}
  }}
}}
"""


def is_there() -> bool:
    """Whether this machine has nginx."""
    return shutil.which("nginx") is not None


@contextlib.contextmanager
def balancing(folder: Path, *sites: Site) -> Iterator[int]:
    """The port of one nginx before these servers."""
    port = free_port()
    # A server that failed is tried again after a second, not after ten.
    servers = " ".join(f"server 127.0.0.1:{one.port} fail_timeout=1s;" for one in sites)
    with running(folder, port, CONFIGURATION.format(folder=folder, port=port, servers=servers)):
        yield port


@contextlib.contextmanager
def running(folder: Path, port: int, configuration: str) -> Iterator[None]:
    """One nginx that listens at this port."""
    file = folder / "nginx.conf"
    file.write_text(configuration)
    nginx = subprocess.Popen(
        ["nginx", "-c", file, "-p", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + PATIENCE
        while not is_answering(port):
            assert time.monotonic() < end and nginx.poll() is None, "nginx did not start"
            time.sleep(0.05)
        yield
    finally:
        nginx.terminate()
        nginx.wait()
