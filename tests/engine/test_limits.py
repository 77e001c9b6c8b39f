"""Each limit of assignment.toml: whoever runs into it is marked with it, and the rest is graded from the state before."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from attack_rows_in import cost_its_own
from attack_table import LEVELS
from bench import Bench

from autograder.isolation.levels import Level, probe
from autograder.results import Status, SubmissionResult

BURN = "while True: pass"
HOG = "hoard = []\nwhile True: hoard.append(bytearray(64 << 20))"
SHARE_BURNING = "import os\nfor _ in range(3): os.fork()\nwhile True: pass"
SHARE_MEMORY = """
import os, time
for _ in range(6):
    if os.fork() == 0:
        held = bytearray(os.urandom(1 << 20)) * 400
        time.sleep(60)
time.sleep(60)
"""
FORK_BOMB = "import os\nwhile True: os.fork()"
BOMB_OF_PROGRAMS = """
import subprocess, time
running = [subprocess.Popen(["sleep", "60"]) for _ in range(100)]
"""
BIG_FILE = """
with open("big", "wb") as file:
    for _ in range(10 << 10):
        file.write(bytes(1 << 20))
"""
MANY_FILES = """
for number in range(10 << 10):
    with open(f"big-{number}", "wb") as file:
        file.write(bytes(1 << 20))
import time
time.sleep(60)
"""


def in_a_function(bench: Bench, level: Level, source: str) -> SubmissionResult:
    lines = "\n    ".join(source.strip().split("\n"))
    return bench.grade(level, answer=f"{bench.target.header}\n    {lines}\n    return {bench.target.right}\n")


def in_a_cell(bench: Bench, level: Level, source: str) -> SubmissionResult:
    return bench.grade(level, answer=f"{source}\n{bench.target.returning(bench.target.right)}")


PLACES = pytest.mark.parametrize("place", [in_a_function, in_a_cell])


EACH_LEVEL = pytest.mark.parametrize("level", [pytest.param(one, id=one.label) for one in LEVELS], indirect=True)


@pytest.fixture
def level(request: pytest.FixtureRequest, strongest: Level) -> Level:
    """The level of the parameter, else the strongest."""
    wanted: Level = getattr(request, "param", strongest)
    if not probe(wanted).works:
        pytest.skip(f"{wanted.label}: {probe(wanted).why_not}")
    return wanted


@PLACES
def test_sleeping(bench: Bench, level: Level, place) -> None:
    with bench.limits(cell_seconds=3.0, question_seconds=3.0):
        result = place(bench, level, "import time\ntime.sleep(1000)")
    cost_its_own(bench, result, Status.TIMED_OUT)
    assert "more than 3 s of sleeping or waiting" in bench.of_target(result).detail


COMPUTES = {
    "spins": BURN,
    "forks": SHARE_BURNING,
    "forks and does not wait": """
import os, signal, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    if os.fork() == 0:
        end = time.process_time() + 0.3
        while time.process_time() < end: pass
        os._exit(0)
    try:
        os.wait()
    except ChildProcessError:
        pass
""",
    "threads": """
from concurrent.futures import ThreadPoolExecutor
def spin(_):
    while True: pass
with ThreadPoolExecutor(4) as pool:
    list(pool.map(spin, range(4)))
""",
    "programs": """
import subprocess, sys
running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
running[0].wait()
""",
}
SLEEPS = {
    "threads": """
import time
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as pool:
    list(pool.map(time.sleep, [1000] * 4))
