"""What the checks in a student's notebook say can be translated, and is, where the course has a translation."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.test_files import public_source
from autograder.release.checks_copy import checks_files
from autograder.translation import LANGUAGE_VARIABLE

ROOT = Path(__file__).parents[2]
SENTENCE = re.compile(r"[A-Za-z]{2,}[,.:;]? [A-Za-z(]{2,}|^[A-Z][a-z]+ ")
NOT_SAID = frozenset({"not in", "is not", "<checks of ", ": your code here", "Bearer "})
"""Python's operators, the names of code, and what other programs look for."""


def untold(source: str) -> list[int]:
    """The lines of a module of the checks with words that ``_`` has not been given: there it marks a text and translates it."""
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            said |= {id(node.args[0])}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            words = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            said |= {id(part) for part in node.values}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value
        else:
            continue
        words = re.sub("<[^>]*>", "", words)
        if id(node) not in said and words not in NOT_SAID and SENTENCE.search(words):
            found.append(node.lineno)
    return found


CHECKS = ROOT / "autograder" / "release" / "given" / "checks"


@pytest.mark.parametrize("path", sorted(CHECKS.glob("*.py")), ids=lambda path: path.name)
def test_what_the_checks_say_to_students_can_be_translated(path: Path, template: Catalog) -> None:
    source = path.read_text(encoding="utf-8")
    assert untold(source) == []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            text = node.args[0]
            if not isinstance(text, ast.Constant):
                assert ast.unparse(text) in ("idle", "self.failure_message or _('This check failed.')"), node.lineno
                continue  # of a test, which is in the template by itself
            assert text.value in template, f"{path.name}:{node.lineno}"
            if all(keyword.arg for keyword in node.keywords):
                assert set(re.findall(r"\{([a-z_]+)\}", text.value)) == {keyword.arg for keyword in node.keywords}, (
                    text.value
                )


@pytest.mark.parametrize("wrong", ['x = "is not there"', 'yield_(f"Missing {x}")', 'print("Nothing was packed.")'])
def test_words_of_the_checks_that_no_translation_reaches_are_seen(wrong: str) -> None:
    assert untold(wrong) == [1] and untold('"""A docstring."""\n_("is not there")\nx = "__zip_filename__"') == []


def test_the_checks_speak_the_language_that_is_asked_for(template: Catalog, tmp_path: Path) -> None:
    """As a student meets them: built into the folder, with the texts of the checks and of the public tests."""
    catalogue = Catalog(locale=None)
    for message in template:
        if message.id:
            catalogue.add(message.id, f"⟦{message.id}⟧")
    catalogue.add(
        "Each row should sum to 1.", "⟦Each row should sum to 1.⟧"
    )  # this kit's own; the template is the course's
    path = tmp_path / "locale" / "he" / "LC_MESSAGES" / "autograder.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as stream:
        write_po(stream, catalogue)
    assignment = find_assignment("07_tiny", ROOT / "tests" / "fixtures" / "tiny_assignment")
    for name, content in checks_files(assignment, tmp_path / "locale").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "tests.json").write_text(
        json.dumps({one.name: public_source(one.tests) for one in assignment.exercises}), encoding="utf-8"
    )
    program = """
import json, pathlib, checks
grader = checks.Grader("07_tiny")
grader.tests = json.loads(pathlib.Path("tests.json").read_text())
print(grader.check("normalize_rows", {"normalize_rows": lambda rows: rows}))
print(grader.check("normalize_rows", {}))
print(grader.check("softmax", {}))
grader.export()
"""
    environment = {**os.environ, LANGUAGE_VARIABLE: "he", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    said = done.stdout.replace("⁨", "").replace("⁩", "")
    assert "⟦normalize_rows results: 1 of 2 checks here failed⟧" in said and "⟦Each row should sum to 1.⟧" in said, said
    assert "⟦expected  " in said and "is not defined here yet: run your answer cell first.⟧" in said
    assert "⟦There is no exercise 'softmax'." in said and "⟦There is no notebook of 07_tiny" in said
