"""A class of small submissions of the probe assignment, and `autograder grade` on it as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solved import solved_notebook

ROOT = Path(__file__).resolve().parents[2]
KIT = ROOT / "tests" / "fixtures" / "engine_kit"
ASSIGNMENT = "10_probe"
EXHAUSTIVE = bool(os.environ.get("EXHAUSTIVE"))
COUNT = 100 if EXHAUSTIVE else 24
"""Submissions of the class that most tests grade."""

CHANGES: list[dict[str, str]] = [
    {},
    {"centre": "def centre(rows):\n    return rows"},
    {"total": "import time\ntime.sleep(0.2)\ndef total(numbers):\n    return sum(numbers[:-1])"},
    {"scores": "def scores(q, k):\n    return q @ k.T"},
    {"scores": "import os\nos._exit(3)"},
    {"average": "def average(numbers):\n    raise ValueError('no mean today')"},
    {"centre": "def centre(rows):\n    rows -= rows.mean()\n    return rows"},
    {"Projector": "def Projector("},
]
"""By answer cell, what the students of a class hand in instead of the solution, one after the other."""


MISBEHAVING: dict[str, dict[str, str]] = {
    "zz_looping": {"scores": "while True:\n    pass"},
    "zz_hungry": {"total": "def total(numbers):\n    return len(bytearray(8 * 2**30))"},
}
"""One of each, graded last: they take long, so that no kill comes too late."""


def notebook(changes: dict[str, str]) -> str:
    """The solved notebook as JSON with other answer cells."""
    made = solved_notebook(find_assignment(ASSIGNMENT, KIT))
    for cell in made.cells:
        cell.source = changes.get(cell.metadata.get("exercise", ""), cell.source)
    return json.dumps(made)


def write_class(folder: Path, count: int) -> Path:
    """So many submissions; one of them cannot be read, one never ends, one takes all memory."""
    folder.mkdir(parents=True)
    kinds = [notebook(changes) for changes in CHANGES]
    for number in range(count - 1 - len(MISBEHAVING)):
        (folder / f"student{number:03}.ipynb").write_text(kinds[number % len(kinds)])
    (folder / "truncated.ipynb").write_text(kinds[0][:500])
    for name, changes in MISBEHAVING.items():
        (folder / f"{name}.ipynb").write_text(notebook(changes))
    return folder


def command(submissions: Path, out: Path, *options: str, assignment: str = ASSIGNMENT) -> list[str]:
    return [sys.executable, "-m", "autograder", "grade", assignment, str(submissions), "--out", str(out), *options]


def environment(kit: Path = KIT, **more: str) -> dict[str, str]:
    return {**os.environ, "AUTOGRADER_KIT": str(kit), "PYTHONPATH": str(ROOT), "COLUMNS": "200", **more}


def run(
    submissions: Path, out: Path, *options: str, kit: Path = KIT, assignment: str = ASSIGNMENT, **more: str
) -> subprocess.CompletedProcess[str]:
    """`autograder grade` to its end."""
    return subprocess.run(
        command(submissions, out, *options, assignment=assignment),
        env=environment(kit, **more),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def contents(out: Path) -> dict[str, bytes]:
    """All that a run leaves, but for what is kept apart from results because it differs each time."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != ".lock" and "timings" not in path.relative_to(out).parts
    }


def result(out: Path, submission: str) -> dict[str, Any]:
    return json.loads((out / f"{submission}.json").read_text())


@dataclass
class Grader:
    """A running `autograder grade` that can be killed."""

    process: subprocess.Popen[str]

    @classmethod
    def start(cls, submissions: Path, out: Path, *options: str, **more: str) -> Grader:
        process = subprocess.Popen(
            command(submissions, out, *options),
            env=environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # Where the tests run in the background a shell has them ignore Ctrl-C, and they would hand that on.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,
        )
        return cls(process)

    def kill(self, whole_group: bool) -> list[int]:
        """kill -9 of the main process, or of its whole group. Returns the processes that are left after a while."""
        return kill(self.process, whole_group)


def kill(process: subprocess.Popen[str], whole_group: bool = False) -> list[int]:
    """kill -9 of a process with a session of its own. Returns which of its family are left after a while."""
    os.kill(process.pid, signal.SIGSTOP)  # so that it starts nothing between this look and the kill
    sessions = {process.pid} | {pid for pid in _descendants(process.pid) if _session(pid) == pid}
    if whole_group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()
    deadline = time.monotonic() + 20
    while (left := _of_sessions(sessions)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def _parents() -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                found[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    return found


def _descendants(pid: int) -> list[int]:
    parents = _parents()
    found = [pid]
    for parent in found:
        found += [child for child, its_parent in parents.items() if its_parent == parent]
    return found[1:]


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return -1


def _of_sessions(sessions: set[int]) -> list[int]:
    return [pid for pid in _parents() if _session(pid) in sessions and not _is_zombie(pid)]


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True
