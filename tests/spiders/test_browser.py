"""A site whose text is put in by its scripts, through a real Chromium; and what is said where there is none."""

from __future__ import annotations

import json
import sqlite3
from importlib.util import find_spec
from shutil import which
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from scrapy.settings import Settings

from newscrawl.sites import Site
from newscrawl.spiders import browser
from tests.spiders.loopback import LoopbackSite, Reply, Story, now, project, scrapy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[[list[LoopbackSite]], None]

needs_chromium = pytest.mark.skipif(
    find_spec("scrapy_playwright") is None or which("chromium") is None,
    reason="needs Chromium and the extra newscrawl[browser]",
)

# What the server sends has no word of the article: a script asks for it, and for a picture and a neighbour's page.
SHELL = """<!DOCTYPE html><html lang="ar"><head><title>{title}</title>
<meta property="og:title" content="{title}"><meta property="article:published_time" content="{published}"></head>
<body><main id="app"></main><img src="/picture.png"><script>
fetch("{neighbour}/secret").catch(() => null);
fetch("/api?path=" + encodeURIComponent(location.pathname)).then(answer => answer.json()).then(story => {{
  const heading = document.createElement("h1"), box = document.createElement("div");
  heading.textContent = story.title;
  for (const text of story.paragraphs) {{
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    box.append(paragraph);
  }}
  document.getElementById("app").append(heading, box);
}});
</script></body></html>"""


def feed(site: LoopbackSite) -> Reply:
    items = "".join(
        f"<item><title>{story.title}</title><link>{site.root}{quote(story.path)}</link>"
        f"<pubDate>{story.published:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for story in site.stories
    )
    return Reply(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "application/rss+xml")


def declared(name: str, number: int, browser: str = "") -> LoopbackSite:
    declaration = f'    site = Site(hosts=("127.0.0.{number}",){browser})\n    feed_urls = ("{{root}}/feed",)'
    site = LoopbackSite(name, number, declaration=declaration)
    site.stories = [Story.make(name, at, f"/news/{at}", now=now()) for at in range(4)]
    return site


@needs_chromium
@pytest.mark.slow
def test_text_of_scripts_is_read_by_the_browser_of_its_site_only(tmp_path: Path, serve: Serve) -> None:
    app, plain, inner = declared("app", 61, ", browser=True"), declared("plain", 62), LoopbackSite("inner", 63)
    serve([app, plain, inner])
    by_path = {story.path: story for story in app.stories}
    for story in app.stories:
        shell = SHELL.format(title=story.title, published=story.published.isoformat(), neighbour=inner.root)
        app.pages[story.path] = Reply(shell.encode(), headers={"ETag": '"1"'})
    app.pages["/api"] = lambda query: Reply(
        json.dumps({"title": by_path[query["path"]].title, "paragraphs": by_path[query["path"]].paragraphs}).encode(),
        "application/json",
    )
    app.pages["/picture.png"] = Reply(b"", "image/png")
    app.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /news/3\n", "text/plain")
    inner.pages["/secret"] = Reply(b"secret")
    plain.publish(*plain.stories)
    for site in (app, plain):
        site.pages["/feed"] = feed(site)
    project(tmp_path, [app, plain])

    run = scrapy(tmp_path, "crawlall", "app", "plain")
    assert run.returncode == 0, run.stderr[-3000:]
    connection = sqlite3.connect(tmp_path / "news.db")
    rows = dict(connection.execute("SELECT title, body FROM articles"))
    pages = connection.execute("SELECT count(*) FROM pages WHERE warc_file IS NOT NULL AND kind = 'article'").fetchone()
    connection.close()
    wanted = [*app.stories[:3], *plain.stories]
    assert rows == {story.title: "\n".join(story.paragraphs) for story in wanted}
    assert pages == (len(wanted),), "raw pages of the browser are kept too"
    asked = [path.partition("?")[0] for path, _ in app.log]
    assert asked.count("/api") == 3
    assert "/picture.png" not in asked, "a picture is no text"
    assert "/news/3" not in asked, "robots.txt holds for a browser too"
    assert inner.log == [], "a page's script reached a neighbour in the private network"
    assert not any(path.startswith("/api") for path, _ in plain.log)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"^app needs a browser: pip install 'newscrawl\[browser\]'$"):
        browser.enable(Settings(), [Site(hosts=("example.com",), name="app", browser=True)])


def test_a_missing_chromium_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find_spec", lambda name: object())
    with pytest.raises(ValueError, match=r"^app needs a browser: install Chromium, or give its path"):
        browser.enable(
            Settings({"NEWSCRAWL_CHROMIUM": "/nowhere/chromium"}),
            [Site(hosts=("example.com",), name="app", browser=True)],
        )


def test_crawlall_goes_on_without_the_site_that_needs_a_browser(tmp_path: Path, serve: Serve) -> None:
    app, plain = declared("app", 64, ", browser=True"), declared("plain", 65)
    serve([app, plain])
    plain.publish(*plain.stories)
    plain.pages["/feed"] = feed(plain)
    project(tmp_path, [app, plain], "NEWSCRAWL_CHROMIUM = '/nowhere/chromium'\n")
    run = scrapy(tmp_path, "crawlall")
    assert run.returncode == 0
    assert "app needs a browser: " in run.stderr
    assert len({path for path, _ in plain.log if path.startswith("/news/")}) == len(plain.stories)
    alone = scrapy(tmp_path, "crawl", "app")
    assert alone.returncode == 1
    assert alone.stderr.strip().endswith("NEWSCRAWL_CHROMIUM")
