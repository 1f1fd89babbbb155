from __future__ import annotations

import random
import sqlite3
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from dedup_copies import KINDS, load_newsroom
from dedup_families import FAMILIES
from dedup_fresh import FRESH_KINDS, TEMPLATES, fresh_families
from dedup_templates import TEMPLATE_FAMILIES

from newscrawl.dedup import DuplicateIndex
from newscrawl.dedup.fingerprint import fingerprint
from newscrawl.dedup.formula import formula_features, formula_odds

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = date(2025, 3, 10)
ITEMS = 24
# Of columns that draw whole sentences from one stock, two may share half of them, as an edited copy does.
LOOSE = {"signs of the week": 4, "sign and luck": 4}
MERGED = {"signs of the week": 2}
LOOSE_BARE = {**LOOSE, "daily dose": 4, "sign and luck": 6, "sect greeting": 3, "night pharmacies": 2}


@pytest.mark.parametrize("bare", [False, True], ids=["title and date", "text alone"])
@pytest.mark.parametrize("family", [*FAMILIES, *TEMPLATE_FAMILIES])
def test_items_of_a_formula_are_articles_of_their_own(family: str, bare: bool) -> None:
    rng, index = random.Random(family), DuplicateIndex(sqlite3.connect(":memory:"))
    linked = merged = 0
    seen: set[str] = set()
    for number in range(ITEMS):
        title, paragraphs, offset = (FAMILIES | TEMPLATE_FAMILIES)[family](rng, number)
        body = "\n".join(paragraphs)
        if body in seen:
            continue
        seen.add(body)
        more = {} if bare else {"title": title, "published": DAY + timedelta(days=offset)}
        matches = index.add(number, body, **more)  # type: ignore[arg-type]
        linked += bool(matches)
        merged += any(match.kind in ("exact", "near") for match in matches)
    loose = LOOSE_BARE if bare else LOOSE
    assert linked <= loose.get(family, 1)
    assert merged <= MERGED.get(family, family in loose)


@pytest.mark.parametrize("seed", range(3))
def test_a_formula_that_is_taken_for_copies_at_first_is_told_once_some_are_stored(seed: int) -> None:
    rng = random.Random(seed)
    families = fresh_families(list(load_newsroom()), rng)
    for name in families:
        if name.startswith(("stock", "slots")):
            index = DuplicateIndex(sqlite3.connect(":memory:"))
            texts = ["\n".join(families[name](rng, number)[1]) for number in range(40)]
            linked = [bool(index.add(number, text)) for number, text in enumerate(texts)]
            assert sum(linked[20:]) <= 5, name


@pytest.mark.parametrize("family", TEMPLATES)
def test_items_of_a_family_that_was_never_fitted_on_are_articles_of_their_own(family: str) -> None:
    make, rng = fresh_families([], random.Random(0))[family], random.Random(family)
    index = DuplicateIndex(sqlite3.connect(":memory:"))
    linked = 0
    for number in range(ITEMS):
        title, paragraphs, offset = make(rng, number)
        matches = index.add(number, "\n".join(paragraphs), title=title, published=DAY + timedelta(days=offset))
        linked += bool(matches)
        assert not any(match.kind in ("exact", "near") for match in matches)
    assert linked <= 1


