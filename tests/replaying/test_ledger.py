"""The ledger tells how far files are done, whatever order their items are stored in."""

from __future__ import annotations

from pathlib import Path

from newscrawl.replaying.ledger import Ledger, Reached

ONE, TWO = Path("1.warc.gz"), Path("2.warc.gz")


def test_a_file_is_done_up_to_the_first_record_with_an_open_item() -> None:
    ledger = Ledger()
    items = [object() for _ in range(4)]
    ledger.enter(ONE, 100, [])
    ledger.enter(ONE, 200, items[:2])
    ledger.enter(ONE, 300, [items[2]], list_at=200)
    ledger.enter(TWO, 50, [items[3]])
    assert ledger.reached() == [Reached(ONE, 100)]
    ledger.done(items[3])
    ledger.done(items[2])
    ledger.done(items[0])
    assert ledger.reached() == []
    ledger.done(items[0])  # the second time
    ledger.done(object())
    assert ledger.reached() == []
    ledger.done(items[1])
    assert ledger.reached() == [Reached(ONE, 300, [200]), Reached(TWO, 50)]
    assert ledger.reached() == []


def test_a_file_that_is_not_to_be_remembered_is_not() -> None:
    ledger = Ledger()
    ledger.enter(ONE, None, [])
    assert ledger.reached() == []
