"""The ladder of isolation, and which of its rungs this machine has: found out by trying, not by asking."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from autograder.errors import IsolationUnavailable
from autograder.messages import Message

from . import jail
from .causes import cause_of
from .scratch import scratch
from .users import first_user


class Level(IntEnum):
    """Rungs of the ladder; a higher number isolates more."""

    PROCESS = 1
    LANDLOCK = 2
    NAMESPACES = 3

    @property
    def label(self) -> str:
        return self.name.lower()


PROMISES = {
    Level.NAMESPACES: Message("own mounts, processes, network, IPC and user; seccomp; limits"),
    Level.LANDLOCK: Message("Landlock rules for files, seccomp without network, limits; same process table"),
    Level.PROCESS: Message("a process of its own with limits; it can read and write what its user can"),
}


@dataclass(frozen=True)
class Probe:
    """Whether a level works here, and if not, why."""

    level: Level
    works: bool
    why_not: str = ""
    mend: str = ""
    """What makes it work, in a sentence."""


def lacking(level: Level) -> Probe | None:
    """What this machine evidently lacks for a level; None where only trying can tell."""
    if sys.platform != "linux":
        return Probe(level, False, Message("only Linux has what this needs"))
    if level is Level.NAMESPACES and jail.bubblewrap() is None:
        return Probe(
            level,
            False,
            Message("bubblewrap is not installed"),
            Message("Debian and Ubuntu: apt-get install bubblewrap."),
        )
    return None


@functools.cache
def probe(level: Level) -> Probe:
    """Start a child confined at this level that does nothing, and see whether it comes up."""
    if (missing := lacking(level)) is not None:
        return missing
    with tempfile.TemporaryDirectory(dir=scratch()) as work:
        rehearsal = json.dumps({"level": level.label, "first_user": first_user(), "work": work})
        program = [sys.executable, "-m", "autograder.runner.rehearsal", rehearsal]
        try:
            if level is Level.NAMESPACES:
                line, env = jail.command(program, given=None, secrets=[], work="/tmp"), None
            else:
                line, env = program, jail.environment(work, str(jail.PACKAGE.parent), work)
            done = subprocess.run(line, env=env, capture_output=True, text=True, timeout=60, cwd=work, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return Probe(level, False, *cause_of(level.label, str(error)))
    if done.returncode == 0:
        return Probe(level, True)
    last = (done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").splitlines()[-1]
    return Probe(level, False, *cause_of(level.label, last))


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
                "This machine cannot isolate at the level '{level}': {reason}.",
                found.mend or "See `autograder doctor`, or name a weaker level with --isolation.",
                level=level.label,
                reason=found.why_not,
            )
    else:
        level = next((rung for rung in sorted(Level, reverse=True) if probe(rung).works), Level.PROCESS)
        if not probe(level).works:
            raise IsolationUnavailable(
                "This machine has no level of isolation: {reason}.",
                probe(level).mend or "Grade on a Linux machine.",
                reason=probe(level).why_not,
            )
    if required is not None and level < Level[required.upper()]:
        raise IsolationUnavailable(
            "The strongest level here is '{level}', and '{required}' is required.",
            "See `autograder doctor` for what is missing.",
            level=level.label,
            required=required,
        )
    return level


def hidden_folders(kit: Path, *others: Path) -> list[Path]:
    """What a sandbox must never show, wherever it lies: all of the kit but the interpreter, tests of an installed kit, others.

    Args:
        kit: its root.
        others: more of the grader's own: submissions, results.
    """
    installed = Path(sysconfig.get_paths()["purelib"]) / jail.PACKAGE.name / "tests"
    needed = [path for folder in jail.interpreter_folders() for path in (folder, folder.resolve())]
    hidden = {jail.PACKAGE / "tests", installed, *others, *jail.without_needed(kit.resolve(), needed)}
    really = {path.resolve() for path in hidden if path.exists()}
    return sorted(path for path in really if not any(one.is_relative_to(path) for one in needed))
