"""Countries as the spiders' folders name them: `MA`, `morocco`, Morocco, Africa/Casablanca."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Country(NamedTuple):
    """A country that news is published in."""

    code: str
    folder: str
    name: str
    timezone: str


@cache
def countries() -> tuple[Country, ...]:
    """Give the known countries, by code."""
    text = (files("newscrawl.commands") / "lexicons" / "countries.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(Country(**row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def find_country(name: str) -> Country | None:
    """Give the country of a code, a folder's name or an English name, in any case; None for others."""
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    wanted = wanted.removeprefix("the_")
    return next((country for country in countries() if wanted in (country.code.lower(), country.folder)), None)


def country_of_host(host: str) -> Country | None:
    """Give the country of a host by its last label (`hespress.ma`, `alrai.co.uk`); None for `.com` and the like."""
    label = host.rstrip(".").rpartition(".")[2].lower()
    return find_country({"uk": "gb"}.get(label, label)) if len(label) == 2 else None
