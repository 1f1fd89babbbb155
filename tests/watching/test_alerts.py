"""What the channels do with an alert that nobody takes, and what a command is told."""

from __future__ import annotations

import socket

import pytest
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from newscrawl.extensions.watch import _is_of_chosen_days, channels_of, watch_failure
from newscrawl.spiders.base import NewsSpider
from newscrawl.watching.alerts import DeliveryError, MailServer, post, send_mail
from newscrawl.watching.states import Alert

ALERT = Alert("paper", "broken", "2026-03-10T12:00:00Z", ["0 articles in a day, where 15 to 31 are usual"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_alert_says_what_and_where() -> None:
    assert ALERT.text.splitlines() == [
        "newscrawl: paper is broken (2026-03-10T12:00:00Z)",
        "- 0 articles in a day, where 15 to 31 are usual",
    ]
    assert ALERT.as_json()["text"] == ALERT.text


def test_a_server_that_is_down_is_one_line() -> None:
    port = free_port()
    with pytest.raises(DeliveryError, match=f"no e-mail through 127.0.0.1:{port}"):
        send_mail(ALERT, server=MailServer("127.0.0.1", port, "news@example.org"), to=["desk@example.org"])
    with pytest.raises(DeliveryError, match="the webhook did not take the alert"):
        post(ALERT, url=f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "example.org/hook"])
def test_a_webhook_is_a_web_address(url: str) -> None:
    with pytest.raises(DeliveryError, match="is no web address"):
        post(ALERT, url=url)


def test_only_the_channels_that_are_set_are_used() -> None:
    assert list(channels_of(Settings())) == []
    assert list(channels_of(Settings({"NEWSCRAWL_ALERT_MAIL": ["a@example.org"]}))) == ["mail"]
    assert list(channels_of(Settings({"NEWSCRAWL_ALERT_WEBHOOK": "http://127.0.0.1/"}))) == ["webhook"]


@pytest.mark.parametrize(
    ("arguments", "is_chosen"), [({}, False), ({"since": "2021-10-01"}, True), ({"until": "2021-10-31"}, True)]
)
def test_a_crawl_of_chosen_days_is_no_measure(arguments: dict[str, str], is_chosen: bool) -> None:
    spider = NewsSpider.from_crawler(get_crawler(NewsSpider), name="paper", **arguments)
    assert _is_of_chosen_days(spider) is is_chosen


def test_a_command_is_told_what_is_broken() -> None:
    assert watch_failure({}) is None
    stats = {"newscrawl/watch/broken": {"paper": ["0 articles"], "other": ["no dates", "short"]}}
    assert watch_failure(stats) == "paper: 0 articles; other: no dates, short"
