"""What a child and its descendants hold together: memory, processor time, processes and files.

The kernel's own limits (see ``confine``) are a process's; a submission that forks has them many times over. So the zygote
looks at the whole family now and then, and ends what is over. Everything here reads /proc; nothing needs a cgroup.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from .confine import ChildLimits

LOOK_EVERY = 0.1
"""Seconds between two looks: what a family can gain in that time is the most by which it can be over."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Family:
    """What the processes of one child used when they were looked at."""

    processes: int
    memory_kb: int
    """Memory of their own, beyond what they share with the zygote."""
    cpu_seconds: float


def family_of(pid: int, shared_kb: int) -> Family:
    """Look at a process and all that descend from it.

    Args:
        pid: of the child.
        shared_kb: what each of them shares with the zygote that it was forked from.
    """
    members = _descendants(pid)
    memory = sum(max(0, anonymous_kb(member) - shared_kb) for member in members)
    return Family(len(members), memory, sum(map(_cpu_seconds, members)))


def over_limit(pid: int, shared_kb: int, limits: ChildLimits) -> str:
    """Which limit a family is over: ``memory``, ``cpu``, ``processes``, or nothing."""
    family = family_of(pid, shared_kb)
    if family.processes > limits.processes + 1:
        return "processes"
    if family.cpu_seconds > limits.cpu_seconds:
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


def _cpu_seconds(pid: int) -> float:
    """Of a process and of those of its children that have ended and been waited for."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, after_name[11:15])) / _TICKS
    except (OSError, ValueError):
        return 0.0


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
