"""What is built keeps to the formats of Otter, Gradescope and nbgrader."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum
from otter.test_files.abstract_test import TestFile as OtterTestFile

from autograder.authoring.assignment import Assignment, Exercise
from autograder.authoring.test_files import Case, load_test_file
from autograder.release.build import BuildResult

pytestmark = pytest.mark.slow


@pytest.fixture(params=["tiny", "attention"])
def made(request: pytest.FixtureRequest) -> tuple[Assignment, BuildResult]:
    if request.param == "tiny":
        return request.getfixturevalue("tiny"), request.getfixturevalue("built")
    return request.getfixturevalue("attention"), request.getfixturevalue("built_attention")


def graded_cases(exercise: Exercise) -> list[tuple[str, Case]]:
    """The cases of an exercise with their nbgrader names: a hidden one's own name says what is tested."""
    cases = load_test_file(exercise.tests).cases
    hidden = [case for case in cases if case.hidden]
    public = [(f"{exercise.name}-{case.name}", case) for case in cases if not case.hidden]
    return public + [(f"{exercise.name}-hidden-{n}", case) for n, case in enumerate(hidden, start=1)]


def student(made: tuple[Assignment, BuildResult]):
    assignment, built = made
    return nbformat.read(built.student_folder / f"{assignment.name}.ipynb", as_version=4)


def test_notebooks_are_valid_and_say_their_kernel(made) -> None:
    assignment, built = made
    name = f"{assignment.name}.ipynb"
    release, source = (built.nbgrader / part / assignment.name / name for part in ("release", "source"))
    for path in (built.student_folder / name, built.solution, release, source):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
        assert notebook.metadata.kernelspec.name == "python3"
        identifiers = [cell.id for cell in notebook.cells]
        assert len(set(identifiers)) == len(identifiers)


def test_the_students_notebook_has_otters_metadata(made, tmp_path: Path) -> None:
    """Public cases only, in the format that Otter executes; an answer cell and one check for each exercise."""
    assignment, _ = made
    notebook = student(made)
    otter = notebook.metadata.otter
    assert otter.OK_FORMAT is False and otter.assignment_name == assignment.name
    names = [exercise.name for exercise in assignment.exercises]
    assert sorted(otter.tests) == sorted(names)
    for exercise in assignment.exercises:
        path = tmp_path / f"{exercise.name}.py"
        path.write_text(otter.tests[exercise.name], encoding="utf-8")
        namespace: dict[str, object] = {}
        exec(compile(otter.tests[exercise.name], str(path), "exec"), namespace)
        cases = [value for value in namespace.values() if type(value).__name__ == "test_case"]
        public = [case for case in load_test_file(exercise.tests).cases if not case.hidden]
        assert [case.test_func.__name__ for case in cases] == [case.name for case in public]
        assert not any(case.hidden for case in cases)
        assert namespace["points"] == pytest.approx(sum(case.points for case in public))
        OtterTestFile.resolve_test_file_points(namespace["points"], [case.to_dataclass() for case in cases])
    answers = [c for c in notebook.cells if "otter_answer_cell" in c.metadata.get("tags", [])]
    assert [cell.metadata.exercise for cell in answers] == names
    checks = [c for c in notebook.cells if c.cell_type == "code" and "grader.check(" in c.source]
    assert [cell.source.split("\n")[-1] for cell in checks] == [f'grader.check("{name}")' for name in names]
    for answer, check in zip(answers, checks, strict=True):
        assert notebook.cells.index(check) == notebook.cells.index(answer) + 1
        assert check.metadata.deletable is False and check.metadata.editable is False
        assert answer.metadata.deletable is False and "editable" not in answer.metadata


def test_a_check_says_how_much_it_stands_for(made) -> None:
    """ "All tests passed" and then a low mark: nobody shall be surprised."""
    assignment, _ = made
    checks = {c.metadata.checks: c.source for c in student(made).cells if "checks" in c.metadata}
    for exercise in assignment.exercises:
        cases = load_test_file(exercise.tests).cases
        public = [case for case in cases if not case.hidden]
        first = checks[exercise.name].split("\n")[0]
        assert first.startswith(f"# {len(public)} check")
        assert f"for {sum(case.points for case in public):g} of {exercise.points:g} points" in first
        assert f"{len(cases) - len(public)} more " in first


def test_no_cell_of_the_students_notebook_has_run(made) -> None:
    for cell in student(made).cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None


def test_the_solution_notebook_has_run_from_top_to_bottom(made) -> None:
    _, built = made
    notebook = nbformat.read(built.solution, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not any(output.output_type == "error" for cell in code for output in cell.outputs)
    assert any(cell.outputs for cell in code)


def test_the_otter_zip_is_a_gradescope_autograder(made) -> None:
    assignment, built = made
    with zipfile.ZipFile(built.otter_zip) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
    assert {"run_autograder", "setup.sh", "otter_config.json", "environment.yml", "run_otter.py"} <= set(members)
    assert modes["run_autograder"] == modes["setup.sh"] == 0o755
    assert json.loads(members["otter_config.json"])["lang"] == "python"
    for exercise in assignment.exercises:
        assert members[f"tests/{exercise.name}.py"] == exercise.tests.read_bytes()
    given = {name.removeprefix("files/") for name in members if name.startswith("files/")}
    assert {path.name for path in assignment.files if path.is_file()} <= given
    assert not any(name.endswith(("notebook.py", ".ipynb")) for name in members)
    for content in members.values():
        assert not zipfile.is_zipfile(io.BytesIO(content))


def test_nbgraders_cells_keep_to_its_schema(made) -> None:
    assignment, built = made
    name = f"{assignment.name}.ipynb"
    for part in ("source", "release"):
        notebook = nbformat.read(built.nbgrader / part / assignment.name / name, as_version=4)
        MetadataValidator().validate_nb(notebook)
        graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
        cases = [
            (grade_id, case.points) for exercise in assignment.exercises for grade_id, case in graded_cases(exercise)
        ]
        assert [(cell.metadata.nbgrader.grade_id, cell.metadata.nbgrader.points) for cell in graded] == cases
        answers = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
        assert [cell.metadata.nbgrader.grade_id for cell in answers] == [e.cell_id for e in assignment.exercises]
        for cell in graded + answers:
            data = cell.metadata.nbgrader
            assert (data.schema_version, data.task) == (3, False)
            assert data.locked is not data.solution
            if part == "release":
                assert data.checksum == compute_checksum(cell)


def test_nbgraders_release_keeps_hidden_cases_as_empty_locked_cells(made) -> None:
    assignment, built = made
    notebook = nbformat.read(built.nbgrader / "release" / assignment.name / f"{assignment.name}.ipynb", as_version=4)
    by_id = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    for exercise in assignment.exercises:
        for grade_id, case in graded_cases(exercise):
            source = by_id[grade_id].source
            assert ("assert" in source or "_check" in source) is not case.hidden
            assert "HIDDEN" not in source and "SOLUTION" not in by_id[exercise.cell_id].source
