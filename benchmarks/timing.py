"""CPU time of jobs in this process, and its memory. The machine may be shared, so jobs that are compared take turns."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median


WARM_UP = 6
RUNS = 41


def time_in_turn(*jobs: Callable[[], object], runs: int = RUNS, warm_up: int = WARM_UP) -> list[float]:
    """The median CPU seconds of each job; the warm-up fills the caches that live as long as a server process."""
    taken = [[] for _job in jobs]
    for _turn in range(warm_up):
        for job in jobs:
            job()
    for _turn in range(runs):
        for job, times in zip(jobs, taken, strict=True):
            start = time.process_time()
            job()
            times.append(time.process_time() - start)
    return [median(times) for times in taken]


def read_peak() -> int:
    """The largest resident memory so far, in bytes. Not `getrusage`: a child inherits its parent's peak there."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
