"""What a student does in JupyterLab and in Notebook 7: a wrong answer, its message, a right one, run all, hand in, a mark."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lab import Lab, LabServer

from autograder.api import Grader
from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import assignment_names, find_assignment
from autograder.authoring.solution_marks import solution_source

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "build" / "browser"
"""Screenshots of a run, to be looked at."""


def handed_out(name: str, folder: Path) -> list[dict[str, Any]]:
    """Puts an assignment into a folder as its zip has it; returns the notebook's cells."""
    shutil.copytree(ROOT / "assignments" / name, folder, dirs_exist_ok=True)
    return json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]


def set_up_cells(cells: list[dict[str, Any]]) -> list[int]:
    """Where the first code cell, which makes the checks ready, and the assignment's own set-up stand."""
    code = [number for number, cell in enumerate(cells) if cell["cell_type"] == "code"]
    return [n for n in code if n == code[0] or "setup" in cells[n]["metadata"].get("tags", [])]


def first_exercise(assignment: Assignment, cells: list[dict[str, Any]]) -> tuple[str, str, int, int]:
    """Of the first exercise that asks for a function: its name, its solution, and where answer and check stand."""
    for exercise in assignment.exercises:
        source = next(cell.source for cell in assignment.master.cells if cell.exercise == exercise.name)
        if f"def {exercise.provides[0]}(" in source:
            places = [number for number, cell in enumerate(cells) if cell["metadata"].get("exercise") == exercise.name]
            check = next(n for n, cell in enumerate(cells) if cell["metadata"].get("checks") == exercise.name)
            return exercise.name, solution_source(source), places[0], check
    raise AssertionError("no exercise asks for a function")


def picture(lab: Lab, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    lab.page.screenshot(path=str(PICTURES / f"{name}.png"))


def wrong_then_right(lab: Lab, name: str) -> None:
    assignment = find_assignment(name)
    cells = json.loads((lab.folder / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    exercise, solution, answer, check = first_exercise(assignment, cells)
    function = assignment.exercise(exercise).provides[0]
    for number in set_up_cells(cells[:answer]):
        assert "Missing" not in lab.run(number)
    lab.select(answer)
    lab.replace(f"def {function}(*args, **kwargs):\n    return None")
    lab.run(answer)
    said = lab.run(check)
    assert f"{exercise} results:" in said and "checks here failed" in said and "None" in said, said
    picture(lab, f"{name}-wrong")
    lab.select(answer)
    lab.replace(solution)
    lab.run(answer)
    said = lab.run(check)
    assert "All test cases passed!" in said, said
    picture(lab, f"{name}-right")


@pytest.mark.parametrize(
    "name",
    [pytest.param(one, marks=[pytest.mark.slow] * (number > 0)) for number, one in enumerate(assignment_names(ROOT))],
)
def test_a_wrong_answer_its_message_and_a_right_one(lab: Lab, name: str) -> None:
    handed_out(name, lab.folder)
    lab.open(f"{name}.ipynb")
    wrong_then_right(lab, name)


@pytest.mark.slow
def test_the_same_in_notebook_7(chromium: Any, notebook_server: LabServer) -> None:
    name = "02_positional_encoding"
    folder = notebook_server.root / "here"
    handed_out(name, folder)
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(60_000)
    lab = Lab(notebook_server, folder, page)
    page.goto(f"{notebook_server.url}notebooks/here/{name}.ipynb?token={notebook_server.token}")
    lab.cells.first.wait_for()
    wrong_then_right(lab, name)
    page.close()


@pytest.mark.slow
def test_restart_run_all_export_and_the_zip_is_graded(lab: Lab) -> None:
    name = "02_positional_encoding"
    handed_out(name, lab.folder)
    path = lab.folder / f"{name}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    solutions = {c.exercise: solution_source(c.source) for c in find_assignment(name).master.cells if c.exercise}
    for cell in notebook["cells"]:
        if cell["metadata"].get("exercise") in solutions:
            cell["source"] = solutions[cell["metadata"]["exercise"]]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    lab.open(path.name)
    lab.select(0)
    lab.page.get_by_text("Run", exact=True).first.click()
    lab.page.locator(".lm-Menu-itemLabel", has_text="Restart Kernel and Run All Cells").click()
    lab.page.locator(".jp-Dialog .jp-mod-accept").click()
    export = next(n for n, cell in enumerate(notebook["cells"]) if "grader.export(" in "".join(cell["source"]))
    said = lab.ended(export)
    lab.ended(len(notebook["cells"]) - 1)
    picture(lab, f"{name}-handed-in")
    (zipped,) = lab.folder.glob("*.zip")
    for told in (f"Packing into {zipped.name}: {name}.ipynb", "run from top to bottom", "To hand in"):
        assert told in said, said
    with Grader(name, isolation="best") as grader:
        assert grader.grade(zipped).score == 100


@pytest.mark.slow
def test_renamed_copied_and_packed_while_the_kernel_runs(lab: Lab) -> None:
    """The notebook is cut down to its set-up, one exercise with its check, and the export."""
    name = "02_positional_encoding"
    assignment = find_assignment(name)
    cells = handed_out(name, lab.folder)
    _, solution, answer, check = first_exercise(assignment, cells)
    cells[answer]["source"] = solution
    export = next(n for n, cell in enumerate(cells) if "grader.export(" in "".join(cell["source"]))
    set_up = set_up_cells(cells[:answer])
    content = json.loads((lab.folder / f"{name}.ipynb").read_text(encoding="utf-8"))
    content["cells"] = [cells[number] for number in (*set_up, answer, check, export)]
    (lab.folder / f"{name}.ipynb").write_text(json.dumps(content), encoding="utf-8")
    lab.open(f"{name}.ipynb")
    check, export = len(set_up) + 1, len(set_up) + 2
    for cell in range(check):
        lab.run(cell)
    assert "All test cases passed" in lab.run(check)
    lab.save()

    lab.choose(f"{name}.ipynb", "Rename")
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.insert_text("dana_ex2.ipynb")
    lab.page.keyboard.press("Enter")
    lab.page.locator(".jp-DirListing-item", has_text="dana_ex2.ipynb").first.wait_for()
    assert "All test cases passed" in lab.run(check)
    lab.save()
    lab.choose("dana_ex2.ipynb", "Duplicate")
    lab.page.locator(".jp-DirListing-item", has_text="dana_ex2-Copy1.ipynb").first.wait_for()
    assert "All test cases passed" in lab.run(check)
    lab.save()

    said = lab.run(export)
    made = list(lab.folder.glob("*.zip"))
    assert len(made) == 1 and made[0].name.startswith("dana_ex2_")
    for told in (f"Packing into {made[0].name}: dana_ex2.ipynb", "run from top to bottom", "To hand in"):
        assert told in said
    with zipfile.ZipFile(made[0]) as archive:
        assert archive.read("dana_ex2.ipynb") == (lab.folder / "dana_ex2.ipynb").read_bytes()
    assert "already holds this notebook as it is" in lab.run(export)
    assert list(lab.folder.glob("*.zip")) == made
