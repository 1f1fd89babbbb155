"""Extraction beside its peers, in one run: quality as words lost and leaked, and CPU as multiples of the lxml parse.

    python benchmarks/extraction.py quality     # make bench-quality
    python benchmarks/extraction.py cpu         # make bench-extract
    python benchmarks/extraction.py floor       # exits with 1 where our F1 sank below the frozen floor

Pages: the visible corpus (../shared/corpus), the newsroom's articles, and those of tests/pages. Quality is told by
corpus/score_extract.py itself. The peers live in benchmarks/.envs/extract, which the command makes on its first run.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import mean, median

from environments import python_of
from extraction_peers import cpu_ratios

from newscrawl import process
from newscrawl.extraction import extract
from newscrawl.newsroom.site import resource_key, web
from newscrawl.newsroom.truth import true_articles

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CORPUS = ROOT.parent / "shared" / "corpus"
PACKAGES = (
    "trafilatura==2.3.1", "newspaper4k==0.9.6", "nltk", "goose3==3.1.22", "readability-lxml==0.9", "jusText==3.0.2",
    "resiliparse==2.0.1", "lxml_html_clean",
)  # fmt: skip
PEERS = {
    "trafilatura": "trafilatura_default", "trafilatura precision": "trafilatura_precision",
    "trafilatura fast": "trafilatura_fast",
    "newspaper4k": "newspaper4k", "goose3": "goose3", "readability-lxml": "readability", "jusText": "justext",
    "resiliparse": "resiliparse",
}  # fmt: skip
FLOORS = {"corpus": 0.99, "newsroom": 0.99, "tests/pages": 0.99}
"""F1 of newscrawl:process that must not be undercut; raised when it rises, never lowered without a word why."""
_FIGURES = re.compile(
    r"F1 (?P<f1>[\d.]+) .*?leaked words (?P<leaked>\d+) lost words (?P<lost>\d+) "
    r"clean pages (?P<clean>\S+) title (?P<title>\S+)"
)


def write_set(folder: Path, rows: list[tuple[str, bytes, str, dict[str, object]]]) -> None:
    """Write pages and gold in the corpus's own layout; a row is id, page, URL, gold."""
    (folder / "pages").mkdir(parents=True)
    (folder / "gold").mkdir()
    with (folder / "manifest.jsonl").open("w", encoding="utf-8") as manifest:
        for name, page, url, gold in rows:
            (folder / "pages" / f"{name}.html").write_bytes(page)
            (folder / "gold" / f"{name}.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
            manifest.write(json.dumps({"id": name, "url": url}, ensure_ascii=False) + "\n")


def newsroom_rows() -> list[tuple[str, bytes, str, dict[str, object]]]:
    """Give the newsroom's article pages with what they truly say."""
    pages = web(1)
    rows: list[tuple[str, bytes, str, dict[str, object]]] = []
    for number, article in enumerate(true_articles(1)):
        gold: dict[str, object] = {"title": article.title, "body": list(article.paragraphs)}
        rows.append((f"newsroom_{number}", pages[resource_key(article.url)].body, article.url, gold))
    return rows


def own_rows() -> list[tuple[str, bytes, str, dict[str, object]]]:
    """Give the pages of tests/pages with their expected articles."""
    rows: list[tuple[str, bytes, str, dict[str, object]]] = []
    for path in sorted((ROOT / "tests" / "pages").glob("*/*.html")):
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        gold = {"title": expected.get("title") or "", "body": expected.get("body") or []}
        rows.append((f"{path.parent.name}_{path.stem}", path.read_bytes(), expected["url"], gold))
    return rows


def sets(folder: Path) -> dict[str, Path]:
    """Give the sets of pages by name; the corpus only where it is beside the checkout."""
    write_set(folder / "newsroom", newsroom_rows())
    write_set(folder / "own", own_rows())
    found = {"newsroom": folder / "newsroom", "tests/pages": folder / "own"}
    return {"corpus": CORPUS, **found} if CORPUS.is_dir() else found


def score(python: Path | str, parser: str, folder: Path, path: Path) -> dict[str, str] | None:
    """Score one parser on one set with the corpus's own program; None where it says nothing."""
    command = [
        str(python), str(CORPUS / "score_extract.py"), "--pages", str(folder / "pages"), "--gold", str(folder / "gold"),
        "--urls", str(folder / "manifest.jsonl"), "--parser", parser, "--path", str(path),
    ]  # fmt: skip
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONWARNINGS": "ignore"}
    )
    match = _FIGURES.search(run.stdout)
    return match.groupdict() if match else None


def print_quality() -> None:
    """Print a table a set: F1, clean pages, leaked and lost words, titles."""
    python = python_of("extract", PACKAGES)
    with tempfile.TemporaryDirectory() as temporary:
        for name, folder in sets(Path(temporary)).items():
            print(
                f"\n## {name}\n\n| extractor | F1 | clean pages | leaked / lost words | title |\n|---|---|---|---|---|"
            )
            rows = [("newscrawl", score(sys.executable, "newscrawl:process", folder, ROOT))]
            rows += [
                (peer, score(python, f"extraction_peers:{function}", folder, HERE)) for peer, function in PEERS.items()
            ]
            for extractor, found in rows:
                if found:
                    print(
                        f"| {extractor} | {found['f1']} | {found['clean']} "
                        f"| {found['leaked']} / {found['lost']} | {found['title']} |"
                    )


def check_floor() -> int:
    """Compare our F1 with the frozen floors; needs no peers and no network."""
    status = 0
    with tempfile.TemporaryDirectory() as temporary:
        for name, folder in sets(Path(temporary)).items():
            found = score(sys.executable, "newscrawl:process", folder, ROOT)
            value = float(found["f1"]) if found else 0.0
            print(f"{name}: F1 {value:.4f}, floor {FLOORS[name]}")
            status |= value < FLOORS[name]
    return status


def print_cpu() -> None:
    """Print the median and mean CPU of each extractor over that of the bare lxml parse of the same page."""
    python = python_of("extract", PACKAGES)
    with tempfile.TemporaryDirectory() as temporary:
        found = sets(Path(temporary))
        folder = found.get("corpus", found["tests/pages"])
        lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
        entries = [json.loads(line) for line in lines]
        pages = [
            (folder / "pages" / f"{entry['id']}.html", entry.get("url") or "https://example.com/") for entry in entries
        ]
        pages = [(path, url) for path, url in pages if path.exists()]
        ours = cpu_ratios(
            {
                "newscrawl extract": lambda html, url: {"body": extract(html, url).body},
                "newscrawl process (extract, clean, strip, date)": lambda html, url: {"body": process(html, url).body},
            },
            [(path.read_bytes(), url) for path, url in pages],
        )
        listing = Path(temporary) / "pages.json"
        listing.write_text(json.dumps([(str(path), url) for path, url in pages]), encoding="utf-8")
        command = [str(python), "-W", "ignore", str(HERE / "extraction_peers.py"), "cpu", str(listing)]
        peers = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    print("| extractor | CPU, times the lxml parse: median | mean |\n|---|---|---|")
    for name, ratios in {**ours, **peers}.items():
        print(f"| {name} | {median(ratios):.2f} | {mean(ratios):.2f} |")


def main() -> int:
    """Run the part that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=("quality", "cpu", "floor"))
    part = parser.parse_args().part
    if part == "floor":
        return check_floor()
    (print_quality if part == "quality" else print_cpu)()
    return 0


if __name__ == "__main__":
    sys.exit(main())
