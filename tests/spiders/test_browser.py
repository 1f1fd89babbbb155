"""A site whose text is put in by its scripts, through a real Chromium; and what is said where there is none."""

from __future__ import annotations

import json
from importlib.util import find_spec
from shutil import which
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from scrapy.settings import Settings

from newscrawl.sites import Site
from newscrawl.spiders import browser
from tests.spiders.loopback import LoopbackSite, Reply, Story, now, project, scrapy, stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[[list[LoopbackSite]], None]

needs_chromium = pytest.mark.skipif(
    find_spec("scrapy_playwright") is None or which("chromium") is None,
    reason="needs Chromium and the extra newscrawl[browser]",
)

# What the server sends has no word of the article: a script asks for it, and for a picture. All else tries to reach a
# neighbour in the private network: directly, by redirects, in a frame, a window, a socket, a worker, and on leaving.
SHELL = """<!DOCTYPE html><html lang="ar"><head><title>{title}</title>
<meta property="og:title" content="{title}"><meta property="article:published_time" content="{published}"></head>
<body><main id="app"></main><img src="/picture.png"><iframe src="/away"></iframe><script src="/away"></script>
<link rel="prefetch" href="{neighbour}/prefetch"><script>
fetch("{neighbour}/secret").catch(() => null);
fetch("/away").catch(() => null);
try {{ new WebSocket("{neighbour}/socket".replace("http", "ws")); }} catch {{}}
window.open("{neighbour}/window");
window.open("/away");
new Worker("/worker.js");
navigator.sendBeacon("{neighbour}/beacon");
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


BROWSERS = """json_extract(stats, '$."playwright/browser_count"')"""


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
    app.pages["/away"] = Reply(status=302, headers={"Location": f"{inner.root}/redirected"})
    app.pages["/worker.js"] = Reply(f'fetch("{inner.root}/worker")'.encode(), "text/javascript")
    app.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /news/3\n", "text/plain")
    inner.pages["/secret"] = Reply(b"secret")
    plain.publish(*plain.stories)
    for site in (app, plain):
        site.pages["/feed"] = feed(site)
    project(tmp_path, [app, plain])

    run = scrapy(tmp_path, "crawlall", "app", "plain")
    assert run.returncode == 0, run.stderr[-3000:]
    rows = dict(stored(tmp_path, "SELECT title, body FROM articles"))
    (pages,) = stored(tmp_path, "SELECT count(*) FROM pages WHERE warc_file IS NOT NULL AND kind = 'article'")
    wanted = [*app.stories[:3], *plain.stories]
    assert rows == {story.title: "\n".join(story.paragraphs) for story in wanted}
    assert pages == (len(wanted),), "raw pages of the browser are kept too"
    asked = [path.partition("?")[0] for path, _ in app.log]
    assert asked.count("/api") == 3
    assert "/picture.png" not in asked, "a picture is no text"
    assert "/news/3" not in asked, "robots.txt holds for a browser too"
    assert ("/away", 302) in app.log
    assert inner.log == [], "a page's script reached a neighbour in the private network"
    assert not any(path.startswith("/api") for path, _ in plain.log)

    assert scrapy(tmp_path, "crawl", "app").returncode == 0
    by_run = stored(tmp_path, f"SELECT {BROWSERS} FROM crawls WHERE spider = 'app' ORDER BY id")
    assert by_run == [(1,), (None,)], "a crawl that finds nothing new started a browser"

    app.stories[0].edit(announced=False)
    assert scrapy(tmp_path, "crawl", "app", later=30).returncode == 0
    versions = stored(tmp_path, "SELECT a.title, a.body FROM versions JOIN articles a ON a.id = article_id")
    assert versions == [(app.stories[0].title, "\n".join(app.stories[0].paragraphs))], "the shell's ETag hid an edit"


@needs_chromium
@pytest.mark.slow
def test_pages_that_the_browser_cannot_fetch_are_rejected_with_the_usual_reasons(tmp_path: Path, serve: Serve) -> None:
    app = declared("app", 66, ", browser=True")
    serve([app])
    hanging, moved, broken, good = app.stories
    app.publish(good)
    app.pages[hanging.path] = Reply(fault="hang")
    app.pages[moved.path] = Reply(status=302, headers={"Location": "http://127.0.0.67:9/secret"})
    app.pages[broken.path] = Reply(b"no", status=500)
    app.pages["/feed"] = feed(app)
    project(tmp_path, [app], "DOWNLOAD_TIMEOUT = 2\nRETRY_TIMES = 0\n")
    run = scrapy(tmp_path, "crawl", "app")
    assert run.returncode == 0, run.stderr[-3000:]
    assert "Traceback" not in run.stderr
    assert stored(tmp_path, "SELECT title FROM articles") == [(good.title,)]
    reasons = dict(stored(tmp_path, "SELECT url, reason FROM rejects"))
    wanted = {hanging.path: "timeout", moved.path: "unreachable", broken.path: "http-500"}
    assert reasons == {app.root + path: reason for path, reason in wanted.items()}


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
