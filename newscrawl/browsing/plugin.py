"""Datasette plugin: our SQL functions and searches on its connections, links into our pages, and who may ask."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from datasette import hookimpl
from markupsafe import Markup

from newscrawl.archive.functions import register
from newscrawl.archive.query import to_fts
from newscrawl.archive.search import vocabulary_of
from newscrawl.browsing import pages, texts
from newscrawl.browsing.queries import DATABASE
from newscrawl.urls import readable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Awaitable, Callable

    from datasette.app import Datasette
    from jinja2 import Environment

    Scope = dict[str, Any]
    Asgi = Callable[[Scope, Any, Any], Awaitable[None]]

# A page of another site could reach this server under a name of its own that leads to 127.0.0.1.
_OWN_NAMES: Final = frozenset({"127.0.0.1", "localhost", "::1"})
# Nothing is loaded from elsewhere, and no site learns which archive a reader came from.
_HEADERS: Final = (
    (b"content-security-policy", b"default-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
_ARTICLE_COLUMNS: Final = {"articles": "id", "": "id"}
_CLUSTER_TABLES: Final = frozenset({"articles", "clusters", ""})


# Datasette registers its own functions with each connection too: ours come last.
@hookimpl(trylast=True)  # type: ignore[untyped-decorator, unused-ignore]
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Search as `scrapy search` does, in the search box of the table `articles` too."""
    if database != DATABASE:
        return
    register(conn)
    # Datasette writes `MATCH escape_fts(:search)` for its search boxes.
    conn.create_function("escape_fts", 1, lambda query: to_fts(str(query), vocabulary_of(conn)))


@hookimpl  # type: ignore[untyped-decorator, unused-ignore]
def register_routes() -> list[tuple[str, Any]]:
    """Give the addresses of our pages."""
    return [
        (r"^/search$", pages.search_page),
        (r"^/article/(?P<id>\d{1,18})$", pages.article),
        (r"^/article/(?P<id>\d{1,18})/compare$", pages.compare),
        (r"^/cluster/(?P<id>\d{1,18})$", pages.cluster),
    ]


@hookimpl  # type: ignore[untyped-decorator, unused-ignore]
def extra_template_vars(template: str, datasette: Datasette) -> Any:
    """Give the first page its figures, and every page what its links need."""

    async def values() -> dict[str, Any]:
        found: dict[str, Any] = {"news": DATABASE, "web_address": web_address, "direction_of": texts.direction}
        if template == "index.html":
            found["overview"] = await datasette.get_database(DATABASE).execute_fn(texts.overview)
        return found

    return values


@hookimpl  # type: ignore[untyped-decorator, unused-ignore]
def prepare_jinja2_environment(env: Environment) -> None:
    """Add the filters of our templates."""
    env.filters |= {"urlreadable": readable, "distance": distance, "clock": clock, "from_json": json.loads}


@hookimpl  # type: ignore[untyped-decorator, unused-ignore]
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """Give the menu of every page."""
    return [
        {"href": datasette.urls.path("/search"), "label": "Search"},
        {"href": datasette.urls.table(DATABASE, "articles"), "label": "Articles"},
        {"href": datasette.urls.database(DATABASE), "label": "Tables and queries"},
    ]


@hookimpl  # type: ignore[untyped-decorator, unused-ignore]
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Datasette) -> Markup | None:
    """Lead from numbers of articles and clusters to their pages; write addresses with their Arabic letters."""
    if database != DATABASE:
        return None
    if isinstance(value, str) and column.endswith("url") and web_address(value):
        return Markup('<a href="{}" rel="noreferrer noopener">{}</a>').format(value, readable(value))
    if not isinstance(value, int):
        return None
    table = table or ""
    if column in ("article_id", "other_id") or _ARTICLE_COLUMNS.get(table) == column:
        page = "article"
    elif column == "cluster_id" and table in _CLUSTER_TABLES:
        page = "cluster"
    else:
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/{page}/{value}"), value)


@hookimpl  # type: ignore[untyped-decorator, unused-ignore]
def asgi_wrapper() -> Callable[[Asgi], Asgi]:
    """Answer only requests to this machine's own names, with headers that keep pages to themselves."""
    return guarded


def guarded(app: Asgi) -> Asgi:
    """Wrap an application so; see `asgi_wrapper`."""

    async def answer(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
        if host_name(host) not in _OWN_NAMES:
            await send({"type": "http.response.start", "status": 421, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"Ask for http://127.0.0.1\n"})
            return

        async def send_guarded(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
            await send(message)

        await app(scope, receive, send_guarded)

    return answer


def host_name(host: str) -> str:
    """Give the name in a Host header, without its port; empty for what is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def web_address(url: str | None) -> str:
    """Give a URL that may be made a link, else nothing: no `javascript:` that a hostile page left in the archive."""
    return url if url is not None and url.lower().startswith(("http://", "https://")) else ""


def clock(instant: str) -> str:
    """Write an instant or a local time of the archive for a reader: `2026-03-10 09:00 UTC`; a day stays as it is."""
    text = instant.removesuffix("Z").replace("T", " ")
    # Most papers' clocks show no seconds.
    shown = text.removesuffix(":00") if text.count(":") == 2 else text
    return f"{shown} UTC" if instant.endswith("Z") else shown


def distance(seconds: int) -> str:
    """Write a span of time: `40 s`, `12 min`, `3 h 20 min`, `2 d 4 h`."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if not minutes:
        return f"{seconds} s"
    if not hours:
        return f"{minutes} min"
    if not days:
        return f"{hours} h {minutes % 60} min"
    return f"{days} d {hours % 24} h"
