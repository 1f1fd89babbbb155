"""What class names and ids say that a box is for."""

from __future__ import annotations

import pytest

from newscrawl.extraction.names import kind_of


@pytest.mark.parametrize(
    ("names", "ident", "kind"),
    [
        ("entry-content clearfix", None, "body"),
        ("", "articleBody", "body"),
        ("field field--name-body field--label-hidden", None, "body"),
        ("comments-area", "comments", "comments"),
        ("relatedPosts_2", None, "related"),
        ("td_block_related_posts", None, "related"),
        ("elementor-widget elementor-widget-text-editor", None, None),
        ("widget widget_text", None, "aside"),
        ("site-content no-sidebar", None, None),
        ("post-12 post type-post hentry category-related tag-share", None, None),
        ("hidden-xs", None, None),
        ("hidden", None, "hidden"),
        ("e3lan e3lan-in-post2", None, "ad"),
        ("dropcap dropcap-simple", None, "dropcap"),
        ("post-comments share", None, "comments"),
        ("single-post-title", None, "title"),
        ("adult-content-check", None, None),
        ("shareholder", None, None),
        ("elementor-column elementor-element-5f18ad9", None, None),
        ("component", "component_1ad269af0d", None),
        ("ads300x250", None, "ad"),
        ("c-product-widget__content", None, None),
        ("row-fluid max-w-[calc(100%-var(--sidebar-width))]", None, None),
        ("hidden md:block", None, None),
        ("hidden items-center", None, "hidden"),
        ("elementor-element elementor-invisible", None, None),
        (None, None, None),
    ],
)
def test_kind(names: str | None, ident: str | None, kind: str | None) -> None:
    assert kind_of(names, ident) == kind
