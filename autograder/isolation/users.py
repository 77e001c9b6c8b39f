"""Which users a grader that is root can make its children: none, in a container whose root is the only one there is."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.runner.confine import SLOT_UID

MOST_SLOTS = 100
_FIRST = (SLOT_UID, 60_200)
"""Candidates for the user of the first slot. A rootless container often has 65,536 users; above 60,000 nobody's account is."""


def first_user() -> int | None:
    """The user that the child of the first slot becomes; the others' follow it.

    None where the grader is not root, or its user namespace has no such users (``unshare -r``, a rootless container
    without /etc/subuid): then a child stays the user that the grader is.
    """
    if os.getuid() != 0:
        return None
    for first in _FIRST:
        if all(_is_mapped(first, Path(f"/proc/self/{kind}_map")) for kind in ("uid", "gid")):
            return first
    return None


def _is_mapped(first: int, table: Path) -> bool:
    try:
        rows = [list(map(int, line.split())) for line in table.read_text(encoding="ascii").splitlines()]
    except (OSError, ValueError):
        return True  # a kernel without user namespaces: every user exists
    return any(start <= first and first + MOST_SLOTS <= start + count for start, _, count in rows)
