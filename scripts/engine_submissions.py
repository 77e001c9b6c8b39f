"""Fifty submissions of which three engines are asked for a mark: right, wrong and odd, made from the kit's own files."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solved import solved_notebook
from autograder.authoring.variants import load_variants
from autograder.release.nbgrader_tree import submission_for_nbgrader

Change = Callable[[NotebookNode, Assignment], None]

RIGHT, WRONG = "written otherwise, and right", "a known mistake"
CLASS, ODD = "the sample class", "right answers in an odd notebook"
VARIANTS = {
    "01_tokenization": (
        ("as_published", "heap_and_recursion", "ids_of_bytes", "patterns_in_pieces"),
        (
            "bert_pack_cls_between",
            "bpe_back_token_by_token",
            "build_vocab_grows_the_specials",
            "count_pairs_across_words",
            "encode_grows_the_vocabulary",
            "normalize_composed",
            "pre_tokenize_first_occurrence",
            "train_bpe_across_words",
        ),
    ),
    "02_positional_encoding": (
        ("annotated", "hugging_face", "numpy_tables"),
        (
            "another_name",
            "dropout_on_the_encoding",
            "inverse_order",
            "no_pairing",
            "positions_in_half_precision",
            "rotated_and_overwritten",
            "starts_at_one",
        ),
    ),
    "04_multi_head_attention": (
        ("einsum",),
        ("ablate_all_without_bias", "decoder_norms_mixed_up", "merge_heads_backwards"),
    ),
}
"""The right and the wrong variants that are taken: by name, so that a new one changes nothing here."""
FROM_CLASS = (
    "amit_all_right",
    "boaz_style_1",
    "eli_first_half",
    "fadi_first_three",
    "gal_softmax_axis",
    "hila_no_scale",
    "itay_inverted_mask",
    "karin_unstable_softmax",
    "lior_strict_causal",
    "maya_untouched",
    "roni_syntax_error",
    "zohar_only_modules",
)


_OF_THE_KIT = re.compile(r"^grader(\.|\s*=)", re.MULTILINE)
"""Cells that set up the checks, run one, or hand in: what the kit writes, and no engine gives a point for."""


def _same(notebook: NotebookNode, assignment: Assignment) -> None:
    """Nothing odd."""


@dataclass(frozen=True)
class Case:
    """One submission: ``name`` says in words what it is, ``why`` for what reason engines may differ over it."""

    assignment: Assignment
    kind: str
    name: str
    answers: NotebookNode
    change: Change = _same
    broken_lines: bool = False
    endless: bool = False
    why: str = ""

    @property
    def key(self) -> str:
        return f"{self.assignment.name}: {self.name}"

    def handed_in(self) -> str:
        """The notebook's text as a student of ``assignments/`` would hand it in."""
        return self._text(nbformat.from_dict(self.answers))

    def for_nbgrader(self, release: NotebookNode) -> str:
        """The same answers and the same oddity, in the notebook that nbgrader gave out."""
        submission = submission_for_nbgrader(release, self.answers)
        return self._text(submission if self.kind is CLASS else without_examples(submission))

    def _text(self, notebook: NotebookNode) -> str:
        self.change(notebook, self.assignment)
        text: str = nbformat.writes(notebook)
        if not self.broken_lines:
            return text
        document = json.loads(text)
        for cell in document["cells"]:
            cell["source"] = "".join(cell["source"]).split("\n")
        return json.dumps(document)

    def digest(self, tests: str) -> str:
        """Of the code, of what is odd about it, and of the tests: while it is the same, so are the marks."""
        notebook = nbformat.from_dict(self.answers)
        self.change(notebook, self.assignment)
        code = [
            what_can_change_a_mark(cell.source)
            for cell in notebook.cells
            if cell.cell_type == "code" and not _OF_THE_KIT.search(cell.source)
        ]
        return hashlib.sha256(json.dumps([self.name, code, tests]).encode()).hexdigest()[:16]


