"""nbgrader's formgrader in Chromium on a gradebook that was exported: it shows the marks, takes a teacher's, and a regrade keeps it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tiny_kit import TINY_KIT

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solved import solved_notebook
from autograder.authoring.test_files import load_test_file
from autograder.exports import export
from autograder.messages import Message
from autograder.release.nbgrader_tree import write_nbgrader_tree
from autograder.results import CaseResult, HandIn, QuestionResult, Status, SubmissionResult
from autograder.startup import tools_on_path

NAME = "07_tiny"
PATIENCE = 120
"""Seconds until the server must have started: a hang is meant, not a slow machine."""


@contextlib.contextmanager
def formgrader(folder: Path, home: Path) -> Iterator[str]:
    """Jupyter's server with nbgrader's formgrader on a course folder; its address."""
    extensions = home / "config" / "jupyter_server_config.d"
    extensions.mkdir(parents=True)
    names = {"nbgrader.server_extensions.formgrader": True}
    (extensions / "nbgrader.json").write_text(json.dumps({"ServerApp": {"jpserver_extensions": names}}))
    places = {"CONFIG_DIR": home / "config", "DATA_DIR": home / "data", "RUNTIME_DIR": home / "runtime"}
    with tools_on_path(), (home / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyter_server", "--allow-root", "--ServerApp.port=0"),
                *("--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"),  # its pages pass no token on
            ],
            cwd=folder,
            env={**os.environ, **{f"JUPYTER_{name}": str(path) for name, path in places.items()}},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield f"{_address(process, home)}formgrader"
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[bytes], home: Path) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        for path in (home / "runtime").glob("jpserver-*.json"):
            with contextlib.suppress(ValueError):  # half written
                return json.loads(path.read_text(encoding="utf-8"))["url"]
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start; see {home / 'log'}: {(home / 'log').read_text()[-2000:]}")


def graded(assignment: Any, passed: bool) -> SubmissionResult:
    """Dana's result; either the first case failed or everything passed."""
    questions = []
    for number, exercise in enumerate(assignment.exercises):
        cases = []
        for n, case in enumerate(load_test_file(exercise.tests).cases):
            ok = passed or (number, n) != (0, 0)
            said = Message("" if ok else "Look at the rows again.")
            cases.append(CaseResult(case.title, case.points * ok, case.points, ok, case.hidden, said))
        questions.append(QuestionResult(exercise.name, sum(c.score for c in cases), exercise.points, cases=cases))
    hand_in = HandIn(system="nbgrader", person_id="dana")
    return SubmissionResult("dana", "Dana Levi", NAME, Status.GRADED, questions=questions, hand_in=hand_in)


def test_formgrader_shows_and_edits_what_was_exported(
    chromium: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOGRADER_KIT", str(tmp_path / "kit"))
    shutil.copytree(TINY_KIT, tmp_path / "kit", ignore=shutil.ignore_patterns("__pycache__", "build", "assignments"))
    assignment = find_assignment(NAME, tmp_path / "kit")
    folder = tmp_path / "course"
    write_nbgrader_tree(assignment, folder)
    notebooks = {"dana": solved_notebook(assignment)}
    first = graded(assignment, passed=False)
    export([first], "nbgrader", folder, notebooks=notebooks)
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(60_000)
    with formgrader(folder, tmp_path / "home") as address:
        try:
            page.goto(f"{address}/gradebook/{NAME}/{NAME}")
            row = page.locator("tbody tr").first
            row.locator("a").first.wait_for()
            assert f"{first.score:g}" in row.inner_text()
            row.locator("a").first.click()
            boxes = page.locator("input.score")
            boxes.first.wait_for()
            assert "Look at the rows again." in page.content() and "Levi" in page.title() + page.content()
            page.wait_for_function("document.querySelector('input.score').placeholder !== ''")
            assert boxes.first.get_attribute("placeholder") == "0"
            boxes.first.fill("1")
            with page.expect_response(lambda answer: "/formgrader/api/grade/" in answer.url and answer.ok):
                boxes.first.press("Tab")
            # A regrade: everything passes now. The teacher's point stays, and the page asks for another look.
            done = export([graded(assignment, passed=True)], "nbgrader", folder, notebooks=notebooks)
            assert done.lines == ["1 manual mark kept"]
            page.reload()
            page.wait_for_function("document.querySelector('input.score').value === '1'")
            page.goto(f"{address}/gradebook/{NAME}/{NAME}")
            page.locator("tbody tr a").first.wait_for()
            most = load_test_file(assignment.exercises[0].tests).cases[0].points
            assert f"{100 - most + 1:g}" in page.locator("tbody tr").first.inner_text()
        finally:
            page.close()
