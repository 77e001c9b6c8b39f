"""Makes the sample class of assignment 3: 24 invented submissions, in the forms in which students hand work in.

Run as ``python datasets/sample_class/make_sample_class.py``; the same masters give the same notebooks. README.md in this
folder says what each of them is.
"""

from __future__ import annotations

import ast
import copy
import io
import shutil
import zipfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4, writes

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solution_marks import solution_source
from autograder.authoring.segments import Module
from autograder.authoring.variants import Variant, load_variants
from autograder.release.student_notebook import student_notebook

FOLDER = Path(__file__).resolve().parent / "03_attention"
NAME = "03_attention.ipynb"
EXPORT = "03_attention_2026_11_01T10_00_00_000000.zip"

# Students who wrote everything right, each in the style of a file in right/.
STYLES = {"boaz_style_1": "batched_matmul", "carmel_style_2": "einsum", "dana_style_3": "numpy_loops"}
# Students who made one known mistake: the file in wrong/ whose code they wrote.
MISTAKES = {
    "gal_softmax_axis": "softmax_over_queries",
    "hila_no_scale": "no_scale",
    "itay_inverted_mask": "attention_mask_inverted",
    "karin_unstable_softmax": "softmax_unstable",
    "lior_strict_causal": "causal_strict",
}
LOOP = "total = 0\nwhile True:\n    total += 1"
HOG = "hoard = bytearray(8 << 30)"
CRASH = "import os\n\nos._exit(0)"
BROKEN = "def softmax(scores, dim=-1:\n    return scores"
HELPER = "# My own helper, kept for later.\ndef double(x):\n    return 2 * x\n\n\n"


class Class:
    """Fills the student notebook in, one student at a time."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.answers = {
            str(cell.exercise): solution_source(cell.source) for cell in assignment.master.cells if cell.exercise
        }
        self.variants = {(variant.kind, variant.name): variant for variant in load_variants(assignment)}
        self.names = [exercise.name for exercise in assignment.exercises]
        self._untouched = student_notebook(assignment)

    def notebook(self, answered: list[str], **replaced: str) -> NotebookNode:
        """The student notebook with these exercises answered, and some answers replaced."""
        notebook = copy.deepcopy(self._untouched)
        for cell in notebook.cells:
            name = cell.metadata.get("exercise")
            if name and name in replaced:
                cell.source = replaced[name]
            elif name and name in answered and cell.cell_type == "code":
                cell.source = self.answers[name]
        return notebook

    def of_variant(self, kind: str, name: str) -> NotebookNode:
        """Everything answered, and what a file of right/ or wrong/ solves, as that file has it."""
        variant = self.variants[kind, name]
        return self.notebook(self.names, **self._cells(variant))

    def _cells(self, variant: Variant) -> dict[str, str]:
        """A variant's code by exercise: without its docstring and head line, imports and helpers in the first cell."""
        owners = {name: exercise.name for exercise in self.assignment.exercises for name in exercise.provides}
        cells = dict.fromkeys(variant.exercises, "")
        lines = variant.source.split("\n")
        for segment in Module.parse(variant.source, variant.path).segments[1:]:
            text = "\n".join(line for line in lines[segment.first - 1 : segment.last] if "# exercise:" not in line)
            owner = next((owners[name] for name in segment.binds if owners.get(name) in cells), variant.exercises[0])
            apart = "\n" if isinstance(segment.statement, ast.Import | ast.ImportFrom) else "\n\n\n"
            cells[owner] += (apart if cells[owner] else "") + text
        return cells


def write_class(folder: Path) -> None:
    """Write the class into ``folder``, which is emptied first."""
    pupils = Class(find_assignment("03_attention"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names = pupils.names

    def write(student: str, notebook: NotebookNode) -> None:
        (folder / f"{student}.ipynb").write_text(_text(notebook), encoding="utf-8")

    write("amit_all_right", pupils.notebook(names))
    for student, style in STYLES.items():
        write(student, pupils.of_variant("right", style))
    write("eli_first_half", pupils.notebook(names[: len(names) // 2]))
    write("fadi_first_three", pupils.notebook(names[:3]))
    for student, mistake in MISTAKES.items():
        write(student, pupils.of_variant("wrong", mistake))
    write("maya_untouched", pupils.notebook([]))
    write("noam_crash", _with_cell(pupils.notebook(names), CRASH))
    write("omer_endless_loop", _with_cell(pupils.notebook(names), LOOP))
    write("peleg_8_gb", _with_cell(pupils.notebook(names), HOG))
    write("roni_syntax_error", pupils.notebook(names, softmax=BROKEN))
    write("shir_deleted_checks", _without_checks(pupils.notebook(names)))
    write("tal_copied_cells", _copied(pupils.notebook(names)))
    write("uri_prints_much", _with_cell(pupils.notebook(names), "print('attention ' * 5_000_000)"))
    write("yael_renamed_helper", pupils.notebook(names, softmax=HELPER + pupils.answers["softmax"]))
    write("zohar_only_modules", pupils.notebook(names[-4:]))
    rtl = _with_cell(pupils.notebook(names), "greeting = 'שלום, תשומת לב'\nprint(greeting)")
    rtl.cells.append(v4.new_markdown_cell("הערה: הצופן הסתכל על *Apple* ועל *iPhone*.", id="my-note"))
    write("עדי כהן", rtl)
    _write_export(folder / "vered_otter_export" / EXPORT, pupils.notebook(names[:8]))
    (folder / "tomer_truncated.ipynb").write_text(_text(pupils.notebook(names))[:20_000], encoding="utf-8")


def _text(notebook: NotebookNode) -> str:
    return str(writes(notebook)) + "\n"


def _write_export(path: Path, notebook: NotebookNode) -> None:
    """As ``grader.export()`` writes it: the notebook, and a file that names the zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in ((NAME, _text(notebook)), ("__zip_filename__", path.name)):
            info = zipfile.ZipInfo(member, (2026, 11, 1, 10, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    path.parent.mkdir()
    path.write_bytes(buffer.getvalue())


def _with_cell(notebook: NotebookNode, source: str) -> NotebookNode:
    """One more cell in the middle, behind the answer of an exercise."""
    places = [index for index, cell in enumerate(notebook.cells) if cell.metadata.get("exercise")]
    notebook.cells.insert(places[len(places) // 2] + 1, v4.new_code_cell(source, id="mine"))
    return notebook


def _without_checks(notebook: NotebookNode) -> NotebookNode:
    notebook.cells = [cell for cell in notebook.cells if "grader" not in cell.source or cell.cell_type != "code"]
    return notebook


def _copied(notebook: NotebookNode) -> NotebookNode:
    """Each answer twice, as when a cell was copied and pasted, and all metadata of code cells lost on the way."""
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        cells += [nbformat.from_dict(cell) for _ in range(2 if cell.metadata.get("exercise") else 1)]
    notebook.cells = [
        v4.new_code_cell(cell.source, id=f"c{number}") if cell.cell_type == "code" else cell
        for number, cell in enumerate(cells)
    ]
    return notebook


if __name__ == "__main__":
    write_class(FOLDER)
