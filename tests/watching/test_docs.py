"""docs/watch.md names every monitor and setting, and what a webhook is sent."""

from __future__ import annotations

import json
import re
from pathlib import Path

from scrapy.settings import default_settings

from newscrawl import settings
from newscrawl.watching import checks
from newscrawl.watching.states import Alert

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "watch.md").read_text(encoding="utf-8")
SOURCE = Path(checks.__file__).read_text(encoding="utf-8")


def test_every_monitor_is_named_and_no_other() -> None:
    table = TEXT.partition("| monitor |")[2].partition("\n\n")[0]
    named = {name.partition(":")[0] for name in re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)}
    kinds = set(re.findall(r"Finding\(\"([^\"]+)\"", SOURCE)) | set(re.findall(r"_shares\(\"(\w+)\"", SOURCE))
    assert named == kinds


def test_every_setting_is_there() -> None:
    named = set(re.findall(r"`((?:NEWSCRAWL|MAIL)_[A-Z_]+)`", TEXT))
    assert {"NEWSCRAWL_ALERT_MAIL", "NEWSCRAWL_ALERT_WEBHOOK", "MAIL_HOST"} <= named
    assert [name for name in named if not hasattr(settings, name) and not hasattr(default_settings, name)] == []


def test_a_webhook_is_sent_what_the_example_shows() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    shown = json.loads(example)
    sent = Alert(shown["site"], shown["state"], shown["at"], shown["findings"]).as_json()
    assert list(sent) == list(shown)
    assert sent["text"].startswith(shown["text"].partition("…")[0])
