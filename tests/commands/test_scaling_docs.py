"""The commands and code of docs/scaling.md: options that exist, and Python that runs as far as it can without Slurm."""

from __future__ import annotations

import argparse
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.sharding import Shard

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "scaling.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", TEXT, re.S)
COMMANDS = [
    line for language, block in BLOCKS if not language for line in block.splitlines() if line.startswith("scrapy ")
]


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_takes_what_the_page_gives_it(line: str) -> None:
    _, name, *arguments = shlex.split(line)
    command = import_module(f"newscrawl.commands.{name}").Command()
    command.settings = Settings({"NEWSCRAWL_DB": "data/news.db"})
    parser = argparse.ArgumentParser(exit_on_error=False)
    command.add_options(parser)
    found, rest = parser.parse_known_args(arguments)
    assert not [word for word in rest if word.startswith("-")]
    assert (name == "crawlall") is (rest == [])
    if name == "crawlall":
        assert str(Shard.parse(found.shard)) == found.shard


def test_the_page_names_commands_of_each_kind() -> None:
    assert {line.split()[1] for line in COMMANDS} == {"crawlall", "merge", "batch"}


def test_the_slurm_example_makes_a_job_script() -> None:
    (example,) = [block for language, block in BLOCKS if language == "python"]
    compile(example, "docs/scaling.md", "exec")
    jobqueue = pytest.importorskip("dask_jobqueue")
    made, _, _ = example.partition("cluster.scale")
    names: dict[str, object] = {}
    exec(made, names)
    cluster = names["cluster"]
    assert isinstance(cluster, jobqueue.SLURMCluster)
    assert "#SBATCH --requeue" in cluster.job_script()
    cluster.close()
