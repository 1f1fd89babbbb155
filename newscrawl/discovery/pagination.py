"""Pagination: which links of a listing lead on to its next pages."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from newscrawl.discovery.url_kinds import classify_url
from newscrawl.urls import identity, same_site

if TYPE_CHECKING:
    from collections.abc import Iterable

_SLOT_NAMES: Final = frozenset(
    {
        *("page", "paged", "pagenum", "pagenumber", "page_no", "pageno", "pageindex", "currentpage", "pg", "p", "pn"),
        *("start", "offset", "from", "startrowindex", "startindex", "limitstart", "skip"),
    }
)
_COUNTED: Final = frozenset({"page", "paged", "pagenum", "pagenumber", "page_no", "pageno", "pageindex", "currentpage"})
_SLOT_NUMBER: Final = re.compile(r"\d{1,7}", re.ASCII)
_PATH_SLOT: Final = re.compile(
    r"(?:/(?P<name>page[/:=_-]?|p/|index\.|))(?P<number>\d{1,6})(?:\.(?:html?|aspx?|php))?/?$", re.ASCII | re.IGNORECASE
)
_MAY_CONTINUE: Final = frozenset({"listing", "unknown", "home", "tag", "author", "search"})
_NUMBER: Final = re.compile(r"[0-9\u0660-\u0669\u06f0-\u06f9]{1,6}")
_NOISE: Final = re.compile(r"[\u0640\u064b-\u0652\u0670\u200e\u200f\W_]+")
_FOLD: Final = str.maketrans("أإآىة", "ااايه")
_ARROWS: Final = frozenset("›»←→>‹«<❯❮⟩⟨▶◀")


class Candidate(NamedTuple):
    """A link as far as pagination reads it."""

    url: str
    text: str
    hint: str
    """Its `rel`, `class` and `aria-label`, in lower case."""


class _Slot(NamedTuple):
    """A URL with its page number taken out: two pages of one listing share `key`."""

    key: str
    name: str
    number: int


def find_next_pages(candidates: Iterable[Candidate], url: str) -> list[str]:
    """Give the addresses that lead on from `url`, the immediate next page first, each once.

    A page counts as next by `rel=next`, by a text such as `التالي`, or as this listing's own address with a higher
    number in a page slot (`/page/N`, `?page=N`, `?start=N`, `/index.N.html`). Calendars and article pages never do.
    """
    here = identity(url)
    own = {slot.key: slot.number for slot in _slots(url)}
    first = _key(*_parts(url))
    marked: dict[str, str] = {}
    numbered: dict[str, tuple[int, str]] = {}
    for candidate in candidates:
        kind, stated = _text_kind(candidate), _stated_number(candidate.text)
        if (kind is None and stated is None) or not same_site(candidate.url, url):
            continue
        key = identity(candidate.url)
        if key == here:
            continue
        number, is_own = _page_number(candidate.url, own, first, stated)
        if number is not None:
            numbered.setdefault(key, (number, candidate.url))
        elif kind == "next" and not is_own and classify_url(candidate.url) in _MAY_CONTINUE:
            marked.setdefault(key, candidate.url)
    ahead = [address for _, address in sorted(numbered.values())]
    return [*(address for key, address in marked.items() if key not in numbered), *ahead]


def counted_next_page(candidates: Iterable[Candidate], url: str) -> str | None:
    """Give the page after `url` by counting, where nothing on it leads to another of its pages; else None.

    Answers of a script that fills a scrolled page (`?action=ajax_listing&paged=3`) hold articles alone. An address
    without a number in a page slot, or with an offset (whose step nobody states), gives None.
    """
    slots = [slot for slot in _slots(url) if slot.name in _COUNTED]
    if len(slots) != 1:
        return None
    key = slots[0].key
    if any(slot.key == key for candidate in candidates if candidate.url != url for slot in _slots(candidate.url)):
        return None
    pairs = urlsplit(url).query.split("&")
    position = next(at for at, pair in enumerate(pairs) if pair.partition("=")[0].lower() == slots[0].name)
    name = pairs[position].partition("=")[0]
    pairs[position] = f"{name}={slots[0].number + 1}"
    return urlunsplit((*urlsplit(url)[:3], "&".join(pairs), ""))


def _page_number(url: str, own: dict[str, int], first: str, stated: int | None) -> tuple[int | None, bool]:
    """Give the number of a later page of this listing, and whether `url` is a page of this listing at all."""
    # The numbers of a calendar's path are days and months: `/calendar/2031/5` goes on for ever.
    slots = [slot for slot in _slots(url) if slot.name or classify_url(url) != "calendar"]
    for slot in slots:
        if slot.key in own:
            return (slot.number if slot.number > own[slot.key] else None), True
    for slot in slots:
        # The first page has no number yet: `/sport` → `/sport/page/2`, `/sport?start=20`; Drupal's second is `?page=1`.
        if slot.key == first and (slot.name or slot.number == stated):
            return (slot.number if slot.number > 0 and stated != 1 else None), True
    return None, False


def _slots(url: str) -> list[_Slot]:
    """Give every reading of a URL as a numbered page."""
    host, path, query = _parts(url)
    found = []
    if match := _PATH_SLOT.search(path):
        found.append(_Slot(_key(host, path[: match.start()], query), match["name"].lower(), int(match["number"])))
    pairs = [part for part in query.split("&") if part]
    for position, pair in enumerate(pairs):
        name, _, value = pair.partition("=")
        # WordPress's `/?p=N` is a post, though `/news.php?p=N` elsewhere is a page.
        if name.lower() == "p" and path in ("", "/", "/index.php"):
            continue
        if _SLOT_NUMBER.fullmatch(value) and name.lower() in _SLOT_NAMES:
            rest = "&".join(pairs[:position] + pairs[position + 1 :])
            found.append(_Slot(_key(host, path, rest), name.lower(), int(value)))
    return found


def _parts(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return parts.netloc.lower(), unquote(parts.path), parts.query


def _key(host: str, path: str, query: str) -> str:
    return f"{host.removeprefix('www.')}{path.rstrip('/')}?{query.rstrip('=')}"


def _text_kind(candidate: Candidate) -> str | None:
    if "next" in candidate.hint.split():
        return "next"
    text = candidate.text
    if len(text) > 40:
        return None
    folded = _fold(text)
    if not folded:
        return "arrow" if text and not set(text.replace(" ", "")) - _ARROWS else None
    return _next_texts().get(folded)


def _stated_number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _fold(text: str) -> str:
    return _NOISE.sub(" ", text.lower()).translate(_FOLD).strip()


@cache
def _next_texts() -> dict[str, str]:
    text = (files("newscrawl.discovery") / "lexicons" / "next_page.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return {_fold(row["text"]): row["kind"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
