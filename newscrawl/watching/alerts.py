"""Delivering alerts: by e-mail, and to a webhook as JSON."""

from __future__ import annotations

import json
import smtplib
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.watching.states import Alert

Channels = Mapping[str, Callable[["Alert"], None]]
"""How an alert is delivered, by the channel's name; raises DeliveryError."""

_TIMEOUT_S: Final = 10.0


class DeliveryError(Exception):
    """An alert could not be delivered; the message is one line."""


@dataclass(slots=True, frozen=True)
class MailServer:
    """Where e-mail goes out; `is_tls` begins in the clear and then encrypts, `is_ssl` is encrypted from the start."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    is_tls: bool = False
    is_ssl: bool = False


def send_mail(alert: Alert, *, server: MailServer, to: Sequence[str]) -> None:
    """Send an alert as one plain message to all recipients; raises DeliveryError."""
    message = EmailMessage()
    message["From"], message["To"] = server.sender, ", ".join(to)
    message["Subject"] = alert.subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(alert.text + "\n")
    context = ssl.create_default_context() if server.is_ssl or server.is_tls else None
    try:
        with (
            smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT_S, context=context)
            if server.is_ssl
            else smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT_S)
        ) as session:
            if server.is_tls and not server.is_ssl:
                session.starttls(context=context)
            if server.user:
                session.login(server.user, server.password or "")
            session.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(f"no e-mail through {server.host}:{server.port}: {error}") from error


def post(alert: Alert, *, url: str) -> None:
    """Send an alert to a webhook as JSON; raises DeliveryError, also for an answer that is no success."""
    if not url.startswith(("http://", "https://")):
        raise DeliveryError(f"NEWSCRAWL_ALERT_WEBHOOK is no web address: {url}")
    data = json.dumps(alert.as_json(), ensure_ascii=False).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310 - the address is a setting
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - checked above
            answer.read(1024)
    except (OSError, ValueError) as error:
        raise DeliveryError(f"the webhook did not take the alert: {error}") from error
