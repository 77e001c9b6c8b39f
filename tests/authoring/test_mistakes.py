"""What is said about each mistake of an author: one line that names file and line, and what to do."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pytest
from mistakes import MISTAKES, Mistake
from tiny_kit import TINY_KIT

import autograder
from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.test_files import load_test_file
from autograder.authoring.variants import load_variants
from autograder.errors import KitError

AUTHORING = Path(autograder.__file__).parent / "authoring"


def read_everything(root: Path) -> Assignment:
    """All that authors write for the tiny assignment."""
    assignment = find_assignment("07_tiny", root)
    for exercise in assignment.exercises:
        load_test_file(exercise.tests)
    load_variants(assignment)
    return assignment


def make(mistake: Mistake, root: Path) -> None:
    path = root / mistake.file
    if mistake.new is None:
        path.unlink()
        return
    if mistake.old is None:
        path.write_text(mistake.new, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    assert text.count(mistake.old) == 1, f"{mistake.old!r} stands {text.count(mistake.old)} times in {mistake.file}"
    path.write_text(text.replace(mistake.old, mistake.new), encoding="utf-8")


def named_line(mistake: Mistake, root: Path) -> int:
    text = (root / (mistake.place or mistake.file)).read_text(encoding="utf-8")
    assert text.count(mistake.line) == 1, mistake.line
    return text[: text.index(mistake.line)].count("\n") + 1


def test_the_kit_is_right_before_the_mistake(kit_copy) -> None:
    assert [exercise.name for exercise in read_everything(kit_copy.root).exercises] == ["normalize_rows", "Counter"]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_mistake(mistake: Mistake, kit_copy) -> None:
    make(mistake, kit_copy.root)
    with pytest.raises(KitError) as raised:
        read_everything(kit_copy.root)
    error = raised.value
    place = str(kit_copy.root / (mistake.place or mistake.file))
    assert place in error.message, error.message
    if mistake.line:
        assert f"{place}:{named_line(mistake, kit_copy.root)}:" in error.message, error.message
    assert mistake.message in error.message
    assert mistake.mend in error.mend
    assert "\n" not in str(error) and error.exit_code == 2


def raise_statements() -> set[tuple[str, int]]:
    """File and line of every ``raise KitError`` and ``raise MarkError`` in the room.

    Those of rubric.py need a team project; tests/teams/test_team_mistakes.py provokes each of them.
    """
    found = set()
    for path in set(AUTHORING.glob("*.py")) - {AUTHORING / "rubric.py"}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            raised = node.exc if isinstance(node, ast.Raise) else None
            if isinstance(raised, ast.Call) and getattr(raised.func, "id", "") in ("KitError", "MarkError"):
                found.add((path.name, node.lineno))
    return found


def raised_at(error: BaseException) -> Iterator[tuple[str, int]]:
    """Where an error, and the error that it came from, were raised."""
    cause: BaseException | None = error
    while cause is not None:
        frame: TracebackType | None = cause.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        if frame is not None:
            yield Path(frame.tb_frame.f_code.co_filename).name, frame.tb_lineno
        cause = cause.__cause__


ELSEWHERE = {
    ("catalogue.py", "kit_root"),
    ("catalogue.py", "find_assignment"),
    ("assignment.py", "exercise"),
    ("assignment.py", "load_assignment"),
    ("places.py", "read_author_text"),
    ("segments.py", "parse"),
    ("solution_marks.py", "_parse"),
    ("prose.py", "_check_other_files"),
    ("claims.py", "read_claims"),
    ("claims.py", "_claim"),
    ("new.py", "write"),
    ("new.py", "new_assignment"),
    ("new.py", "new_exercise"),
    ("new.py", "_add_exercise_files"),
    ("new.py", "_check_name"),
    ("new.py", "_check_free"),
    ("new.py", "_with_fewer_points"),
    ("new.py", "_numbers"),
}
"""Functions whose errors do not come of one change of one file: test_catalogue.py, test_marks.py,
test_prose.py, test_claims.py and test_new.py have them."""


def test_every_error_of_the_room_is_provoked(tmp_path: Path) -> None:
    """A new rule for authors needs a row in the table."""
    seen: set[tuple[str, int]] = set()
    for number, mistake in enumerate(MISTAKES):
        root = tmp_path / str(number)
        shutil.copytree(TINY_KIT, root, ignore=shutil.ignore_patterns("__pycache__"))
        make(mistake, root)
        with pytest.raises(KitError) as raised:
            read_everything(root)
        seen |= set(raised_at(raised.value))
    missing = {place for place in raise_statements() - seen if not _elsewhere(*place)}
    assert not missing


def _elsewhere(name: str, line: int) -> bool:
    tree = ast.parse((AUTHORING / name).read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = [f.name for f in functions if f.lineno <= line <= (f.end_lineno or 0)]
    return any((name, function) in ELSEWHERE for function in inside)