@pytest.mark.parametrize("kind", FRESH_KINDS)
def test_copies_made_in_ways_that_were_never_fitted_on_are_found_beside_other_copies(kind: str) -> None:
    rng, index = random.Random(kind), DuplicateIndex(sqlite3.connect(":memory:"))
    texts = [text for text in load_newsroom() if len(text.body.split()) >= 60][:40]
    for number, text in enumerate(texts):
        index.add(10 * number, text.body, title=text.title)
        for place in range(3):
            other = KINDS[rng.choice(list(KINDS))](text, rng, rng.choice(texts))
            index.add(10 * number + place + 1, other.body, title=other.title)
    missed = 0
    for number, text in enumerate(texts):
        copy = FRESH_KINDS[kind](text, rng, rng.choice(texts))
        found = {match.other_id // 10 for match in index.find(copy.body, title=copy.title)}
        missed += number not in found
    assert missed <= 1


@pytest.mark.parametrize(
    "family", ["telegram", "weather", "currency", "lineup", "prayer", "obituary", "vacancy", "court"]
)
def test_a_copy_of_a_formula_item_finds_its_own_original(family: str) -> None:
    rng, index = random.Random(family), DuplicateIndex(sqlite3.connect(":memory:"))
    bodies = []
    for number in range(ITEMS):
        bodies.append(FAMILIES[family](rng, number)[1])
        index.add(number, "\n".join(bodies[-1]))
    for number, paragraphs in enumerate(bodies):
        copy = "\n".join([f"الرياض - واس: {paragraphs[0]}", *paragraphs[1:], "انتهى"])
        best = index.find(copy)[0]
        assert "\n".join(bodies[best.other_id]) == "\n".join(paragraphs), number
        assert best.kind == "near"


TELEGRAM = (
    "بعث جلالة الملك برقية تهنئة إلى فخامة الرئيس {name} رئيس {country} بمناسبة ذكرى استقلال بلاده.\n"
    "وأعرب جلالته عن أصدق التهاني وأطيب التمنيات بالصحة والسعادة لفخامته، ولشعب {country} الصديق المزيد من التقدم."
)


def test_two_telegrams_are_two_articles_and_a_copy_is_one() -> None:
    index = DuplicateIndex(sqlite3.connect(":memory:"))
    index.add(1, TELEGRAM.format(name="خوسيه كاسترو", country="جمهورية بيرو"))
    assert index.add(2, TELEGRAM.format(name="أولاف هارالد", country="جمهورية فنلندا")) == []
    copy = "صحيفة المدى - متابعات\n" + TELEGRAM.format(name="خوسيه كاسترو", country="جمهورية بيرو")
    assert [(match.other_id, match.kind) for match in index.find(copy)] == [(1, "near")]


def test_two_days_of_one_table_are_two_articles() -> None:
    lines = "سعر الدولار {} للشراء و{} للبيع\nسعر اليورو {} للشراء و{} للبيع\nسعر الجنيه الإسترليني {} للشراء و{} للبيع"
    frame = "استقرت أسعار العملات في البنوك مع بداية التعاملات الصباحية وجاءت على النحو الآتي\n"
    index = DuplicateIndex(sqlite3.connect(":memory:"))
    index.add(1, frame + lines.format("15.61", "15.72", "17.05", "17.21", "20.11", "20.35"))
    assert index.find(frame + lines.format("15.64", "15.74", "17.11", "17.25", "20.02", "20.28")) == []


def test_a_paper_with_its_own_lines_is_still_found_beside_many_copies() -> None:
    """Each paper cuts and restyles an agency's text, and each copy makes the next one look like a formula's frame."""
    rng, index = random.Random(3), DuplicateIndex(sqlite3.connect(":memory:"))
    texts = [text for text in load_newsroom() if len(text.body.split()) >= 90][:25]
    missed = 0
    for number, text in enumerate(texts):
        index.add(100 * number, text.body, title=text.title)
        for place in range(1, 13):
            copy = KINDS[rng.choice(["house style", "shortened", "edit10 scattered"])](text, rng, rng.choice(texts))
            found = index.add(100 * number + place, copy.body, title=copy.title)
            missed += not any(match.other_id // 100 == number for match in found)
    assert missed <= 3


def test_all_trees_at_once_give_what_one_after_the_other_does() -> None:
    base, *lines = (
        line for line in files("newscrawl.dedup").joinpath("lexicons/formula_trees.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )  # fmt: skip
    texts = [text for text in load_newsroom() if len(text.body.split()) >= 60][:6]
    rng = random.Random(1)
    for text in texts:
        one, two = fingerprint(text.body), fingerprint(KINDS["edit20 scattered"](text, rng, texts[0]).body)
        features = formula_features(one, two, 0.5)
        assert features is not None
        odds = float(base) + sum(_walk(iter(line.split("\t")), features) for line in lines)
        assert formula_odds(one, two, 0.5) == pytest.approx(odds)


def _walk(words: Iterator[str], features: dict[str, float]) -> float:
    word = next(words)
    if word not in features:
        return float(word)
    bound = float(next(words))
    low, high = _walk(words, features), _walk(words, features)
    return low if features[word] <= bound else high
