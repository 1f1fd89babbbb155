"""`make bench`: every benchmark has its section, its target and its figures."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import run  # noqa: E402 - found only now

# They fit weights, show where time goes, or are a part of another benchmark in a process or environment of its own.
NO_SECTION = {
    "dedup_fit.py",
    "profile_crawl.py",
    "crawl_runs.py",
    "dedup_peers.py",
    "dedup_trees.py",
    "extraction_peers.py",
    "made_site.py",
    "run.py",
}


def test_every_benchmark_has_a_section_and_a_target() -> None:
    results = run.RESULTS.read_text(encoding="utf-8")
    assert re.findall(r"`make bench-([a-z-]+)`$", results, re.MULTILINE) == list(run.BENCHMARKS)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name, benchmark in run.BENCHMARKS.items():
        recipe = re.search(rf"^bench-{name}: .*\n\t\$\(BIN\)/python benchmarks/(.*)$", makefile, re.MULTILINE)
        assert recipe, name
        assert recipe[1] == benchmark.command


def test_every_script_is_run() -> None:
    scripts = {
        path.name
        for path in (ROOT / "benchmarks").glob("*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    }
    assert scripts - NO_SECTION == {benchmark.command.split()[0] for benchmark in run.BENCHMARKS.values()}


def test_a_section_is_replaced_and_its_text_kept() -> None:
    text = "# Results\n\n## A: `make bench-crawl`\n\nAbout it.\n\n_Measured once._\n\nold\n\n## Other\n\nkept\n"
    new = run.replaced(text, "crawl", "_Measured 2026-01-01._\n\n| newscrawl | 9 | 8.00 | 2.10 | 120 | 139 |")
    assert new.startswith("# Results\n\n## A: `make bench-crawl`\n\nAbout it.\n\n_Measured 2026-01-01._\n")
    assert new.endswith("\n\n## Other\n\nkept\n")
    assert "old" not in new
    assert "| whole crawl, CPU times bare Scrapy's | 2.10 | 1.35 | `make bench-crawl` |" in run.figures(new)
    assert "| the same with raw pages | not measured |" in run.figures(text)
    with pytest.raises(KeyError):
        run.replaced(text, "dates", "")


def test_what_is_aligned_with_spaces_is_shown_as_code() -> None:
    assert run.shown("a  b\n1  2") == "```\na  b\n1  2\n```"
    assert run.shown("## corpus\n\n| a |\n|---|") == "### corpus\n\n| a |\n|---|"
