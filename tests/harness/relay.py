"""A wire between a browser and a server that a test cuts, holds, slows, lets lose or double."""

from __future__ import annotations

import contextlib
import random
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

RESET = struct.pack("ii", 1, 0)
"""Closing then says at once that the connection is gone, as a broken wire does."""


@dataclass
class Relay:
    """Carries bytes both ways between its own port and the server's, until it is told otherwise."""

    target: int
    delay: float = 0
    """Seconds that each piece takes, each way."""
    rate: float = 0
    """Bytes a second; 0 is as fast as it goes."""
    loses: float = 0
    """How many of the pieces end their connection instead of arriving."""
    doubles: float = 0
    """How many of the forms that are sent arrive a second time, up to two seconds later."""
    says: bytes = b""
    """What somebody on the way answers to everything, in the server's place."""
    port: int = 0
    lost: int = 0
    doubled: int = 0
    _chance: random.Random = field(default_factory=lambda: random.Random(1))
    _is_cut: bool = False
    _requests: threading.Event = field(default_factory=threading.Event)
    _replies: threading.Event = field(default_factory=threading.Event)
    _open: set[socket.socket] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Every connection breaks, and new ones too."""
        self._is_cut = True
        with self._lock:
            gone = list(self._open)
        for one in gone:
            self._break(one)

    def mend(self) -> None:
        """As on the first day."""
        self._is_cut, self.delay, self.rate, self.loses = False, 0, 0, 0
        self.doubles, self.says = 0, b""
        self._requests.set()
        self._replies.set()

    def give_up(self) -> None:
        """Every connection breaks, with what waits in it; new ones pass."""
        self.cut()
        self._is_cut = False
        self._replies.set()

    def hold_replies(self) -> None:
        """What the server says waits here; it never knows."""
        self._replies.clear()

    def hold_requests(self) -> None:
        """What the browser says waits here until the wire is mended."""
        self._requests.clear()

    def pass_others(self) -> Callable[[], None]:
        """Requests that wait go on waiting until the returned call; whatever comes later passes,
        on connections that were there already too."""
        held, self._requests = self._requests, threading.Event()
        self._requests.set()
        return held.set

    def serve(self, listening: socket.socket) -> None:
        """Take connections until the listening socket is closed."""
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=[near], daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        far = socket.socket()
        with self._lock:
            self._open |= {near, far}
        try:
            if self._is_cut:
                self._break(near)
                return
            far.connect(("127.0.0.1", self.target))
            back = threading.Thread(target=self._carry, args=[far, near, "replies"])
            back.daemon = True
            back.start()
            self._carry(near, far, "requests")
            back.join()
        except OSError:
            pass
        finally:
            self._end(near)
            self._end(far)

    def _carry(self, source: socket.socket, sink: socket.socket, what: str) -> None:
        """One direction, until either side ends or the wire does."""
        with contextlib.suppress(OSError):
            while piece := source.recv(16_384):
                time.sleep(self.delay + (len(piece) / self.rate if self.rate else 0))
                if self.loses and self._chance.random() < self.loses:
                    self.lost += 1
                    self._break(source)
                    self._break(sink)
                    return
                (self._requests if what == "requests" else self._replies).wait()
                if self.says:
                    (source if what == "requests" else sink).sendall(self.says)
                    break
                sink.sendall(piece)
                if self.doubles and piece.startswith(b"POST ") and is_whole(piece):
                    self._send_again(piece)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    def _send_again(self, request: bytes) -> None:
        """The same once more by another connection; what comes back reaches nobody."""

        def send() -> None:
            there = ("127.0.0.1", self.target)
            with contextlib.suppress(OSError), socket.create_connection(there, timeout=10) as again:
                again.sendall(request)
                again.recv(16_384)

        if self._chance.random() < self.doubles:
            self.doubled += 1
            threading.Timer(self._chance.uniform(0, 2), send).start()

    def _break(self, one: socket.socket) -> None:
        """Wakes whoever reads from it; when it is closed, the other side hears of a reset."""
        with contextlib.suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            one.shutdown(socket.SHUT_RD)

    def _end(self, one: socket.socket) -> None:
        with self._lock:
            self._open.discard(one)
        one.close()


def is_whole(request: bytes) -> bool:
    """Whether as much came as its head announces; a form of a card comes in one piece."""
    head, _, body = request.partition(b"\r\n\r\n")
    told = re.search(rb"content-length: (\d+)", head, re.I)
    return told is not None and len(body) == int(told[1])


@contextlib.contextmanager
def relaying(target: int) -> Iterator[Relay]:
    """A wire to this port of the same machine."""
    relay = Relay(target)
    relay.mend()
    listening = socket.create_server(("127.0.0.1", 0))
    relay.port = listening.getsockname()[1]
    threading.Thread(target=relay.serve, args=[listening], daemon=True).start()
    try:
        yield relay
    finally:
        listening.close()
        relay.mend()
        relay.cut()
