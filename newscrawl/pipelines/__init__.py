"""Item pipelines: one thin Scrapy component a station of the line, in the order of `settings.ITEM_PIPELINES`."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from itemadapter import ItemAdapter

from newscrawl.archive import PageVisit
from newscrawl.items import Article, FinishedArticle

if TYPE_CHECKING:
    from collections.abc import Callable

_FIELDS: Final = frozenset(field.name for field in fields(Article))
_TIMES: Final = ("published", "modified", "fetched_at")


def on_article(item: Any, station: Callable[[Article], None]) -> Any:
    """Run a station over an item of any kind and give the item back with what the station decided.

    An Article is changed in place; a dict or other item is read and written through ItemAdapter, and keys that are no
    fields of Article stay as they are. An item without `url`, and a PageVisit, passes untouched.
    """
    if isinstance(item, Article):
        station(item)
        return item
    adapter = ItemAdapter(item)
    if isinstance(item, PageVisit) or not adapter.get("url"):
        return item
    article = as_article(item)
    untouched = Article(article.url)
    station(article)
    for name in _FIELDS:
        value = getattr(article, name)
        if name in adapter or value != getattr(untouched, name):
            adapter[name] = value
    return item


def on_unfinished(item: Any, station: Callable[[Article], None]) -> Any:
    """Run a station as `on_article` does, but for an article that a worker process took through it."""
    return item if isinstance(item, FinishedArticle) else on_article(item, station)


def as_article(item: Any) -> Article:
    """Read an item of any kind as an Article; times may be ISO 8601 text, else they become `published_raw`."""
    if isinstance(item, Article):
        return item
    adapter = ItemAdapter(item)
    values = {name: adapter[name] for name in adapter if name in _FIELDS and adapter[name] is not None}
    for name in _TIMES:
        if isinstance(values.get(name), str):
            raw = values[name]
            values[name] = _time(raw)
            if values[name] is None and name == "published":
                values.setdefault("published_raw", raw)
    if isinstance(values.get("body"), list):
        values["body"] = "\n".join(values["body"])
    return Article(**values)


def _time(raw: str) -> datetime | date | None:
    try:
        return date.fromisoformat(raw) if len(raw) == 10 else datetime.fromisoformat(raw)
    except ValueError:
        return None
