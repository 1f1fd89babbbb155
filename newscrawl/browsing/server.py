"""The application over one archive, and the server that shows it on this machine alone."""

from __future__ import annotations

import os
import socket
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newscrawl.browsing.queries import DATABASE, metadata

if TYPE_CHECKING:
    from collections.abc import Callable

_HERE: Final = Path(__file__).parent
_SETTINGS: Final[dict[str, Any]] = {
    "default_page_size": 50,
    "sql_time_limit_ms": 10_000,
    "facet_time_limit_ms": 3_000,
    "suggest_facets": False,
    "default_facet_size": 15,
    "truncate_cells_html": 240,
    "allow_download": False,
}


class BrowsingError(Exception):
    """The archive cannot be shown; the message is one line that says what to do."""


def application(path: str | Path) -> Any:
    """Give Datasette over the archive at `path`, which is there and up to date; raises BrowsingError without datasette.

    It reads only, so it may stay open while crawls write.
    """
    try:
        from datasette.app import Datasette  # noqa: PLC0415 - an extra
        from datasette.database import Database  # noqa: PLC0415 - an extra
        from datasette.plugins import pm  # noqa: PLC0415 - an extra

        from newscrawl.browsing import plugin  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise BrowsingError(
            f"the pages need {error.name}, which is not installed: pip install 'newscrawl[browse]'"
        ) from None

    # Where rich is installed, every page that is not there would print the texts of all frames on the terminal.
    pm.get_plugin("datasette.handle_exception").rich = None
    path = Path(path)
    if not pm.has_plugin("newscrawl"):
        pm.register(plugin, name="newscrawl")
    datasette = Datasette(
        [],
        metadata=metadata(path.name, stylesheet="/browsing/browsing.css"),
        settings=_SETTINGS,
        template_dir=str(_HERE / "templates"),
        static_mounts=[("browsing", str(_HERE / "static"))],
    )
    datasette.remove_database("_memory")
    # Where no shared memory can be made, the file is read as it lies; nobody can be writing it.
    is_mutable = os.access(path.parent, os.W_OK) or Path(f"{path}-wal").exists()
    datasette.add_database(Database(datasette, path=str(path), is_mutable=is_mutable), name=DATABASE)
    return datasette


def serve(path: str | Path, *, port: int, started: Callable[[str], None], open_browser: bool = False) -> None:
    """Show the archive on 127.0.0.1 until interrupted; port 0 takes a free one, and `started` is given the address.

    Raises BrowsingError where datasette is not installed or the port is taken.
    """
    datasette = application(path)
    import uvicorn  # noqa: PLC0415 - comes with datasette

    listening = _listen(port)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    started(address)
    if open_browser:
        # The socket listens already: the browser waits the moment that the server takes.
        webbrowser.open(address)
    server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning"))
    with listening, suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        raise BrowsingError(f"port {port} of 127.0.0.1 can not be used ({error}); --port 0 takes a free one") from None
    return listening
