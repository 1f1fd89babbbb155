"""Our pages within Datasette: the search, an article, two of its texts side by side, and a cluster in time order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from datasette.utils.asgi import NotFound, Response

from newscrawl.archive.search import count, search
from newscrawl.browsing import texts
from newscrawl.browsing.differences import Row, changed_words, side_by_side
from newscrawl.browsing.queries import DATABASE

if TYPE_CHECKING:
    import sqlite3

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from newscrawl.archive.search import Hit, Span
    from newscrawl.browsing.differences import Piece

_PAGE: Final = 20  # hits a page
_LAST_PAGE: Final = 50
_FILTERS: Final = ("site", "agency", "since", "until")


async def article(request: Request, datasette: Datasette) -> Response:
    """Show an article as one reads it, with what was stripped on demand."""
    page = await _read(datasette, texts.article_page, int(request.url_vars["id"]))
    return await _html(datasette, request, "article.html", {"page": page, "row": page.row})


async def compare(request: Request, datasette: Datasette) -> Response:
    """Show two texts of an article side by side; `a` and `b` name them, else the last change is shown."""
    found = await _read(datasette, texts.texts, int(request.url_vars["id"]))
    if not found:
        raise NotFound(f"no article {request.url_vars['id']} in the archive")
    by_key = {text.key: text for text in found}
    current = next(place for place, text in enumerate(found) if text.key == "now")
    # The earlier text and the current one; where there is none, the current one and the first copy.
    first = max(0, current - 1) if current else 0
    second = current if current else min(1, len(found) - 1)
    a = by_key.get(request.args.get("a") or "", found[first])
    b = by_key.get(request.args.get("b") or "", found[second])
    rows = [Row(*changed_words(a.title, b.title)), *side_by_side(a.paragraphs, b.paragraphs)]
    context = {"texts": found, "a": a, "b": b, "rows": rows, "article_id": request.url_vars["id"]}
    return await _html(datasette, request, "compare.html", context)


async def cluster(request: Request, datasette: Datasette) -> Response:
    """Show the articles of a cluster and their copies in time order."""
    items = await _read(datasette, texts.cluster, int(request.url_vars["id"]))
    return await _html(datasette, request, "cluster.html", {"items": items, "cluster_id": request.url_vars["id"]})


@dataclass(slots=True)
class Found:
    """A page of hits."""

    hits: list[Hit]
    total: int
    choices: dict[str, list[str]]


async def search_page(request: Request, datasette: Datasette) -> Response:
    """Show what a search finds, the best first, with the words that matched marked."""
    query = (request.args.get("q") or "").strip()
    filters = {name: (request.args.get(name) or "").strip() for name in _FILTERS}
    chosen = {name: value for name, value in filters.items() if value}
    problem = _problem(chosen)
    place = request.args.get("page") or "1"
    page = min(_LAST_PAGE, max(1, int(place))) if place.isdecimal() and len(place) < 6 else 1

    def find(connection: sqlite3.Connection) -> Found:
        if problem or not query:
            return Found([], 0, texts.choices(connection))
        hits = search(connection, query, limit=_PAGE, offset=_PAGE * (page - 1), **chosen)
        return Found(hits, count(connection, query, **chosen), texts.choices(connection))

    found: Found = await datasette.get_database(DATABASE).execute_fn(find)
    context = {
        "query": query,
        "filters": filters,
        "problem": problem,
        "found": found,
        "hits": [
            {"hit": hit, "title": marked(hit.title, hit.title_spans), "snippet": marked(hit.snippet, hit.snippet_spans)}
            for hit in found.hits
        ],
        "next_url": _page_url(query, chosen, page + 1) if _PAGE * page < found.total and page < _LAST_PAGE else None,
        "previous_url": _page_url(query, chosen, page - 1) if page > 1 else None,
        "first": _PAGE * (page - 1) + 1,
    }
    return await _html(datasette, request, "search.html", context)


def marked(text: str, spans: list[Span]) -> list[Piece]:
    """Cut a text into runs, and tell those that matched."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start < at:
            continue
        pieces += [(False, text[at:start]), (True, text[start:end])]
        at = end
    return [piece for piece in [*pieces, (False, text[at:])] if piece[1]]


def _problem(filters: dict[str, str]) -> str:
    for name in ("since", "until"):
        try:
            date.fromisoformat(filters.get(name, "2000-01-01"))
        except ValueError:
            return f"{filters[name]} is no day: write it as 2026-03-10"
    return ""


def _page_url(query: str, filters: dict[str, str], page: int) -> str:
    return f"/search?{urlencode({'q': query, **filters, 'page': str(page)})}"


async def _read(datasette: Datasette, read: Any, number: int) -> Any:
    """Read from the archive; what is not there is page 404."""
    try:
        return await datasette.get_database(DATABASE).execute_fn(lambda connection: read(connection, number))
    except LookupError as error:
        raise NotFound(str(error)) from None


async def _html(datasette: Datasette, request: Request, template: str, context: dict[str, Any]) -> Response:
    return Response.html(await datasette.render_template(template, context, request=request))
