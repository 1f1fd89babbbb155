"""`scrapy addsite URL`: probe a site and write its declaration."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.commands.checksite import begin, show
from newscrawl.commands.countries import find_country
from newscrawl.commands.declaration import ELSEWHERE, Declaration, entry_points, name_of, suggest
from newscrawl.commands.options import fail
from newscrawl.commands.probe import quiet, run_probe
from newscrawl.terminal import safe_console

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Write `spiders/<country>/<site>.py` for a site that has no declaration."""

    requires_project = True

    def syntax(self) -> str:
        """Give the arguments' form."""
        return "[options] <url>"

    def short_desc(self) -> str:
        """Give the line of `scrapy -h`."""
        return "Probe a news site and write its declaration"

    def long_desc(self) -> str:
        """Give the text of `scrapy addsite --help`."""
        return (
            "Probe a site as `scrapy checksite` does, and write its declaration into the spiders' folder of its "
            "country. Nothing is overwritten. Read the file, then `scrapy crawl NAME`. "
            "Example: scrapy addsite https://example.com --country MA"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--name", help="the spider's name (default: the domain's first label)")
        parser.add_argument("--country", metavar="MA", help="where the outlet is (default: by the host's ending)")
        parser.add_argument("--folder", metavar="DIR", help="the spiders' folder (default: that of NEWSPIDER_MODULE)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read Scrapy's own options; without `-L` only the answer is shown."""
        super().process_options(args, opts)
        quiet(self, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Probe the site and write the file; exit status 1 where there is nothing to write or it exists."""
        if len(args) != 1:
            raise UsageError("give the address of one site's front page")
        assert self.crawler_process is not None
        country = find_country(opts.country) if opts.country else None
        if opts.country and country is None:
            fail(self, f"--country {opts.country} is no known country: write MA or morocco")
            return
        try:
            report, declared = begin(self, args[0])
            name = opts.name or name_of(report.site.hosts[0])
            self._check_name(name, declared.name if declared else None)
        except ValueError as error:
            fail(self, str(error))
            return
        run_probe(self.crawler_process, report)
        show(report, safe_console(soft_wrap=True, highlight=False))
        if report.failure or not entry_points(report):
            fail(self, report.failure or "no feed, sitemap, API or front page led to an article: nothing to declare")
            return
        self._write(suggest(report, name=name, country=country), opts.folder)

    def _check_name(self, name: str, declared: str | None) -> None:
        assert self.crawler_process is not None
        if declared is not None:
            raise ValueError(f"the site is declared already: scrapy crawl {declared}")
        if not name.isascii() or not name.isidentifier() or name != name.lower():
            raise ValueError(f"--name {name}: use small letters, digits and _, beginning with a letter")
        if name in self.crawler_process.spider_loader.list():
            raise ValueError(f"there is a spider called {name}: give another one with --name")

    def _write(self, declaration: Declaration, folder: str | None) -> None:
        assert self.settings is not None
        root = Path(folder) if folder else Path(import_module(self.settings["NEWSPIDER_MODULE"]).__path__[0])
        path = root / declaration.folder / f"{declaration.name}.py"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            package = path.parent / "__init__.py"
            if not package.exists():
                where = "countries not yet known" if declaration.folder == ELSEWHERE else declaration.country
                package.write_text(f'"""News sites of {where}."""\n', encoding="utf-8")
            with path.open("x", encoding="utf-8") as file:
                file.write(declaration.text)
        except OSError as error:
            fail(self, f"{path}: {error.strerror}")
            return
        print(f"{path}\nscrapy crawl {declaration.name}")
