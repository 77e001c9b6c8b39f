"""What a child and its descendants hold together: memory, processor time, processes and files; and whether they wait.

The kernel's own limits (see ``confine``) are a process's; a submission that forks has them many times over. So the zygote
looks at the whole family now and then, and ends what is over. Everything here reads /proc; nothing needs a cgroup.

Time is counted so that a busy machine adds none: processor time, and apart from it the time in which a family waits for
something else than a processor. The kernel counts how long a process has waited for one only where it was built to
(``/proc/PID/schedstat``; containers and virtual machines often say 0), so waiting is found by looking: a family of which no
thread runs, or could run if it got a processor, waits.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from .confine import ChildLimits

LOOK_EVERY = 0.1
"""Seconds between two looks: what a family can gain in that time is the most by which it can be over."""
DISK_SHARE = 1 / 20
"""Of the time that a family waits for a disk, what counts as waiting: how long a disk takes is mostly its neighbours' doing."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Family:
    """What the processes of one child used when they were looked at."""

    processes: int
    memory_kb: int
    """Memory of their own, beyond what they share with the zygote."""
    cpu_seconds: float
    waits: float
    """Of the time around the look, the share that counts as waiting: none if one of their threads ran or could have run,
    :data:`DISK_SHARE` if one waited for a disk, else all. So does what cannot be seen, for something must end it."""


class Tally:
    """What somebody has used since it began, from look to look.

    >>> tally = Tally(now=0.0, longest=0.2)
    >>> for now, cpu_seconds, waits in ((0.1, 0.1, 0.0), (0.2, 0.1, 1.0), (0.3, 0.1, 0.0)):  # runs, sleeps, waits for a processor
    ...     tally.look(now, cpu_seconds, waits)
    >>> round(tally.processor, 3), round(tally.waiting, 3)
    (0.1, 0.1)

    Args:
        now: when it began, in seconds on any clock.
        longest: how many seconds one look can stand for. Whoever looks is late on a busy machine, and has not seen what was in between.
    """

    def __init__(self, now: float, longest: float) -> None:
        self.processor = 0.0
        """Seconds of processor time."""
        self.waiting = 0.0
        """Seconds in which it neither ran nor waited for a processor."""
        self.seen = 0.0
        """What the last look saw of processor time: less than there was, where processes have ended that nobody waited for."""
        self._last, self._longest = now, longest

    def look(self, now: float, cpu_seconds: float, waits: float) -> None:
        """Add what has happened since the last look.

        Args:
            now: on the same clock as before.
            cpu_seconds: processor time of all that can be seen now.
            waits: as :attr:`Family.waits`.
        """
        gained = max(0.0, cpu_seconds - self.seen)
        self.processor += gained
        self.waiting += waits * max(0.0, min(now - self._last, self._longest) - gained)
        self.seen, self._last = cpu_seconds, now


def family_of(pid: int, shared_kb: int) -> Family:
    """Look at a process and all that descend from it.

    Args:
        pid: of the child.
        shared_kb: what each of them shares with the zygote that it was forked from.
    """
    members = _descendants(pid)
    memory = sum(max(0, anonymous_kb(member) - shared_kb) for member in members)
    seconds, states = zip(*map(_time_and_states, members), strict=True)
    return Family(len(members), memory, sum(seconds), _waits("".join(states)))


def time_of(pid: int) -> tuple[float, float]:
    """Processor time of one process, in seconds, and the share of the time around now that it waits (as :attr:`Family.waits`)."""
    seconds, states = _time_and_states(pid)
    return seconds, _waits(states)


def over_limit(pid: int, shared_kb: int, limits: ChildLimits, family: Family, tally: Tally) -> str:
    """Which limit a family is over: ``memory``, ``cpu``, ``processes``, or nothing."""
    if family.processes > limits.processes + 1:
        return "processes"
    if tally.processor > limits.cpu_seconds:
        return "cpu"
    if (
        family.memory_kb > limits.memory_mb << 10
        and _held_kb(pid, shared_kb, family.memory_kb) > limits.memory_mb << 10
    ):
        return "memory"
    return ""


def _held_kb(pid: int, shared_kb: int, counted: int) -> int:
    """What a family holds where pages that several of them share count once, if the kernel lets us see it.

    A page that was forked and not written to since is shared; counting it for each process would punish a student who
    forks after loading data. This costs milliseconds, so only a family that seems to be over is looked at.
    """
    held = 0
    for member in _descendants(pid):
        try:
            fields = Path(f"/proc/{member}/smaps_rollup").read_text().split()
            held += int(fields[fields.index("Pss_Anon:") + 1]) + int(fields[fields.index("Pss_Shmem:") + 1])
        except PermissionError:
            return counted
        except (OSError, ValueError):
            continue  # it has just ended, and holds nothing any more
    return held - shared_kb


def anonymous_kb(pid: int) -> int:
    """Resident memory that no file on a disk stands behind, shared memory included."""
    try:
        fields = Path(f"/proc/{pid}/status").read_text().split()
        return int(fields[fields.index("RssAnon:") + 1]) + int(fields[fields.index("RssShmem:") + 1])
    except (OSError, ValueError):
        return 0  # it has just ended


def _time_and_states(pid: int) -> tuple[float, str]:
    """Processor seconds of a process and of those of its children that have ended and been waited for; its threads' states."""
    try:
        fields = _stat(f"/proc/{pid}/stat")
        seconds = sum(map(int, fields[11:15])) / _TICKS
        states, threads = fields[0], int(fields[17])
    except (OSError, ValueError, IndexError):
        return 0.0, ""  # it has just ended
    if states != "R" and threads > 1:
        states = _states_of_threads(pid)
    return seconds, states


def _states_of_threads(pid: int) -> str:
    states = ""
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - a name is all that is needed
            states += _stat(f"/proc/{pid}/task/{thread}/stat")[0]
    except (OSError, IndexError):
        states += "R"  # one has just ended, so it has just run
    return states


def _stat(path: str) -> list[str]:
    """The fields behind the name, which may have anything in it: state, parent, …"""
    return Path(path).read_text().rpartition(")")[2].split()


def _waits(states: str) -> float:
    if "R" in states:
        return 0.0
    return DISK_SHARE if "D" in states else 1.0


def _descendants(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        found.append(parent)
        waiting += children_of(parent)
    return found


def children_of(pid: int) -> list[int]:
    """Children of a process, whichever of its threads started them."""
    found: list[int] = []
    try:
        threads = os.listdir(f"/proc/{pid}/task")  # noqa: PTH208 - a name is all that is needed
    except OSError:
        return found
    for thread in threads:
        try:
            found += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
        except OSError:
            continue
    return found


def files_mb(folder: str) -> float:
    """What the files below a folder take on the disk."""
    blocks = 0
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            try:
                blocks += os.lstat(f"{place}/{name}").st_blocks
            except OSError:
                continue
    return blocks / 2048
