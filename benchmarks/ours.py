"""Our engine, measured: submissions in a warm judge, their phases, their memory, two judges, and the bare cells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from measuring import Phases, Spent, orphans_counted, spending
from nbformat import NotebookNode

from autograder.authoring.assignment import Assignment
from autograder.grading.local_pool import LocalPool
from autograder.grading.staging import given_files
from autograder.grading.worker import grade_one
from autograder.intake import Submission
from autograder.isolation.levels import Level, hidden_folders
from autograder.isolation.sandbox import Child, Sandbox, SandboxSlot
from autograder.judge.answer_key import AnswerKey
from autograder.judge.cases import CaseRunner
from autograder.judge.examination import Examination
from autograder.judge.process import StudentProcess
from autograder.judge.running import NotebookRun
from autograder.results import Rules

WARM_UP = 3

BARE = """
import gc, json, sys, time
from autograder.runner import otter_stand_in
from IPython.core.inputtransformer2 import TransformerManager
modules, sources, repetitions = json.load(sys.stdin)
for name in modules:
    __import__(name)
import torch
torch.set_num_threads(1)
otter_stand_in.install()
cells = [compile(TransformerManager().transform_cell(source), "cell", "exec") for source in sources]
silent = open("/dev/null", "w")
figures = sys.modules.get("matplotlib.pyplot")
spent = []
for _ in range(repetitions):
    gc.collect()
    gc.freeze()  # as in the zygote: else collections that go through all of torch would count
    names = {"__name__": "__main__", "get_ipython": lambda: type("Shell", (), {"run_line_magic": print})()}
    sys.stdout, said = silent, sys.stdout
    wall, cpu = time.perf_counter(), time.process_time()
    for cell in cells:
        exec(cell, names)
        if figures:
            figures.close("all")
    spent.append((time.perf_counter() - wall, time.process_time() - cpu))
    sys.stdout = said
print(json.dumps(spent))
"""


@dataclass
class Measured:
    """What was measured of one workload."""

    submission: Spent
    phases: dict[str, float]
    """Mean wall seconds a submission, by phase."""
    private_mb: float
    """The most private memory (USS) of a child, before it ends."""
    bare: Spent
    """The same cells in a warm interpreter without any of us."""


@contextmanager
def warm_judge(assignment: Assignment, kit: Path) -> Iterator[tuple[AnswerKey, SandboxSlot, psutil.Process]]:
    """A judge in this process with a warm sandbox at the strongest level, and the zygote's process."""
    with (
        given_files(assignment) as given,
        Sandbox(Level.NAMESPACES, 1, assignment.preimport, given, hidden_folders(kit)) as sandbox,
    ):
        answer_key = AnswerKey(assignment, given)
        sandbox.wait_until_ready()
        family = psutil.Process(sandbox.process.pid).children(recursive=True)
        yield answer_key, sandbox.slots[0], family[-1]


def measure(assignment: Assignment, kit: Path, notebook: NotebookNode, repetitions: int) -> Measured:
    """Grade one notebook again and again, with full marks each time."""
    submission = Submission("s", "s", "s.ipynb", notebook, digest="s")
    spent, phases = Spent(), Phases()
    with warm_judge(assignment, kit) as (answer_key, slot, zygote):
        for number in range(WARM_UP):
            _checked(answer_key, slot, submission, first=number == 0)
        private_mb = _private_mb(answer_key, slot, submission, zygote)
        watched = {
            "fork": (SandboxSlot, "start"),
            "confine": (StudentProcess, "greet"),
            "cells": (NotebookRun, "_run_cell"),
            "cases": (CaseRunner, "run"),
            "ending": (Child, "end"),
        }
        for _ in range(repetitions):
            with spending(spent, zygote):
                _checked(answer_key, slot, submission)
        with phases.watch(watched):
            for _ in range(repetitions):
                _checked(answer_key, slot, submission)
        bare = bare_cells(assignment, answer_key.given, submission.code, repetitions)
    means = {phase: seconds / repetitions for phase, seconds in phases.seconds.items()}
    return Measured(spent, means, private_mb, bare)


def _checked(answer_key: AnswerKey, slot: SandboxSlot, submission: Submission, first: bool = False) -> None:
    result = grade_one(answer_key, slot, submission, Rules()).result
    if result.score != result.max_score:
        raise SystemExit(f"the notebook that is measured gets {result.score} of {result.max_score}: {result.detail}")


def _private_mb(answer_key: AnswerKey, slot: SandboxSlot, submission: Submission, zygote: psutil.Process) -> float:
    """Of the child when all its cells and cases have run."""
    seen: list[float] = []

    examination = Examination(answer_key, slot, submission)
    end = examination.notebook.end

    def look_and_end() -> None:
        seen.extend(child.memory_full_info().uss / 2**20 for child in zygote.children())
        end()

    examination.notebook.end = look_and_end  # type: ignore[method-assign]
    examination.run()
    return max(seen)


def bare_cells(assignment: Assignment, given: Path, sources: list[str], repetitions: int) -> Spent:
    """The cells one after the other in an interpreter that has imported all that the zygote has."""
    done = subprocess.run(
        [sys.executable, "-c", BARE],
        input=json.dumps([assignment.preimport, sources, WARM_UP + repetitions]),
        env=os.environ
        | {
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "MPLBACKEND": "agg",
            "PYTHONPATH": str(given) + os.pathsep + os.environ.get("PYTHONPATH", ""),
        },
        cwd=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"the bare cells failed:\n{done.stderr}")
    wall, cpu = zip(*json.loads(done.stdout)[WARM_UP:], strict=True)
    return Spent(list(wall), list(cpu))


def throughput(assignment: Assignment, kit: Path, notebook: NotebookNode, jobs: int, count: int) -> float:
    """Submissions a second of a warm pool: from the moment that each judge has done one to the last."""
    submissions = [Submission(f"s{n}", "s", "s.ipynb", notebook, digest=str(n)) for n in range(count)]
    with given_files(assignment) as given:
        pool = LocalPool(assignment, given, Level.NAMESPACES, jobs, Rules(), kit)
        ends = [time.perf_counter() for _ in pool.grade(submissions)]
    return (count - 2 * jobs) / (ends[-1 - jobs] - ends[jobs - 1])


def whole_command(assignment: Assignment, kit: Path, submitted: Path, out: Path, jobs: int) -> Spent:
    """`autograder grade` on a folder of notebooks, from the shell to the last row, warm-up included."""
    spent = Spent()
    command = [sys.executable, "-m", "autograder", "grade", assignment.name, str(submitted), "--out", str(out)]
    with spending(spent), orphans_counted():
        subprocess.run(
            [*command, "--jobs", str(jobs), "--no-report"],
            env=os.environ | {"AUTOGRADER_KIT": str(kit)},
            check=True,
            capture_output=True,
        )
    return spent