def tests_of(assignment: Assignment) -> str:
    """A digest of what can change a mark in an assignment's tests."""
    texts = [what_can_change_a_mark(one.tests.read_text(encoding="utf-8")) for one in assignment.exercises]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def what_can_change_a_mark(source: str) -> str:
    """Code without its comments, docstrings and messages, and laid out as Python does; as it is where that is no Python."""
    try:
        return ast.unparse(_Unsaid().visit(ast.parse(source)))
    except SyntaxError:
        return source


class _Unsaid(ast.NodeTransformer):
    """Leaves out what is only said: docstrings, the messages of checks and of ``assert``."""

    def visit(self, node: ast.AST) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node, ast.Assert):
            node.msg = None
        elif isinstance(node, ast.Call):
            node.keywords = [one for one in node.keywords if one.arg not in ("failure_message", "success_message")]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "IDLE":
            node.value = ast.Constant("")
        elif isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return node


def without_examples(notebook: NotebookNode) -> NotebookNode:
    """Imports, answers and checks; what else the author's cells draw and print costs time, and no engine a point."""
    kept: NotebookNode = nbformat.from_dict(notebook)
    kept.cells = [
        cell
        for cell in kept.cells
        if {"exercise", "overrides", "nbgrader"} & cell.metadata.keys()
        or (cell.cell_type == "code" and re.search(r"^(import|from) ", cell.source, re.MULTILINE))
    ]
    return kept


def cases(kit: Path) -> Iterator[Case]:
    """All of them, always in the same order."""
    for name, (right, wrong) in VARIANTS.items():
        assignment = find_assignment(name, kit)
        variants = {(one.kind, one.name): one for one in load_variants(assignment)}
        for kind, folder, names in ((RIGHT, "right", right), (WRONG, "wrong", wrong)):
            for variant in (variants[folder, one] for one in names):
                made = solved_notebook(assignment, dict.fromkeys(variant.exercises, variant.source))
                yield Case(assignment, kind, variant.name, without_examples(made))
    assignment = find_assignment("03_attention", kit)
    for name in FROM_CLASS:
        path = kit / "datasets" / "sample_class" / assignment.name / f"{name}.ipynb"
        yield Case(assignment, CLASS, name, nbformat.read(path, as_version=4))
    assignment = find_assignment("02_positional_encoding", kit)
    solved = without_examples(solved_notebook(assignment))
    for name, (change, why) in ODD_ONES.items():
        yield Case(assignment, ODD, name, solved, change, endless=change is ENDLESS, why=why)
    broken = "lines without line ends, as a converter wrote them"
    yield Case(
        assignment, ODD, broken, solved_notebook(assignment), broken_lines=True, why="the kit puts the line ends back"
    )


def _answer(notebook: NotebookNode, assignment: Assignment, number: int = 0) -> NotebookNode:
    wanted = assignment.exercises[number].name
    return next(cell for cell in notebook.cells if cell.metadata.get("exercise") == wanted)


def _first(source: str) -> Change:
    return lambda notebook, _: notebook.cells.insert(0, new_code_cell(source, id="at-the-top"))


def _last(source: str) -> Change:
    return lambda notebook, _: notebook.cells.append(new_code_cell(source, id="at-the-end"))


def _below_the_answer(text: str) -> Change:
    """One more cell below the first answer; ``{name}`` is what it provides."""

    def change(notebook: NotebookNode, assignment: Assignment) -> None:
        place = notebook.cells.index(_answer(notebook, assignment)) + 1
        source = text.format(name=assignment.exercises[0].provides[0])
        notebook.cells.insert(place, new_code_cell(source, id="below-the-answer"))

    return change


def _as_markdown(notebook: NotebookNode, assignment: Assignment) -> None:
    answer = _answer(notebook, assignment)
    place = notebook.cells.index(answer)
    notebook.cells[place] = new_markdown_cell(answer.source, id=answer.id, metadata=answer.metadata)


