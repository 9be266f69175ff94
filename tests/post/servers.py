"""A real mail server on localhost that answers as it is told."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default as modern
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Told:
    """Keeps what it is sent; answers to a recipient and to the words what it was told, then yes."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.to_recipients: list[str] = []
        self.to_words: list[str] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.to_recipients:
            return self.to_recipients.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.to_words.pop(0) if self.to_words else "250 OK"
        if answer == "hang up":
            server.transport.close()
            return "250 never heard"
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=modern)
            self.got.append((envelope.mail_from, tuple(envelope.rcpt_tos), message))
        return answer


@contextlib.contextmanager
def mail_server(port: int) -> Iterator[Told]:
    handler = Told()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


@pytest.fixture
def port(settings: Any) -> int:
    """Mail is queued and leaves by this port, as in production."""
    settings.EMAIL_BACKEND = "questionnaire.post.backend.Queue"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    settings.MAIL_LEAVES = True
    return int(settings.EMAIL_PORT)
