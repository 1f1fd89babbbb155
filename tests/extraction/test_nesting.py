"""Boxes inside boxes: counted rightly, and in a time that does not grow with their depth times their number."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction import extract
from newscrawl.extraction.nesting import Nested
from newscrawl.extraction.outline import Box
from newscrawl.items import NotAnArticle

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_PROSE = "<p>افتتحت البلدية صباح اليوم حديقة جديدة في وسط المدينة، وحضر الحفل عدد كبير من السكان.</p>"


def box(parent: int) -> Box:
    return Box(parent, "div", None, 0)


@st.composite
def trees(draw: st.DrawFn) -> list[int]:
    """Parents of boxes in document order: each is the last box or one of those around it."""
    parents = [-1]
    for index in range(1, draw(st.integers(1, 30))):
        around = [index - 1]
        while parents[around[-1]] >= 0:
            around.append(parents[around[-1]])
        parents.append(draw(st.sampled_from(around)))
    return parents


@given(parents=trees(), data=st.data())
def test_counts_are_those_of_a_walk(parents: list[int], data: st.DataObject) -> None:
    counted = sorted(data.draw(st.sets(st.integers(0, len(parents) - 1))))
    nested = Nested([box(parent) for parent in parents], counted)

    def stands_in(inner: int, outer: int) -> bool:
        while inner >= 0 and inner != outer:
            inner = parents[inner]
        return inner == outer

    for index in range(len(parents)):
        inside = sum(stands_in(inner, index) for inner in counted)
        assert nested.count_at(index) == inside
        assert nested.count_inside(index) == inside - (index in counted)


@pytest.mark.parametrize("names", ["", "sidebar", "related", "entry-content widget", "article-body"])
def test_lines_run_grow_as_the_page_does(names: str) -> None:
    lines = [lines_run(hostile(names, size)) for size in (100, 200, 400)]
    # Depth times width would be four times as many for twice the page.
    assert all(more < 2.5 * fewer for fewer, more in pairwise(lines)), lines


def hostile(names: str, size: int) -> str:
    """A page of boxes in each other around as many side by side."""
    deep = f'<article class="{names}">' * size
    return f"<html><body><h1>حديقة جديدة في وسط المدينة</h1>{deep}{f'<article>{_PROSE}</article>' * size}</body></html>"


def lines_run(page: str) -> int:
    """Count the lines of Python that reading a page runs, the iterations of loops among them."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: object) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        extract(page, "https://a.test/1")
    except NotAnArticle:
        pass
    finally:
        sys.settrace(before)
    return count