""",
    "a lock": "import threading\nlock = threading.Lock()\nlock.acquire(); lock.acquire()",
    "a program": "import subprocess\nsubprocess.run(['sleep', '1000'])",
    "little by little": "import time\nwhile True: time.sleep(0.3)",
}


@EACH_LEVEL
@pytest.mark.parametrize("kind", COMPUTES)
def test_who_computes_is_stopped_by_processor_time(bench: Bench, level: Level, kind: str) -> None:
    with bench.limits(cell_seconds=2.0):
        result = in_a_cell(bench, level, COMPUTES[kind])
    cost_its_own(bench, result, Status.TIMED_OUT)
    assert "took more than 2 s of processor time" in bench.of_target(result).detail


@pytest.mark.parametrize("kind", SLEEPS)
def test_who_sleeps_is_stopped_too(bench: Bench, level: Level, kind: str) -> None:
    with bench.limits(cell_seconds=2.0):
        result = in_a_cell(bench, level, SLEEPS[kind])
    cost_its_own(bench, result, Status.TIMED_OUT)
    assert "took more than 2 s of sleeping or waiting" in bench.of_target(result).detail


def computing(seconds: float) -> str:
    """So much processor time, as the process itself has it: on a busy machine that takes longer by the clock on the wall."""
    return f"import time\nend = time.process_time() + {seconds}\nwhile time.process_time() < end: pass"


@contextlib.contextmanager
def busy_neighbours() -> Iterator[None]:
    """Two processes a core that compute as long as the block lasts."""
    count = 2 * (os.cpu_count() or 1)
    neighbours = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for neighbour in neighbours:
            neighbour.kill()
            neighbour.wait()


def test_busy_neighbours_change_no_byte_of_a_result(bench: Bench, level: Level) -> None:
    """A cell and an exercise that need most of their limits, beside neighbours who leave them a third of a core."""
    header = bench.target.header
    lines = computing(0.6).replace("\n", "\n    ")
    slow = f"{header}\n    {lines}\n    return {bench.target.right}\n"
    cases = len(bench.answer_key.tests[bench.target.name].cases)
    limit = 0.6 * 1.7 * cases + 1.0  # a case calls once or twice
    results = []
    with bench.limits(cell_seconds=3.0, question_seconds=limit):
        for neighbours in (contextlib.nullcontext, busy_neighbours):
            with neighbours():
                results.append(bench.grade(level, first=computing(2.0), answer=slow))
    assert results[0].status is Status.GRADED and results[0].score == bench.assignment.points, results[0].detail
    quiet, loaded = (json.dumps(dataclasses.asdict(one), sort_keys=True, default=str) for one in results)
    assert quiet == loaded


@PLACES
@pytest.mark.parametrize("source", [BURN, SHARE_BURNING], ids=["alone", "with-children"])
def test_processor_time(bench: Bench, level: Level, place, source: str) -> None:
    with bench.limits(cpu_seconds=2.0):
        result = place(bench, level, source)
    cost_its_own(bench, result, Status.TIMED_OUT)
    assert "2 s of processor time" in bench.of_target(result).detail


@PLACES
def test_memory(bench: Bench, level: Level, place) -> None:
    result = place(bench, level, HOG)
    if place is in_a_cell:  # what comes behind the line that raised is not defined
        assert result.status is Status.OUT_OF_MEMORY and bench.of_others(result) == bench.rest
        assert bench.of_target(result).status is Status.OUT_OF_MEMORY
    else:
        cost_its_own(bench, result, Status.OUT_OF_MEMORY)
    assert "more than 1024 MB" in bench.of_target(result).detail


@PLACES
@EACH_LEVEL
def test_memory_of_forked_children_together(bench: Bench, level: Level, place) -> None:
    result = place(bench, level, SHARE_MEMORY)
    cost_its_own(bench, result, Status.OUT_OF_MEMORY)
    assert "together held more than 1024 MB" in bench.of_target(result).detail


def test_memory_that_a_cell_still_holds_is_not_charged_to_others(bench: Bench, level: Level) -> None:
    hog = "hoard = []\nfor _ in range(1000): hoard.append(bytearray(32 << 20))"
    needs = "def centre(rows):\n    bytearray(200 << 20)\n    return rows - rows.mean(axis=1, keepdims=True)\n"
    result = bench.grade(level, first=hog, centre=needs)
    assert result.score == bench.assignment.points
    assert result.status is Status.OUT_OF_MEMORY
    assert all(one.status is Status.GRADED for one in result.questions)
    assert any("Skipped: code cell 1" in note for note in result.notes)


def test_memory_that_is_forked_is_counted_once(bench: Bench, level: Level) -> None:
    shares = """
