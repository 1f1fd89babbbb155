"""JSON APIs of news sites, by declaration: where the list is and what its fields are called → links."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urljoin

from newscrawl.discovery.documents import decode_document, gunzip
from newscrawl.discovery.feeds import plain_title
from newscrawl.discovery.links import Link
from newscrawl.discovery.timestamps import parse_instant, parse_lastmod
from newscrawl.urls import is_http_url, normalize_url

_FIELD: Final = re.compile(r"\{([^{}]{1,200})\}")
_TOKEN_PARAMETER: Final = re.compile(r"(?<=[?&])[^=&]{1,60}=\{token\}&?")
_EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
_DEEPEST: Final = 20  # steps of a path; a bound for declarations gone wrong


class NotTheApi(ValueError):
    """The answer is no JSON, or has no list where the declaration says that it is."""


@dataclass(frozen=True, slots=True)
class JsonApi:
    """One address of an API and the shape of its answers.

    A path is names and list positions joined by dots (`data.result.3.data`); where a list stands in the middle of it,
    the rest is read from each of its members and the texts are joined (`content_elements.content`). Several paths
    separated by `|` are tried in turn.
    """

    url: str
    """`{page}` (1, 2, …), `{offset}` (0, `per_page`, …) and `{token}` (what the last answer gave) are filled in.

    A parameter for the token is left out while there is none.
    """
    link: str
    """An item's address with its fields in braces: `https://example.com{sectionUrl}/{id}-{slug}`, `{website_url}`."""
    items: str = ""
    """Path to the list of items; empty where the answer is the list."""
    title: str | None = None
    published: str | None = None
    """Path to the publication date: ISO, RFC 822, seconds or milliseconds since 1970, or a text for the date reader."""
    modified: str | None = None
    summary: str | None = None
    text: str | None = None
    """Path to the whole text (HTML), only where the API gives all of it: such articles' pages are not fetched."""
    next_token: str | None = None
    """Path to what `{token}` becomes in the next address."""
    per_page: int = 0
    """Items in a full answer: the step of `{offset}`, and an answer with fewer is the last."""

    def first(self) -> str:
        """Give the address to ask first."""
        return self._address(1, "")

    def after(self, page: int, answer: JsonAnswer) -> str | None:
        """Give the address that follows the `page`-th answer (from 1), None after the last one."""
        if not answer.items or answer.items < self.per_page:
            return None
        if "{token}" in self.url:
            return self._address(page + 1, answer.next_token) if answer.next_token else None
        return (
            self._address(page + 1, "") if "{page}" in self.url or ("{offset}" in self.url and self.per_page) else None
        )

    def _address(self, page: int, token: str) -> str:
        address = self.url.replace("{page}", str(page)).replace("{offset}", str((page - 1) * self.per_page))
        if not token:
            return _TOKEN_PARAMETER.sub("", address).rstrip("?&")
        return address.replace("{token}", quote(token, safe=""))


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """What one answer holds."""

    links: list[Link]
    items: int
    """How many items stood in the list, also those without an address."""
    next_token: str = ""


def parse_json_api(body: bytes, url: str, api: JsonApi, *, content_type: str | None = None) -> JsonAnswer:
    """Read an answer of a declared API, in its order; `url` is the answer's own address. Raises NotTheApi."""
    try:
        answer = json.loads(decode_document(gunzip(body), content_type=content_type), strict=False)
    except (ValueError, RecursionError) as error:
        raise NotTheApi(f"no JSON: {error}") from None
    items = _at(answer, api.items)
    if not isinstance(items, list):
        raise NotTheApi(f"no list at `{api.items}`" if api.items else "the answer is no list")
    links = [link for item in items if isinstance(item, dict) and (link := _link(item, url, api)) is not None]
    return JsonAnswer(links, len(items), _read(answer, api.next_token) or "")


def _link(item: dict[str, Any], url: str, api: JsonApi) -> Link | None:
    address = _fill(api.link, item)
    if address is None:
        return None
    try:
        address = urljoin(url, address)
    except ValueError:
        return None
    if not is_http_url(address) or normalize_url(address) == normalize_url(url):
        return None
    published_raw, modified_raw = _date(item, api.published), _date(item, api.modified)
    lastmod, is_day = parse_lastmod(modified_raw)
    return Link(
        url=normalize_url(address),
        source="rest",
        title=plain_title(_read(item, api.title)),
        published_raw=published_raw,
        published=parse_instant(published_raw),
        lastmod=lastmod,
        lastmod_raw=modified_raw,
        lastmod_is_day=is_day,
        summary=_read(item, api.summary),
        text=_read(item, api.text),
    )


def _fill(template: str, item: dict[str, Any]) -> str | None:
    """Fill an address's fields in; None where one is missing, since half an address leads astray."""
    pieces: list[str] = []
    end = 0
    for match in _FIELD.finditer(template):
        value = _read(item, match[1])
        if value is None:
            return None
        pieces += (template[end : match.start()], value)
        end = match.end()
    return "".join((*pieces, template[end:])).strip()


def _date(item: dict[str, Any], paths: str | None) -> str | None:
    """Give a date as it is written, or in ISO where it is a number since 1970."""
    raw = _read(item, paths)
    if raw is None or not _EPOCH.fullmatch(raw):
        return raw
    instant = parse_instant(raw)
    return instant.isoformat() if instant is not None else raw


def _read(value: Any, paths: str | None) -> str | None:
    """Give the text of the first path that leads to one."""
    for path in (paths or "").split("|"):
        if path and (text := _text(_at(value, path))):
            return text
    return None


def _at(value: Any, path: str) -> Any:
    steps = path.split(".", _DEEPEST) if path else []
    for position, step in enumerate(steps):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal():
            value = value[int(step)] if int(step) < len(value) else None
        elif isinstance(value, list):
            rest = ".".join(steps[position:])
            return [_at(member, rest) for member in value]
        else:
            return None
    return value


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return "\n".join(text for member in value if (text := _text(member))) or None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None
