"""The packages that an assignment is said to need: what it imports, and not what it can do without."""

from __future__ import annotations

from tiny_kit import KitCopy

from autograder.authoring.catalogue import find_assignment
from autograder.release.requirements import grading_requirements, student_requirements

GIVEN = "solutions/07_tiny/tiny_pictures.py"
PROJECT = '[project]\ndependencies = ["scikit-learn>=1.5", "otter-grader>=6.1", "jupyterlab>=4.2"]\n'
OPTIONAL = """
try:
    import faster_whisper
    from av import open as open_media
except ImportError:
    faster_whisper = None
"""


def needed(kit: KitCopy) -> list[str]:
    return grading_requirements(find_assignment("07_tiny", kit.root), kit.root)


def test_what_is_imported_anywhere_is_needed(kit_copy: KitCopy) -> None:
    before = needed(kit_copy)
    kit_copy.write("pyproject.toml", PROJECT)
    text = (kit_copy.root / GIVEN).read_text(encoding="utf-8")
    kit_copy.write(GIVEN, text + "\n\ndef draw_later():\n    import json\n    from sklearn import svm\n")
    assert set(needed(kit_copy)) - set(before) == {"scikit-learn>=1.5"}


def test_what_it_can_do_without_is_not(kit_copy: KitCopy) -> None:
    before = needed(kit_copy)
    text = (kit_copy.root / GIVEN).read_text(encoding="utf-8")
    kit_copy.write(GIVEN, text + OPTIONAL)
    assert needed(kit_copy) == before
    kit_copy.write(GIVEN, text + OPTIONAL.replace("ImportError", "OSError"))
    assert set(needed(kit_copy)) - set(before) == {"av", "faster_whisper"}


def test_students_need_jupyter_too(kit_copy: KitCopy) -> None:
    kit_copy.write("pyproject.toml", PROJECT)
    assignment = find_assignment("07_tiny", kit_copy.root)
    extra = set(student_requirements(assignment, kit_copy.root)) - set(needed(kit_copy))
    assert extra == {"jupyterlab>=4.2", "ipylab"}
