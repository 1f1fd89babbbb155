"""A site's CSS selectors, applied to one page: hints that are tried first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lxml import etree
from lxml.cssselect import CSSSelector

from newscrawl.extraction.text import text_of
from newscrawl.sites import SiteRules

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.etree import _Element

_NONE: Final = SiteRules()
_MOST_DATES: Final = 3
"""A publication, an update, and one of them once more for telephones."""


class Selected:
    """What a site's rules find on a page; empty where it has none, or where they find nothing."""

    def __init__(self, tree: _Element, rules: SiteRules | None) -> None:
        self._tree = tree
        self._rules = rules or _NONE
        self._found: dict[str, list[_Element]] = {}
        self.removed: Collection[_Element] = frozenset(self._find(self._rules.remove))
        self.body: Collection[_Element] = frozenset(self._find(self._rules.body))

    @property
    def title(self) -> str | None:
        """Text of the headline."""
        return next(iter(self._texts(self._rules.title)), None)

    @property
    def byline(self) -> str | None:
        """Text of the author line."""
        return next(iter(self._texts(self._rules.byline)), None)

    @property
    def section(self) -> str | None:
        """Text of the section's name."""
        return next(iter(self._texts(self._rules.section)), None)

    @property
    def tags(self) -> list[str]:
        """Texts of the tags, each once."""
        return list(dict.fromkeys(self._texts(self._rules.tags)))

    @property
    def dates(self) -> list[str]:
        """Texts, or `datetime` attributes, of the dates; a selector that finds many finds those of other articles."""
        elements = self._find(self._rules.date)
        if len(elements) > _MOST_DATES:
            return []
        found = [text for element in elements for text in (element.get("datetime") or "", text_of(element))]
        return [text for text in found if text]

    def stale(self) -> list[str]:
        """Give the names of the rules for what every article has that find nothing on this page."""
        rules = self._rules
        declared = {"title": rules.title, "body": rules.body, "date": rules.date}
        return [name for name, selector in declared.items() if selector and not self._find(selector)]

    def _find(self, selector: str | None) -> list[_Element]:
        if not selector:
            return []
        if selector not in self._found:
            found = _compiled(selector)(self._tree)
            elements = found if isinstance(found, list) else []
            self._found[selector] = [element for element in elements if isinstance(element, etree._Element)]
        return self._found[selector]

    def _texts(self, selector: str | None) -> list[str]:
        texts = (text_of(element) for element in self._find(selector))
        return [text for text in texts if text]


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")
