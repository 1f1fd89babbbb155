"""The cluster that a batch runs on: processes of this machine, or a scheduler that runs already."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import dask
from distributed import Client, LocalCluster

from newscrawl.workers import cores

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAIT_S: Final = 30
# A partition writes a file: one that is stolen back and forth would be read twice.
_CONFIG: Final = {"distributed.scheduler.work-stealing": False}


@contextmanager
def connected(address: str | None = None, *, workers: int | None = None) -> Iterator[Client]:
    """Give a client of the scheduler at `address`, else of a cluster of this machine with `workers` processes.

    Raises OSError where nobody answers at the address.
    """
    logging.getLogger("distributed").setLevel(logging.ERROR)  # a line for every worker that comes or goes
    if address:
        with Client(address, timeout=_WAIT_S) as client:
            yield client
        return
    with (
        dask.config.set(_CONFIG),
        LocalCluster(
            n_workers=workers or cores(),
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            host="127.0.0.1",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client
