"""The plots of a report as Plotly's plain dictionaries; every text in them is escaped, since Plotly reads tags."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newscrawl.reporting.figures import Figures

Plot = dict[str, Any]

SILENT: Final = "#d9480f"
NOT_RUN: Final = "#adb5bd"
_MOST_KINDS: Final = 10
_FONT: Final = "system-ui, 'Noto Sans Arabic', 'Noto Naskh Arabic', 'Segoe UI', Tahoma, sans-serif"
_ROW: Final = 24  # pixels of a site's row
_LEAST_ROWS: Final = 3  # rows that there is room for in any plot
_FEW_DAYS: Final = 8
_MOST_GAPS: Final = 45  # columns with a gap between them
# Plotly's script knows few scales by name, so they are spelt out.
_BLUE: Final = ((0.0, "#d0ebff"), (0.5, "#339af0"), (1.0, "#0b2f5c"))
_PURPLE: Final = ((0.0, "#f3e8fb"), (0.5, "#ae3ec9"), (1.0, "#4a1259"))
_LOW_TO_HIGH: Final = ((0.0, "#ffc9c9"), (0.5, "#fff3bf"), (1.0, "#8ce99a"))
_COLOURS: Final = (
    "#1971c2",
    "#2f9e44",
    "#f08c00",
    "#9c36b5",
    "#0c8599",
    "#e03131",
    "#5c940d",
    "#6741d9",
    "#c2255c",
    "#868e96",
)


def label(text: object) -> str:
    """Write a text so that Plotly shows it as it is, on its own direction, and not at any length."""
    shown = "".join(character if character.isprintable() else " " for character in str(text))
    return escape(shown if len(shown) <= 40 else shown[:39] + "…")


def articles_a_day(figures: Figures) -> Plot:
    """Give a map of sites by days: how many, and of the empty days which were silent and which we did not read."""
    sites, days = figures["sites"], figures["days"]
    counts = [figures["articles_a_day"][site] for site in sites]
    ran = [figures["ran"][site] for site in sites]

    def cells(wanted: bool) -> list[list[int | None]]:
        return [
            [1 if count == 0 and was is wanted else None for count, was in zip(row, runs, strict=True)]
            for row, runs in zip(counts, ran, strict=True)
        ]

    traces = [
        _map(sites, days, [[count or None for count in row] for row in counts], "%{y}, %{x}: %{z}", scale=_BLUE),
        _map(sites, days, cells(True), "%{y}, %{x}: silent, though we looked", colour=SILENT),
        _map(sites, days, cells(False), "%{y}, %{x}: no crawl ran", colour=NOT_RUN),
    ]
    return _plot(traces, rows=len(sites), xaxis=_days_axis(days))


def total_a_day(figures: Figures) -> Plot:
    """Give a bar a day: the items of all sites; the biggest sites apart."""
    by_site = {site: sum(row) for site, row in figures["articles_a_day"].items()}
    order = sorted(by_site, key=lambda site: (-by_site[site], site))
    traces = [
        {"type": "bar", "name": label(site), "x": figures["days"], "y": figures["articles_a_day"][site]}
        for site in order[: _MOST_KINDS - 1]
    ]
    if rest := order[_MOST_KINDS - 1 :]:
        sums = [sum(column) for column in zip(*(figures["articles_a_day"][site] for site in rest), strict=True)]
        traces.append({"type": "bar", "name": f"{len(rest)} others", "x": figures["days"], "y": sums})
    idle = [
        day
        for at, day in enumerate(figures["days"])
        if figures["sites"] and not any(figures["ran"][site][at] for site in figures["sites"])
    ]
    shapes = [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": f"{date.fromisoformat(day) - timedelta(days=1)}T12:00",
            "x1": f"{day}T12:00",
            "y0": 0,
            "y1": 1,
            "layer": "below",
        }
        | {"fillcolor": NOT_RUN, "opacity": 0.45, "line": {"width": 0}}
        for day in idle
    ]
    return _plot(traces, height=360, barmode="stack", shapes=shapes, xaxis=_days_axis(figures["days"]))


def _days_axis(days: list[str]) -> Plot:
    """Give an axis of days that writes as many as there is room for, and no hours where these are few."""
    few = {"tickmode": "array", "tickvals": days, "tickformat": "%b %-d"} if len(days) <= _FEW_DAYS else {}
    return {"type": "date"} | few


def hours(figures: Figures) -> Plot:
    """Give a map of sites by hours of the publisher's clock, in percent of the site's articles."""
    sites = [site for site in figures["sites"] if figures["hours"].get(site)]
    shares = []
    for site in sites:
        counts = figures["hours"][site]
        total = sum(counts.values())
        shares.append([round(100 * counts.get(hour, 0) / total, 1) or None for hour in range(24)])
    clock = [f"{hour:02}" for hour in range(24)]
    return _plot(
        [_map(sites, clock, shares, "%{y}, %{x} h: %{z} %", scale=_PURPLE)],
        rows=len(sites),
        xaxis={"type": "category", "title": {"text": "hour on the publisher's clock"}},
    )


def coverage(figures: Figures) -> Plot:
    """Give a map of sites by fields: percent of the articles that have one."""
    sites = [site for site in figures["sites"] if site in figures["coverage"]]
    fields = list(figures["coverage"][sites[0]]["with"]) if sites else []
    shares = [
        [
            round(100 * figures["coverage"][site]["with"][name] / figures["coverage"][site]["articles"])
            for name in fields
        ]
        for site in sites
    ]
    trace = _map(sites, fields, shares, "%{y}, %{x}: %{z} %", scale=_LOW_TO_HIGH)
    trace |= {"zmin": 0, "zmax": 100, "texttemplate": "%{z}", "showscale": False}
    return _plot([trace], rows=len(sites), xaxis={"type": "category"})


def copies(figures: Figures) -> Plot:
    """Give the share of copies among each site's items."""
    rows = [row for row in figures["copied"] if row["items"]]
    shares = [round(100 * row["copies"] / row["items"], 1) for row in rows]
    texts = [f"{row['copies']:,} of {row['items']:,}" for row in rows]
    return _bars([row["site"] for row in rows], {"copies": shares}, texts=texts, unit="%")


