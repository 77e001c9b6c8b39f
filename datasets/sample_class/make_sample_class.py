"""Makes the sample class of assignment 3: 24 invented submissions, in the forms in which students hand work in.

Run as ``python datasets/sample_class/make_sample_class.py``; the same masters give the same bytes.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

from nbformat import NotebookNode, v4, writes

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.marks import solution_source
from autograder.authoring.variants import load_variants
from autograder.release.student_notebook import student_notebook

FOLDER = Path(__file__).resolve().parent / "03_attention"
NAME = "03_attention.ipynb"

"""Students who made one known mistake; the wrong solution is looked up by a word of its name."""
WORDS = {
    "gal_softmax_axis": "quer",
    "hila_no_scale": "scale",
    "itay_inverted_mask": "invert",
    "karin_unstable_softmax": "unstable",
    "lior_strict_causal": "strict",
}
LOOP = "total = 0\nwhile True:\n    total += 1"
HOG = "hoard = bytearray(8 << 30)"
CRASH = "import os\n\nos._exit(0)"
BROKEN = "def softmax(scores, dim=-1:\n    return scores"


class Class:
    """Fills the student notebook in, one student at a time."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.answers = {
            cell.exercise: solution_source(cell.source) for cell in assignment.master.cells if cell.exercise
        }
        variants = load_variants(assignment)
        self.wrong = [variant for variant in variants if variant.kind == "wrong"]
        self.right = [variant for variant in variants if variant.kind == "right"]
        self.names = [exercise.name for exercise in assignment.exercises]

    def notebook(self, answered: list[str], **replaced: str) -> NotebookNode:
        """The student notebook with these exercises answered, and some answers replaced."""
        notebook = student_notebook(self.assignment)
        for cell in notebook.cells:
            name = cell.metadata.get("exercise")
            if name and name in replaced:
                cell.source = replaced[name]
            elif name and name in answered and cell.cell_type == "code":
                cell.source = self.answers[name]
        return notebook

    def misconception(self, word: str) -> NotebookNode:
        variant = next(variant for variant in self.wrong if word in variant.name)
        return self.notebook(self.names, **{variant.exercises[0]: variant.source})

    def another_style(self, number: int) -> NotebookNode:
        variant = self.right[number % len(self.right)]
        return self.notebook(self.names, **dict.fromkeys(variant.exercises, variant.source))


def main() -> None:
    pupils = Class(find_assignment("03_attention"))
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    everything, names = pupils.notebook(pupils.names), pupils.names
    _write("amit_all_right", everything)
    _write("boaz_style_1", pupils.another_style(0))
    _write("carmel_style_2", pupils.another_style(1))
    _write("dana_style_3", pupils.another_style(2))
    _write("eli_first_half", pupils.notebook(names[: len(names) // 2]))
    _write("fadi_first_three", pupils.notebook(names[:3]))
    for student, word in WORDS.items():
        _write(student, pupils.misconception(word))
    _write("maya_untouched", pupils.notebook([]))
    _write("noam_crash", _with_cell(pupils.notebook(names), CRASH))
    _write("omer_endless_loop", _with_cell(pupils.notebook(names), LOOP))
    _write("peleg_8_gb", _with_cell(pupils.notebook(names), HOG))
    _write("roni_syntax_error", pupils.notebook(names, softmax=BROKEN))
    _write("shir_deleted_checks", _without_checks(pupils.notebook(names)))
    _write("tal_copied_cells", _copied(pupils.notebook(names)))
    _write("uri_prints_much", _with_cell(pupils.notebook(names), "print('attention ' * 5_000_000)"))
    _write("yael_renamed_helper", pupils.notebook(names, softmax=_with_helper(pupils.answers["softmax"])))
    _write("zohar_only_modules", pupils.notebook(names[-4:]))
    rtl = _with_cell(pupils.notebook(names), "greeting = 'שלום, תשומת לב'\nprint(greeting)")
    rtl.cells.append(v4.new_markdown_cell("הערה: הצופן הסתכל על *Apple* ועל *iPhone*.", id="my-note"))
    _write("עדי כהן", rtl)
    _write_zip("vered_otter_export", pupils.notebook(names[:8]))
    (FOLDER / "tomer_truncated.ipynb").write_text(_text(everything)[:20_000], encoding="utf-8")


def _text(notebook: NotebookNode) -> str:
    return writes(notebook) + "\n"


def _write(student: str, notebook: NotebookNode) -> None:
    (FOLDER / f"{student}.ipynb").write_text(_text(notebook), encoding="utf-8")


def _write_zip(student: str, notebook: NotebookNode) -> None:
    """As ``grader.export()`` writes it: the notebook, and a file that names the zip."""
    name = "03_attention_2026_11_01T10_00_00_000000.zip"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in ((NAME, _text(notebook)), ("__zip_filename__", name)):
            archive.writestr(zipfile.ZipInfo(member, (2026, 11, 1, 10, 0, 0)), content)
    folder = FOLDER / student
    folder.mkdir()
    (folder / name).write_bytes(buffer.getvalue())


def _with_cell(notebook: NotebookNode, source: str) -> NotebookNode:
    """One more cell in the middle, behind the answer of an exercise."""
    places = [index for index, cell in enumerate(notebook.cells) if cell.metadata.get("exercise")]
    notebook.cells.insert(places[len(places) // 2] + 1, v4.new_code_cell(source, id="mine"))
    return notebook


def _without_checks(notebook: NotebookNode) -> NotebookNode:
    notebook.cells = [cell for cell in notebook.cells if "grader" not in cell.source or cell.cell_type != "code"]
    return notebook


def _copied(notebook: NotebookNode) -> NotebookNode:
    copies = []
    for cell in notebook.cells:
        copies.append(cell)
        if cell.metadata.get("exercise"):
            copy = json.loads(json.dumps(cell))
            copies.append(NotebookNode(copy))
    notebook.cells = [v4.new_code_cell(c.source, id=f"c{i}") if c.cell_type == "code" else c for i, c in enumerate(copies)]
    return notebook


def _with_helper(answer: str) -> str:
    return "# My own helper, kept for later.\ndef double(x):\n    return 2 * x\n\n\n" + answer


if __name__ == "__main__":
    main()