def _in_the_answer(old: str, new: str) -> Change:
    def change(notebook: NotebookNode, assignment: Assignment) -> None:
        answer = _answer(notebook, assignment)
        assert old in answer.source
        answer.source = answer.source.replace(old, new)

    return change


def _above_the_imports(source: str) -> Change:
    """A line in front of the imports, in their cell."""

    def change(notebook: NotebookNode, assignment: Assignment) -> None:
        imports = next(cell for cell in notebook.cells if cell.cell_type == "code" and "import torch" in cell.source)
        imports.source = f"{source}\n{imports.source}"

    return change


def _without_metadata(notebook: NotebookNode, assignment: Assignment) -> None:
    for number, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = nbformat.from_dict({}), f"c{number}"


def _in_one_cell(notebook: NotebookNode, assignment: Assignment) -> None:
    first, second = (_answer(notebook, assignment, number) for number in (0, 1))
    second.source = f"{first.source}\n\n\n{second.source}"
    notebook.cells.remove(first)


ENDLESS = _last("import time\ntime.sleep(3600)")
LEFT_BEHIND = (
    "names: the kit grades the last real definition of a name, the peers what the name holds at the end or at the check"
)
OWN_CELLS = "cells: the kit and Otter go by names, nbgrader by its own cells, whose metadata must be there"
READ_ANYWAY = "reading: the kit reads what stands in the answer's cell, whatever became of it"
ONE_LINE = (
    "a line that raises: the kit leaves that line out and runs the rest of its cell; for a kernel the cell ends there, "
    "without the imports below it"
)
STATE = "state: the kit sets torch's defaults and Python's built-ins back before each case"
GONE = "an ended kernel: the kit leaves the cell out and goes on in a fresh process; nobody else gives a mark"

ODD_ONES: dict[str, tuple[Change, str]] = {
    "a package that is not installed, in a cell of its own": (_first("import plotnine_of_mine as pn"), ONE_LINE),
    "a package that is not installed, above the imports": (
        _above_the_imports("import plotnine_of_mine as pn"),
        ONE_LINE,
    ),
    "Colab's drive mounted above the imports": (
        _above_the_imports("from google.colab import drive\ndrive.mount('/content/drive')"),
        ONE_LINE,
    ),
    "IPython's %store above the imports": (_above_the_imports("%store -r my_table"), ONE_LINE),
    "asks for a name above the imports": (_above_the_imports("name = input('Your name? ')"), ONE_LINE),
    "an answer's result stored under the answer's name": (_below_the_answer("{name} = 3"), LEFT_BEHIND),
    "the exercise as it was given out, pasted below the answer": (
        _below_the_answer("def {name}(*args, **kwargs):\n    raise NotImplementedError"),
        LEFT_BEHIND,
    ),
    "%reset -f at the end": (_last("%reset -f"), LEFT_BEHIND),
    "a built-in's name used for a number": (_last("range = 3"), STATE),
    "an answer cell that became Markdown": (_as_markdown, READ_ANYWAY),
    "a no-break space in an answer": (_in_the_answer("    ", "\u00a0   "), READ_ANYWAY),
    "float64 as torch's default, at the end": (_last("import torch\ntorch.set_default_dtype(torch.float64)"), STATE),
    "gradients turned off at the end": (_last("import torch\ntorch.set_grad_enabled(False)"), STATE),
    "a cell at the end that does not end": (
        ENDLESS,
        "time: the kit and nbgrader interrupt a cell at the assignment's limit; `otter run` sets none and was ended after five minutes",
    ),
    "a cell at the end that ends Python": (_last("import os\nos._exit(0)"), GONE),
    "metadata and ids lost": (_without_metadata, OWN_CELLS),
    "two answers in one cell": (_in_one_cell, OWN_CELLS),
}
