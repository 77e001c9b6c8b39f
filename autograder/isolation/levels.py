"""The ladder of isolation, and which of its rungs this machine has: found out by trying, not by asking."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from autograder.errors import IsolationUnavailable

from . import jail


class Level(IntEnum):
    """Rungs of the ladder; a higher number isolates more."""

    PROCESS = 1
    LANDLOCK = 2
    NAMESPACES = 3

    @property
    def label(self) -> str:
        return self.name.lower()


PROMISES = {
    Level.NAMESPACES: "own mounts, processes, network, IPC and user; seccomp; limits",
    Level.LANDLOCK: "Landlock rules for files, seccomp without network, limits; same process table",
    Level.PROCESS: "a process of its own with limits; it can read and write what its user can",
}


@dataclass(frozen=True)
class Probe:
    """Whether a level works here, and if not, why."""

    level: Level
    works: bool
    why_not: str = ""


@functools.cache
def probe(level: Level) -> Probe:
    """Start a child confined at this level that does nothing, and see whether it comes up."""
    if sys.platform != "linux":
        return Probe(level, False, "only Linux has what this needs")
    if level is Level.NAMESPACES and jail.bubblewrap() is None:
        return Probe(level, False, "bubblewrap is not installed (Debian and Ubuntu: apt-get install bubblewrap)")
    with tempfile.TemporaryDirectory() as work:
        rehearsal = json.dumps({"level": level.label, "as_root": os.getuid() == 0, "work": work})
        program = [sys.executable, "-m", "autograder.runner.rehearsal", rehearsal]
        try:
            if level is Level.NAMESPACES:
                line, env = jail.command(program, given=None, secrets=[], work="/tmp"), None
            else:
                line, env = program, jail.environment(work, str(jail.PACKAGE.parent))
            done = subprocess.run(line, env=env, capture_output=True, text=True, timeout=60, cwd=work, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return Probe(level, False, str(error))
    if done.returncode == 0:
        return Probe(level, True)
    last = (done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").splitlines()[-1]
    return Probe(level, False, last)


def choose(wanted: str, required: str | None = None) -> Level:
    """The level to grade with.

    Args:
        wanted: a level's label, which must then work, or ``best`` for the strongest that works.
        required: with ``best``, the weakest level that is acceptable.

    Raises:
        IsolationUnavailable: rather than grade with less than was asked for.
    """
    if wanted != "best":
        level = Level[wanted.upper()]
        found = probe(level)
        if not found.works:
            raise IsolationUnavailable(
                f"This machine cannot isolate at the level '{level.label}': {found.why_not}.",
                "See `autograder doctor`, or name a weaker level with --isolation.",
            )
    else:
        level = next((rung for rung in sorted(Level, reverse=True) if probe(rung).works), Level.PROCESS)
        if not probe(level).works:
            raise IsolationUnavailable(
                f"This machine has no level of isolation: {probe(level).why_not}.", "Grade on a Linux machine."
            )
    if required is not None and level < Level[required.upper()]:
        raise IsolationUnavailable(
            f"The strongest level here is '{level.label}', and '{required}' is required.",
            "See `autograder doctor` for what is missing.",
        )
    return level


def hidden_folders(kit: Path) -> list[Path]:
    """What a sandbox must never show: masters and hidden tests, wherever they lie, also of an installed kit."""
    installed = Path(sysconfig.get_paths()["purelib"]) / jail.PACKAGE.name / "tests"
    hidden = [kit / "solutions", kit / "autograder" / "tests", jail.PACKAGE / "tests", kit / "build"]
    return hidden + ([installed] if installed.is_dir() and installed not in hidden else [])
