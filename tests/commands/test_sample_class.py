"""The sample class, through the real `autograder grade`: each row's status and marks, as written down by hand."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "datasets" / "sample_class"
CLASS = HOME / "03_attention"

# What each is worth, by the points of the test files. Exercises in order: similarity_scores 6, softmax 10,
# scale_scores 5, words_that_matter 4, padding_mask 6, causal_mask 6, combine_masks 6, apply_mask 7,
# scaled_dot_product_attention 18, SelfAttention 9, CrossAttention 8, shift_head 5, select_head 5, train_head 5.
EXPECTED = {
    "amit_all_right": ("graded", 100),
    "boaz_style_1": ("graded", 100),
    "carmel_style_2": ("graded", 100),
    "dana_style_3": ("graded", 100),
    "eli_first_half": ("graded", 6 + 10 + 5 + 4 + 6 + 6 + 6),
    "fadi_first_three": ("graded", 6 + 10 + 5),
    # A misconception costs the cases that look at it: what a query spends, the two tokens, beside an empty row;
    "gal_softmax_axis": ("graded", 100 - 1.8 - 1.8 - 0.2),
    # the two tokens, the size under the root;
    "hila_no_scale": ("graded", 100 - 1.8 - 2),
    # a closed key, a query that sees nothing, an open mask against none;
    "itay_inverted_mask": ("graded", 100 - 1.8 - 1.8 - 0.5),
    # fluffy and blue, large scores;
    "karin_unstable_softmax": ("graded", 100 - 1.25 - 1),
    # three words, the diagonal.
    "lior_strict_causal": ("graded", 100 - 0.75 - 0.75),
    "maya_untouched": ("graded", 0),
    # The bad cell is left out, and what the rest defines is graded.
    "noam_crash": ("crashed", 100),
    "omer_endless_loop": ("timed out", 100),
    "peleg_8_gb": ("out of memory", 100),
    "roni_syntax_error": ("graded", 100 - 10),
    "shir_deleted_checks": ("graded", 100),
    "tal_copied_cells": ("graded", 100),
    "tomer_truncated": ("unreadable", 0),
    "uri_prints_much": ("graded", 100),
    "vered_otter_export": ("graded", 6 + 10 + 5 + 4 + 6 + 6 + 6 + 7),
    "yael_renamed_helper": ("graded", 100),
    # On untouched earlier exercises: follow-through lends right ones.
    "zohar_only_modules": ("graded", 8 + 5 + 5 + 5),
    "עדי_כהן": ("graded", 100),
}
NAMED = {
    "gal_softmax_axis": "scaled_dot_product_attention",
    "hila_no_scale": "scaled_dot_product_attention",
    "itay_inverted_mask": "scaled_dot_product_attention",
    "karin_unstable_softmax": "softmax",
    "lior_strict_causal": "causal_mask",
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The results folder of the class, and what the command said."""
    out = tmp_path_factory.mktemp("sample") / "results"
    command = [sys.executable, "-m", "autograder", "grade", "03_attention", str(CLASS)]
    done = subprocess.run(
        [*command, "--out", str(out), "--isolation", "best", "--jobs", "2"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 0, done.stderr
    return out, done.stdout


@pytest.fixture(scope="module")
def rows(graded: tuple[Path, str]) -> dict[str, dict[str, str]]:
    text = (graded[0] / "grades.csv").read_text(encoding="utf-8-sig")
    return {row["submission"]: row for row in csv.DictReader(text.splitlines())}


@pytest.mark.slow
def test_everybody_has_a_row_with_a_status(rows: dict[str, dict[str, str]]) -> None:
    assert {name: (row["status"], float(row["score"])) for name, row in rows.items()} == EXPECTED
    assert {row["max_score"] for row in rows.values()} == {"100"}
    assert rows["עדי_כהן"]["student"] == "עדי כהן"


@pytest.mark.slow
def test_what_went_wrong_is_said(rows: dict[str, dict[str, str]]) -> None:
    for name, (status, _) in EXPECTED.items():
        assert rows[name]["detail"] or status == "graded", name
    assert "is no valid Python" in rows["roni_syntax_error"]["detail"]
    assert "ended itself" in rows["noam_crash"]["detail"]
    assert "more than 20 s" in rows["omer_endless_loop"]["detail"]
    assert "2048 MB" in rows["peleg_8_gb"]["detail"]
    assert "JSON" in rows["tomer_truncated"]["detail"]


@pytest.mark.slow
def test_every_submission_has_a_result_in_gradescopes_schema(graded: tuple[Path, str]) -> None:
    for name, (status, score) in EXPECTED.items():
        document = json.loads((graded[0] / f"{name}.json").read_text(encoding="utf-8"))
        assert document["score"] == score and document["extra_data"]["status"] == status
        for test in document["tests"]:
            assert {"name", "score", "max_score", "status", "output", "visibility"} <= set(test)
            assert test["status"] in ("passed", "failed")


@pytest.mark.slow
def test_what_the_assignment_itself_sets_is_noted_of_nobody(graded: tuple[Path, str]) -> None:
    document = json.loads((graded[0] / "amit_all_right.json").read_text(encoding="utf-8"))
    assert document["extra_data"]["notes"] == []


@pytest.mark.slow
def test_misconceptions_are_named(graded: tuple[Path, str]) -> None:
    from autograder.results import SubmissionResult

    for name in EXPECTED:
        document = json.loads((graded[0] / f"{name}.json").read_text(encoding="utf-8"))
        result = SubmissionResult.from_gradescope(document)
        named = [question.name for question in result.questions if question.misconception]
        assert named == ([NAMED[name]] if name in NAMED else []), name


@pytest.mark.slow
def test_the_report_says_it_too(graded: tuple[Path, str]) -> None:
    out, said = graded
    index = out / "report" / "index.html"
    assert str(index) in said and re.search(r"class average: \d+\.\d of 100", said)
    scores = [score for status, score in EXPECTED.values() if status != "unreadable"]
    average = sum(scores) / len(scores)
    assert f"class average: {average:.1f} of 100, over the {len(scores)} of {len(EXPECTED)} that could be read" in said
    text = unescape(index.read_text(encoding="utf-8"))
    for words in ("עדי כהן", "timed out", "Softmax over the query axis", "The scores are not scaled"):
        assert words in text
    pages = {path.stem for path in (out / "report" / "submissions").iterdir()}
    assert pages == set(EXPECTED)
    page = unescape((out / "report" / "submissions" / "gal_softmax_axis.html").read_text(encoding="utf-8"))
    assert "Look at which axis your softmax runs along." in page


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sample_class", HOME / "make_sample_class.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def contents(folder: Path) -> dict[str, object]:
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                found[path.name] = {name: archive.read(name) for name in archive.namelist()}
        elif path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def test_the_class_is_what_its_script_makes(tmp_path: Path) -> None:
    maker().write_class(tmp_path / "class")
    mend = "run: python datasets/sample_class/make_sample_class.py"
    assert contents(CLASS) == contents(tmp_path / "class"), mend


def test_the_readme_names_everybody_and_their_marks() -> None:
    text = (HOME / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(.*?)` \| .* \| ([\d.]+)(?:, \*(.*)\*)? \|$", text, re.M)
    stems = {name.removesuffix("/").removesuffix(".ipynb").replace(" ", "_"): (m, s) for name, m, s in listed}
    assert {name: (status or "graded", float(marks)) for name, (marks, status) in stems.items()} == EXPECTED


def test_the_forms_that_students_hand_in_are_there() -> None:
    """Of each form that the class is to have, one; read off the files, not off their names."""
    notebooks = {p.stem: p.read_text(encoding="utf-8") for p in CLASS.glob("*.ipynb")}
    assert len(notebooks) + len([path for path in CLASS.iterdir() if path.is_dir()]) == len(EXPECTED) == 24
    assert "os._exit" in notebooks["noam_crash"] and "while True" in notebooks["omer_endless_loop"]
    assert "8 << 30" in notebooks["peleg_8_gb"] and 'grader.check(\\"softmax' not in notebooks["shir_deleted_checks"]
    assert 'grader.check(\\"softmax' in notebooks["amit_all_right"]
    with pytest.raises(ValueError):
        json.loads(notebooks["tomer_truncated"])
    with pytest.raises(SyntaxError):
        compile(_answer(notebooks["roni_syntax_error"], "def softmax"), "softmax", "exec")
    assert notebooks["tal_copied_cells"].count("def causal_mask(") == 2
    assert re.search(r"[\u0590-\u05ff]", notebooks["עדי כהן"])
    styles = {_answer(notebooks[name], "def softmax") for name in EXPECTED if "style" in name or "all_right" in name}
    assert len(styles) == 4
    (export,) = CLASS.glob("*/*.zip")
    with zipfile.ZipFile(export) as archive:
        assert sorted(archive.namelist()) == ["03_attention.ipynb", "__zip_filename__"]


def _answer(notebook: str, start: str) -> str:
    cells = nbformat.reads(notebook, as_version=4).cells
    return next(cell.source for cell in cells if cell.cell_type == "code" and start in cell.source)