def agencies(figures: Figures) -> Plot:
    """Give each agency's articles and the reprints of them."""
    rows = figures["agencies"][:30]
    series = {name: [row[name] for row in rows] for name in ("articles", "reprints")}
    return _bars([row["agency"] for row in rows], series)


def first(figures: Figures) -> Plot:
    """Give for each site how many shared texts it printed first, and how many later."""
    rows = figures["first"]
    series = {"first": [row["first"] for row in rows], "later": [row["shared"] - row["first"] for row in rows]}
    return _bars([row["site"] for row in rows], series)


def stripped(figures: Figures) -> Plot:
    """Give the lines taken out of each site's bodies by kind, an article."""
    counts = {
        site: {kind: round(count / figures["coverage"][site]["articles"], 2) for kind, count in kinds.items()}
        for site, kinds in figures["stripped"].items()
        if site in figures["coverage"]
    }
    return _stacked(counts)


def rejects(figures: Figures) -> Plot:
    """Give the pages that gave no article by site and reason."""
    return _stacked(figures["rejects"])


def crawl_times(figures: Figures) -> Plot:
    """Give a point a run: when it began and how many minutes it took."""
    by_spider: dict[str, list[Mapping[str, Any]]] = {}
    for run in figures["runs"]:
        if run["seconds"] is not None:
            by_spider.setdefault(run["spider"], []).append(run)
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": label(spider),
            "x": [run["started_at"] for run in runs],
            "y": [round(run["seconds"] / 60, 2) for run in runs],
            "text": [
                label(f"{run['pages'] or 0} pages, {run['new'] or 0} new, {run['finish_reason']}") for run in runs
            ],
        }
        for spider, runs in sorted(by_spider.items())
    ]
    return _plot(
        traces, height=360, yaxis={"title": {"text": "minutes"}, "rangemode": "tozero"}, xaxis={"type": "date"}
    )


def _stacked(counts: Mapping[str, Mapping[Any, float]]) -> Plot:
    """Give stacked bars, a row a site; the rarer kinds are one."""
    totals: dict[str, float] = {}
    for kinds in counts.values():
        for kind, count in kinds.items():
            totals[str(kind)] = totals.get(str(kind), 0) + count
    kept = sorted(totals, key=lambda kind: (-totals[kind], kind))[: _MOST_KINDS - 1]
    sites = sorted(counts)
    series = {kind: [counts[site].get(kind, 0) for site in sites] for kind in kept}
    if len(totals) > len(kept):
        others = [sum(count for kind, count in counts[site].items() if kind not in kept) for site in sites]
        series["others"] = [round(count, 2) for count in others]
    return _bars(sites, series)


def _bars(names: list[str], series: Mapping[str, list[Any]], *, texts: list[str] | None = None, unit: str = "") -> Plot:
    traces: list[Plot] = [
        {"type": "bar", "orientation": "h", "name": label(name), "y": [label(one) for one in names], "x": values}
        | ({"text": texts, "textposition": "auto", "cliponaxis": False} if texts else {})
        # A single row is as high as one of many.
        | ({"width": 0.8 * len(names) / _LEAST_ROWS} if len(names) < _LEAST_ROWS else {})
        for name, values in series.items()
    ]
    axis = {"ticksuffix": unit, "rangemode": "tozero"}
    return _plot(traces, rows=len(names), barmode="stack", xaxis=axis, showlegend=not texts)


def _map(
    rows: Iterable[str],
    columns: list[str],
    cells: list[list[Any]],
    hover: str,
    *,
    scale: tuple[tuple[float, str], ...] | None = None,
    colour: str | None = None,
) -> Plot:
    trace: Plot = {
        "type": "heatmap",
        "y": [label(row) for row in rows],
        "x": columns,
        "z": cells,
        "xgap": 1 if len(columns) <= _MOST_GAPS else 0,  # on a telephone the gaps of a season hide its days
        "ygap": 1,
        "hovertemplate": f"{hover}<extra></extra>",
        "hoverongaps": False,
    }
    stops = [list(stop) for stop in scale] if scale else [[0, colour], [1, colour]]
    return trace | {"colorscale": stops, "showscale": scale is not None, "colorbar": {"thickness": 12}}


def _plot(traces: list[Plot], *, rows: int | None = None, height: int | None = None, **layout: Any) -> Plot:
    if rows is not None:
        height = 110 + _ROW * max(rows, _LEAST_ROWS)
        layout["yaxis"] = {"autorange": "reversed", "type": "category", "automargin": True, "dtick": 1}
    layout.setdefault("yaxis", {})["automargin"] = True
    layout["xaxis"] = {"automargin": True} | layout.get("xaxis", {})
    return {
        "data": traces,
        "layout": {
            "height": height,
            "margin": {"l": 60, "r": 20, "t": 20, "b": 50},
            "font": {"family": _FONT, "size": 13},
            "colorway": list(_COLOURS),
            "plot_bgcolor": "#fff",
            # Beside the plot it would leave no room for it on a telephone.
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
            "showlegend": any(trace["type"] != "heatmap" for trace in traces),
        }
        | layout,
    }
