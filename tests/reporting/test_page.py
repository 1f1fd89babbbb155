"""The HTML of a report stands alone, escapes what outlets wrote, and is drawn by a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from newscrawl.archive import open_archive
from newscrawl.reporting import plots
from newscrawl.reporting.figures import figures
from newscrawl.reporting.page import html_page

from .conftest import DAYS, NOW

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("plotly")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def page(path: Path, days: int = DAYS) -> str:
    with open_archive(path) as archive:
        return html_page(figures(archive.connection, now=NOW, days=days), archive="<i>news</i>.db")


def without_scripts(html: str) -> str:
    return re.sub(r"<script.*?</script>", "", html, flags=re.S)


def test_the_page_loads_nothing_and_escapes_everything(db: Path) -> None:
    html = page(db)
    rest = without_scripts(html)
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?\s*(?!#)[a-z]*:?//""", rest)
    assert "default-src 'none'" in rest
    assert "<b>hostile" not in html
    assert "&lt;i&gt;news&lt;/i&gt;.db" in rest
    assert "<bdi>جريدة النهر</bdi>" in rest
    assert rest.count("<h2>") == 10
    assert "no crawl ran on 5 of 91 days" in rest


def test_labels_are_text() -> None:
    assert plots.label('<a href="x">&') == "&lt;a href=&quot;x&quot;&gt;&amp;"
    assert plots.label("سطر\u202e\n") == "سطر  "
    assert len(plots.label("م" * 500)) == 40


def test_an_empty_archive_gives_a_page(empty: Path) -> None:
    rest = without_scripts(page(empty, days=7))
    assert rest.count("Nothing in these days.") == 10
    assert "0 articles" in rest


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no chromium is installed")
def test_a_browser_draws_every_plot(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page(db), encoding="utf-8")
    assert BROWSER is not None
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    answer = subprocess.run(
        [BROWSER, *options, f"--user-data-dir={tmp_path / 'chrome'}", "--virtual-time-budget=20000", "--dump-dom",
         "--enable-logging=stderr", file.as_uri()],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    drawn = without_scripts(answer.stdout)
    assert drawn.count('class="main-svg"') >= 10
    assert ">جريدة النهر</text>" in drawn
    assert "&lt;b&gt;hostile&lt;/b&gt; &amp; co</text>" in drawn
    assert not re.findall(r"CONSOLE.*(?:Error|Refused|violates)", answer.stderr)


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None or shutil.which("chromedriver") is None, reason="no chromium with its driver")
@pytest.mark.parametrize("days", [DAYS, 7])
def test_on_a_telephone_no_labels_of_an_axis_overlap(db: Path, tmp_path: Path, days: int) -> None:
    webdriver = pytest.importorskip("selenium.webdriver")
    file = tmp_path / "report.html"
    file.write_text(page(db, days=days), encoding="utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage",
                     f"user-data-dir={tmp_path / 'chrome'}"):  # fmt: skip
        options.add_argument(f"--{argument}")
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        size = {"width": 390, "height": 900, "deviceScaleFactor": 1, "mobile": True}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        driver.get(file.as_uri())
        axes = driver.execute_script(
            "return [...document.querySelectorAll('.js-plotly-plot')].map(plot => ['.xtick', '.ytick'].map(kind =>"
            " [...plot.querySelectorAll(kind + ' text')].map(text => { const box = text.getBoundingClientRect();"
            " return kind == '.xtick' ? [box.x, box.width, box.height] : [box.y, box.height, box.height]; })))"
        )
        width = driver.execute_script("return document.documentElement.scrollWidth")
    finally:
        driver.quit()
    assert len(axes) > 7
    for labels in [sorted(labels) for plot in axes for labels in plot]:
        for (start, length, height), (following, *_) in pairwise(labels):
            # A line of letters is 14 pixels high, also one that is turned.
            assert following - start >= min(length, 14 if height > 20 or length == height else length) - 1, labels
    assert width <= 390