import os, time
held = bytearray(os.urandom(1 << 20)) * 400
children = []
for _ in range(6):
    children.append(os.fork())
    if children[-1] == 0:
        time.sleep(1)
        os._exit(0)
for child in children:
    os.waitpid(child, 0)
"""
    result = bench.grade(level, first=shares)
    assert result.status is Status.GRADED and result.score == bench.assignment.points, result.detail


@PLACES
@pytest.mark.parametrize("source", [FORK_BOMB, BOMB_OF_PROGRAMS], ids=["forks", "programs"])
@EACH_LEVEL
def test_processes(bench: Bench, level: Level, place, source: str) -> None:
    result = place(bench, level, source)
    assert result.status is bench.of_target(result).status is Status.CRASHED, result.detail
    assert "more than 16 processes" in bench.of_target(result).detail
    assert bench.of_others(result) == bench.rest
    assert bench.grade(level).score == bench.assignment.points


@PLACES
def test_a_file_of_ten_gigabytes(bench: Bench, level: Level, place) -> None:
    result = place(bench, level, BIG_FILE)
    assert result.status is bench.of_target(result).status is Status.CRASHED, result.detail
    assert "more than 16 MB to a file" in bench.of_target(result).detail
    assert bench.of_others(result) == bench.rest


@PLACES
@EACH_LEVEL
def test_many_files_together(bench: Bench, level: Level, place) -> None:
    result = place(bench, level, MANY_FILES)
    assert result.status is bench.of_target(result).status is Status.CRASHED, result.detail
    assert " MB" in bench.of_target(result).detail
    assert bench.of_others(result) == bench.rest


FLOOD = """
import os, subprocess, sys, ctypes
from IPython.display import display, HTML
for _ in range(20):
    print("x" * (1 << 20))
    print("x" * (1 << 20), file=sys.stderr)
    sys.__stdout__ and sys.__stdout__.write("x" * (1 << 20))
    os.write(1, b"x" * (1 << 20)), os.write(2, b"x" * (1 << 20))
    display(HTML("x" * (1 << 20)))
ctypes.CDLL(None).puts(b"x" * (1 << 20))
subprocess.run(["sh", "-c", "yes | head -c 20000000"])
"""


@PLACES
def test_output(bench: Bench, level: Level, place) -> None:
    result = place(bench, level, FLOOD)
    assert result.status is Status.GRADED and result.score == bench.assignment.points
    if place is in_a_cell:
        assert any(f"exercise {bench.target.name}) was cut after 64 KB" in note for note in result.notes)


def test_a_whole_submission(bench: Bench, level: Level) -> None:
    """What is graded when the time of all is up keeps its points; the rest is marked; the next submission is not."""
    slow = "import time\ntime.sleep(2.5)"
    with bench.limits(submission_seconds=3.0):
        result = bench.grade(level, first=slow, last=slow)
    assert (
        result.status is Status.TIMED_OUT and "more than 3 s" in result.detail and "the whole notebook" in result.detail
    )
    assert all(one.status is Status.TIMED_OUT or one.score for one in result.questions)
    assert any(one.status is Status.TIMED_OUT for one in result.questions)
    assert bench.grade(level).score == bench.assignment.points


def test_an_exercise_that_never_returns_leaves_time_for_those_around_it(bench: Bench, level: Level) -> None:
    """Five cells show it off; each would hang for a whole cell's time."""
    import nbformat

    notebook = bench.notebook(total="def total(numbers):\n    while True: pass\n")
    shows = [nbformat.v4.new_code_cell("average([1, 2, 3])", id=f"show-{number}") for number in range(5)]
    notebook["cells"] = notebook["cells"] + shows
    with bench.limits(cell_seconds=3.0, question_seconds=3.0, submission_seconds=50.0):
        result = bench.grade(level, notebook=notebook)
    cost_its_own(bench, result, Status.TIMED_OUT)
