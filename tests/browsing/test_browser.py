"""The pages in a real headless Chromium: what a reader sees, and that nothing hostile runs.

Screenshots go to the folder in NEWSCRAWL_SCREENSHOTS, where it is set, to be looked at.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.browsing.server import application
from tests.browsing.made_archive import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytest.importorskip("datasette", reason="the extra `browse` is not installed: pip install 'newscrawl[browse]'")
pytest.importorskip("selenium", reason="selenium is not installed: pip install 'newscrawl[dev]'")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None or DRIVER is None,
        reason="no Chromium with its driver here: apt-get install -y chromium chromium-driver",
    ),
]


@pytest.fixture(scope="module")
def address(news: Path) -> Iterator[str]:
    """The pages, served as `scrapy browse` serves them."""
    import uvicorn

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(application(news).app(), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    profile = tmp_path_factory.mktemp("profile")
    # Root in a container has no sandbox; and nothing of Chromium's own shall ask the network.
    arguments = ["headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "disable-extensions"]
    for argument in (*arguments, "disable-background-networking", "window-size=1280,1400", f"user-data-dir={profile}"):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def open_page(browser: Any, address: str) -> Callable[[str], Any]:
    def go(path: str, name: str = "") -> Any:
        browser.get_log("browser")
        browser.get(address + path)
        if name and (folder := os.environ.get("NEWSCRAWL_SCREENSHOTS")):
            browser.save_screenshot(str(Path(folder) / f"{name}.png"))
        complaints = [entry["message"] for entry in browser.get_log("browser") if "favicon" not in entry["message"]]
        assert complaints == []
        return browser

    return go


def find(browser: Any, selector: str) -> list[Any]:
    return list(browser.find_elements("css selector", selector))


def shown(browser: Any, selector: str) -> list[str]:
    return [element.text for element in find(browser, selector) if element.is_displayed()]


def await_address(browser: Any, part: str) -> None:
    """Wait for the page that a click or a key asked for."""
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(browser, 20).until(
        lambda driver: part in driver.current_url and driver.execute_script("return document.readyState") == "complete"
    )


def style(browser: Any, element: Any, name: str) -> str:
    return str(browser.execute_script("return getComputedStyle(arguments[0])[arguments[1]]", element, name))


def test_an_article_stands_at_the_right_and_shows_what_was_stripped_when_asked(open_page: Any) -> None:
    page = open_page("/article/1", "article")
    (title,) = find(page, "h1")
    assert (title.text, style(page, title, "direction")) == ("افتتاح الجسر الجديد", "rtl")
    words = page.execute_script(
        "const r = document.createRange(); r.selectNodeContents(arguments[0]); return r.getBoundingClientRect().right",
        title,
    )
    column = page.execute_script("return document.querySelector('article').getBoundingClientRect().right")
    assert abs(words - column) < 2
    assert shown(page, "details.stripped del") == []
    find(page, "details.stripped summary")[0].click()
    assert [text.split("\n")[0].split()[0] for text in shown(page, "details.stripped del")] == ["القاهرة", "تابعنا"]
    open_shot(page, "article-stripped")


def open_shot(page: Any, name: str) -> None:
    if folder := os.environ.get("NEWSCRAWL_SCREENSHOTS"):
        page.save_screenshot(str(Path(folder) / f"{name}.png"))


def test_two_texts_stand_side_by_side_the_earlier_at_the_right(open_page: Any) -> None:
    page = open_page("/article/1/compare", "compare")
    before, after = find(page, "tr.changed del")[0], find(page, "tr.changed ins")[0]
    assert (before.text, after.text) == ("صباح الخميس", "مساء الجمعة")
    assert before.rect["x"] > after.rect["x"]
    assert abs(before.rect["y"] - after.rect["y"]) < 60
    assert style(page, before, "backgroundColor") != style(page, after, "backgroundColor")


def test_a_cluster_is_read_from_above_in_time_order(open_page: Any) -> None:
    page = open_page("/cluster/1", "cluster")
    items = find(page, ".timeline li")
    assert [item.find_element("css selector", ".about bdi").text for item in items] == ["paper", "third", "other"]
    assert [item.rect["y"] for item in items] == sorted(item.rect["y"] for item in items)


def test_a_search_is_typed_and_narrowed(open_page: Any) -> None:
    page = open_page("/", "first")
    box = find(page, "input[name=q]")[0]
    assert style(page, box, "direction") == "rtl"
    box.send_keys("الجسر\n")
    await_address(page, "/search?q=")
    assert "الجسر" in shown(page, ".hits mark")
    assert shown(page, ".hits h2") == ["افتتاح الجسر الجديد"]
    open_shot(page, "search")
    find(page, ".hits h2 a")[0].click()
    await_address(page, "/article/1")
    assert shown(page, "h1") == ["افتتاح الجسر الجديد"]


def test_cells_of_tables_take_the_direction_of_their_text(open_page: Any) -> None:
    page = open_page("/news/clusters", "clusters")
    cell = find(page, "td.col-title")[0]
    assert (style(page, cell, "unicodeBidi"), style(page, cell, "textAlign")) == ("plaintext", "start")
    (table,) = find(page, "table.rows-and-columns")
    assert min(one.rect["width"] for one in find(page, "td.col-title")) > 120
    assert table.rect["height"] < 2000


def test_the_list_of_articles_is_narrowed_by_its_facets(open_page: Any) -> None:
    page = open_page("/news/articles", "articles")
    assert len(shown(page, ".cards h2")) == 3
    find(page, ".facet-info[data-column=section] li a")[0].click()
    await_address(page, "section")
    assert len(shown(page, ".cards h2")) < 3
    open_page("/news/articles/1", "row")
    open_page("/news/who-copies-whom", "query")


@pytest.mark.parametrize("path", ["/article/2", "/news/articles", "/search?q=عنوان", "/news/articles/2", "/cluster/2"])
def test_a_hostile_page_runs_nothing_and_loads_nothing(open_page: Any, browser: Any, address: str, path: str) -> None:
    browser.get_log("performance")
    page = open_page(path, "hostile")
    assert page.title != "stolen"
    assert any(HOSTILE in " ".join(text.split()) for text in shown(page, "h1, h2, td, .title"))
    from selenium.common.exceptions import NoAlertPresentException

    with pytest.raises(NoAlertPresentException):
        _ = page.switch_to.alert.text
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [one["params"]["request"]["url"] for one in asked if one["method"] == "Network.requestWillBeSent"]
    assert any(url.startswith(address) for url in urls)
    # Chromium's own first page comes from within it.
    assert [url for url in urls if not url.startswith((address, "data:", "chrome:"))] == []


def test_a_narrow_window_needs_no_sideways_scrolling(open_page: Any, browser: Any) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 400, "height": 900, "deviceScaleFactor": 1, "mobile": True}
    )
    try:
        for path in ("/", "/article/1", "/article/1/compare", "/cluster/1", "/search?q=الجسر"):
            page = open_page(path, f"narrow{path.replace('/', '-').partition('?')[0]}")
            width = page.execute_script("return document.documentElement.scrollWidth")
            assert width <= 400, path
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
