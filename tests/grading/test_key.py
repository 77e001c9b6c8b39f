"""The key of a result covers whatever can change it."""

from __future__ import annotations

import ast
import shutil
import sys
from importlib import metadata
from pathlib import Path

import pytest

import autograder
from autograder.authoring.catalogue import find_assignment
from autograder.grading import key

KIT = Path(__file__).resolve().parents[2]


def imported(folder: Path) -> set[str]:
    """Packages that Python files below a folder import, wherever in them."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(name.name.split(".")[0] for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names


def test_every_library_that_a_test_or_a_solution_asks_is_in_the_key() -> None:
    known = metadata.packages_distributions()
    asked = {
        distribution.lower().replace("_", "-")
        for package in imported(KIT / "autograder" / "tests")
        | imported(KIT / "solutions")
        | imported(KIT / "autograder/judge")
        for distribution in known.get(package, ())
    } - {"from-tokens-to-rag"}
    left_out = asked - set(key._LIBRARIES) - {"otter-grader", "tqdm"}
    assert "bm25s" in asked and not left_out, left_out


@pytest.mark.parametrize(
    "library", ["scikit-learn", "scipy", "bm25s", "ir-measures", "safetensors", "tokenizers", "torch"]
)
def test_another_version_is_another_key(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assignment = find_assignment("03_attention", KIT)
    before = key.environment(assignment)
    assert before[library] == metadata.version(library)
    real = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "9.9" if name == library else real(name))
    after = key.environment(assignment)
    assert {name for name in before if before[name] != after[name]} == {library}


@pytest.mark.parametrize(
    "file", ["translation.py", "messages.py", "results.py", "wire/encoder.py", "worlds/world.py", "locale/he.po"]
)
def test_other_code_or_another_translation_is_another_key(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = Path(autograder.__file__).parent
    copy = tmp_path / "autograder"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", "tests", "lexicon"))
    assignment = find_assignment("03_attention", KIT)
    monkeypatch.setattr(autograder, "__file__", str(copy / "__init__.py"))
    before = key.environment(assignment)
    (copy / file).parent.mkdir(exist_ok=True)
    with (copy / file).open("a", encoding="utf-8") as changed:
        changed.write("\n# changed\n")
    assert key.environment(assignment)["the kit's code"] != before["the kit's code"]
