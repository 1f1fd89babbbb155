"""`scrapy batch`: saved pages through the line on a Dask cluster, as a dataset or into an archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.archive import ArchiveError, open_archive
from newscrawl.archive.saved_pages import saved_files
from newscrawl.commands.options import fail
from newscrawl.extensions.summary import crawl_failure

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

_NEEDS = "a batch needs Dask: pip install 'newscrawl[dask]'"


class Command(ScrapyCommand):
    """Read saved pages with many workers; what is done stays done."""

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "[options] WARC_OR_FOLDER"

    def short_desc(self) -> str:
        """Give the command in a line."""
        return "Read saved pages on a Dask cluster, into Parquet files or an archive"

    def long_desc(self) -> str:
        """Give the text of `scrapy batch --help`."""
        return (
            "Read saved .html, .txt and WARC files as `scrapy crawl archive` does, with the workers of a Dask cluster, "
            "into OUT/pages; then find duplicates and write OUT/dataset, or load all into an archive. A batch that was "
            "stopped goes on when it is run again, and after new files came reads only those. "
            "Examples: scrapy batch data/warc --out data/batch; "
            "scrapy batch data/warc --out data/batch --load data/again.db --address tcp://10.0.0.7:8786"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add where to work and what to make."""
        super().add_options(parser)
        parser.add_argument("--out", metavar="DIR", help="folder of the results, which all workers see")
        parser.add_argument("--address", help="a Dask scheduler that runs already, such as tcp://10.0.0.7:8786")
        parser.add_argument("--workers", type=int, metavar="N", help="processes on this machine (default: all cores)")
        parser.add_argument("--load", metavar="DB", help="load into this archive, instead of making OUT/dataset")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Map, then make the dataset or load."""
        assert self.settings is not None
        if len(args) != 1 or not opts.out:
            raise UsageError("name the pages and a folder: scrapy batch WARC_OR_FOLDER --out DIR")
        if opts.workers is not None and opts.workers < 1:
            raise UsageError("--workers is a number of processes, at least 1")
        try:
            from newscrawl.batch import BatchError  # noqa: PLC0415 - an extra
        except ImportError:
            fail(self, _NEEDS)
            return
        try:
            saved_files(Path(args[0]))
            files = self._map(Path(args[0]), opts)
        except (ValueError, ArchiveError, BatchError, OSError) as error:
            fail(self, str(error))
            return
        if opts.load:
            self._load(args[0], files, opts.load)

    def _map(self, source: Path, opts: argparse.Namespace) -> Sequence[Path]:
        from newscrawl.batch import connected, deduplicate, map_pages  # noqa: PLC0415 - the dask extra only

        assert self.settings is not None
        out, console = Path(opts.out), Console(stderr=True, highlight=False, soft_wrap=True)
        learned = _learned(opts.load) if opts.load else {}
        languages = self.settings.getlist("NEWSCRAWL_LANGUAGES")
        with connected(opts.address, workers=opts.workers) as client, Progress(console=console, transient=True) as bar:
            task = bar.add_task("partitions", total=None)
            mapped = map_pages(
                client,
                source,
                out,
                learned=learned,
                languages=languages,
                progress=lambda at, total: bar.update(task, completed=at, total=total),
            )
            console.print(
                f"{out / 'pages'}: {len(mapped.partitions)} partitions, {mapped.skipped} of them done before, "
                f"{mapped.interrupted} attempts ended with their worker"
            )
            if not opts.load:
                task = bar.add_task("groups", total=None)
                made = deduplicate(
                    client,
                    mapped.partitions,
                    out,
                    progress=lambda at, total: bar.update(task, completed=at, total=total),
                )
                console.print(
                    f"{out / 'dataset'}: {made.groups} groups of pages, the largest of {made.largest}, "
                    f"in {made.packs} packs, {made.skipped} of them done before"
                )
        return mapped.partitions

    def _load(self, source: str, files: Sequence[Path], db: str) -> None:
        from newscrawl.batch.loading import BatchSpider  # noqa: PLC0415 - the dask extra only

        assert self.settings is not None
        assert self.crawler_process is not None
        self.settings.set("NEWSCRAWL_DB", db, priority="cmdline")
        crawler = self.crawler_process.create_crawler(BatchSpider)
        self.crawler_process.crawl(crawler, path=source, answers=[str(file) for file in files])
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            self.exitcode = 1
            return
        stats = crawler.stats.get_stats()
        if crawl_failure(stats, stats.get("finish_reason", "start_error")):
            self.exitcode = 1


def _learned(db: str) -> dict[str, Sequence[str]]:
    """Give the lines that an archive, where it is there, knows as each site's boilerplate."""
    with open_archive(db) as archive:
        sites = archive.connection.execute("SELECT DISTINCT site FROM boilerplate_lines").fetchall()
        return {site: sorted(lines) for (site,) in sites if (lines := archive.learned_lines(site))}
