"""A report as one HTML file that needs nothing else: Plotly's script, the plots and the tables lie inside it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from newscrawl.reporting import plots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newscrawl.reporting.figures import Figures


class MissingLibrary(Exception):
    """The report needs a library that is not installed; the message says how to install it."""


_STYLE: Final = """
body { font: 15px/1.5 system-ui, 'Noto Sans Arabic', 'Segoe UI', Tahoma, sans-serif; color: #212529; margin: 0 auto;
  max-width: 1100px; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .2rem; }
p { margin: .2rem 0 .6rem; color: #495057; }
table { border-collapse: collapse; margin: .5rem 0; font-size: 14px; }
th, td { padding: .2rem .8rem .2rem 0; text-align: start; border-bottom: 1px solid #dee2e6; }
td.n, th.n { text-align: end; font-variant-numeric: tabular-nums; }
.key { display: inline-block; width: .9em; height: .9em; margin: 0 .3em 0 1em; vertical-align: -.1em; }
.none { color: #868e96; font-style: italic; }
"""
# Nothing can be loaded from anywhere, whatever an outlet wrote into its pages.
_POLICY: Final = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
_KEY: Final = (
    f'<span class="key" style="background:{plots.SILENT}"></span>silent: a crawl looked and found nothing'
    f'<span class="key" style="background:{plots.NOT_RUN}"></span>no crawl ran on that day'
)

# Heading, what it shows (HTML of ours), the figures that must be there, the plot.
_SECTIONS: Final[tuple[tuple[str, str, str, Callable[[Figures], plots.Plot]], ...]] = (
    ("Articles a day", "By the publisher's day; a copy counts where it was printed. Grey: no crawl ran.", "sites",
     plots.total_a_day),
    ("Sites by day", _KEY, "sites", plots.articles_a_day),
    ("Publishing hours", "Share of a site's articles, on its own clock.", "hours", plots.hours),
    ("Field coverage", "Percent of a site's articles that have the field.", "coverage", plots.coverage),
    ("Copies", "Share of a site's pages whose text another page had first.", "copied", plots.copies),
    ("Agencies behind the copy", "Articles that credit the agency, and reprints of them.", "agencies", plots.agencies),
    ("Who publishes first", "Of texts that several sites printed, with both clocks known.", "first", plots.first),
    ("Boilerplate stripped", "Lines and spans taken out, an article.", "stripped", plots.stripped),
    ("Rejects", "Pages that gave no article, by reason.", "rejects", plots.rejects),
    ("Crawl times", "One point a run.", "runs", plots.crawl_times),
)  # fmt: skip


def html_page(figures: Figures, *, archive: str) -> str:
    """Write the report; raises MissingLibrary without Plotly."""
    try:
        from plotly.io import to_html  # noqa: PLC0415 - an extra: only the report needs it
        from plotly.offline import get_plotlyjs  # noqa: PLC0415 - the reports extra only
    except ImportError as error:
        raise MissingLibrary("the report needs plotly: pip install 'newscrawl[report]'") from error
    parts = [_top(figures, archive), f"<script>{get_plotlyjs()}</script>"]
    for heading, note, needed, plot in _SECTIONS:
        parts.append(f"<h2>{heading}</h2>\n<p>{note}</p>")
        if not figures[needed]:
            parts.append('<p class="none">Nothing in these days.</p>')
            continue
        options = {"displayModeBar": False, "responsive": True}
        parts.append(to_html(plot(figures), config=options, include_plotlyjs=False, full_html=False, validate=False))
        if needed in _TABLES:
            parts.append(_TABLES[needed](figures))
    parts.append("</body>\n</html>\n")
    return "\n".join(parts)


def _top(figures: Figures, archive: str) -> str:
    days = figures["days"]
    undated = sum(figures["undated"].values())
    idle = sum(not any(figures["ran"][site][at] for site in figures["sites"]) for at in range(len(days)))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>newscrawl report {days[0]} – {days[-1]}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>News from {days[0]} to {days[-1]}</h1>
<p>{figures["articles"]:,} articles and {figures["copies"]:,} copies of them on {len(figures["sites"])} sites;
{undated:,} articles came without a date that could be read; no crawl ran on {idle} of {len(days)} days.
Up to {figures["at"].replace("T", " ").removesuffix("Z")} UTC, from <bdi>{escape(archive)}</bdi>.</p>"""


def _first_table(figures: Figures) -> str:
    rows = [(row["site"], row["shared"], row["first"], row["minutes_behind"]) for row in figures["first"]]
    return _table(("site", "shared texts", "first with", "minutes behind, where later"), rows)


def _coverage_table(figures: Figures) -> str:
    rows = [
        (site, found["articles"], found["words"], figures["undated"].get(site, 0))
        for site, found in sorted(figures["coverage"].items())
    ]
    return _table(("site", "articles", "words an article", "date unknown"), rows)


def _table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write a table; the first column is text from outside, which keeps its own direction."""
    head = "".join(f"<th{' class=n' if at else ''}>{escape(name)}</th>" for at, name in enumerate(headings))
    body = "\n".join(
        "<tr>"
        + f"<td><bdi>{escape(str(row[0]))}</bdi></td>"
        + "".join(f'<td class="n">{"–" if value is None else f"{value:,}"}</td>' for value in row[1:])
        + "</tr>"
        for row in rows
    )
    return f"<table>\n<tr>{head}</tr>\n{body}\n</table>"


_TABLES: Final[dict[str, Callable[[Figures], str]]] = {"first": _first_table, "coverage": _coverage_table}
