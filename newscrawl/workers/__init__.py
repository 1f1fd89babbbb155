"""Worker processes: one function called in several of them, and a kill loses no call."""

from newscrawl.workers.crew import Failed, WorkersError, cores
from newscrawl.workers.ordered import AHEAD, Workers
from newscrawl.workers.pool import Pool

__all__ = ["AHEAD", "Failed", "Pool", "Workers", "WorkersError", "cores"]
