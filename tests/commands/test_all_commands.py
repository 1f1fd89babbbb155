"""What holds for every command of the project, also for one that comes later."""

from __future__ import annotations

import argparse
import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.utils.project import get_project_settings

import newscrawl.commands

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.commands import ScrapyCommand


def all_commands() -> dict[str, type[ScrapyCommand]]:
    modules = {
        module.name: import_module(f"newscrawl.commands.{module.name}")
        for module in pkgutil.iter_modules(newscrawl.commands.__path__)
    }
    return {name: module.Command for name, module in modules.items() if hasattr(module, "Command")}


COMMANDS = all_commands()
WITHOUT_ARCHIVE = {"addsite", "batch", "checksite", "explain"}  # they only look at pages
MAKES_ARCHIVE = {"crawl", "crawlall"}
# What each asks for besides an archive; one that is not here asks for nothing.
ARGUMENTS = {
    "backup": ["copy.db"],
    "dedup": ["--rebuild"],
    "export": ["out.jsonl"],
    "forget": ["https://a.example/"],
    "merge": ["nowhere.db"],  # the archive that it writes may be new
    "prune": ["--rejects-older-than", "9"],
    "report": ["out.html"],
    "search": ["القاهرة"],
}


def help_of(name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[argparse.ArgumentParser, str]:
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")
    command: Any = COMMANDS[name]()
    command.settings = get_project_settings()
    parser = argparse.ArgumentParser(usage=command.syntax(), description=command.long_desc())
    command.add_options(parser)
    return parser, " ".join(command.long_desc().split())


def test_the_commands_are_found() -> None:
    assert {"search", "browse", "export", "report", "status", "crawl", "backup", "merge", "dedup"} <= set(COMMANDS)
    assert set(ARGUMENTS) | MAKES_ARCHIVE <= set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_has_an_example_and_says_what_each_option_does(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parser, text = help_of(name, monkeypatch)
    assert f"scrapy {name}" in text, "give an example in long_desc()"
    assert COMMANDS[name]().short_desc() not in ("", text)
    assert [action.dest for action in parser._actions if not action.help] == []
    assert parser.format_help()


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - WITHOUT_ARCHIVE))
def test_every_command_over_an_archive_takes_db(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parser, _ = help_of(name, monkeypatch)
    assert "--db" in parser._option_string_actions


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - WITHOUT_ARCHIVE - MAKES_ARCHIVE))
def test_a_missing_archive_is_one_line_that_names_it(scrapy: Any, tmp_path: Path, name: str) -> None:
    run = scrapy(name, *ARGUMENTS.get(name, []), "--db", "nowhere.db")
    assert (run.returncode, run.stdout) == (1, "")
    (line,) = run.stderr.splitlines()
    assert line.startswith("newscrawl: nowhere.db: there is no archive here"), line
    assert [path.name for path in tmp_path.iterdir()] == [], "nothing is left where there was nothing"


def test_a_crawl_makes_the_archive_that_db_names(scrapy: Any, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("عنوان الخبر\n\nنص قصير.", encoding="utf-8")
    run = scrapy("crawl", "archive", "-a", "path=page.txt", "--db", "made.db", "-s", "NEWSCRAWL_WARC_DIR=")
    assert (tmp_path / "made.db").exists(), run.stderr
