"""What somebody waits for at the shell: one notebook from a cold start, a class that is done, `--help`.

Ours and the peers' commands take turns, so that what the machine does meanwhile meets all of them alike.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

from measuring import Spent, spending
from ours import whole_command
from real_graders import nbgrader_autograde, nbgrader_course, otter_run

from autograder.authoring.assignment import Assignment
from autograder.authoring.solved import solved_notebook
from autograder.release.files import write_notebook
from autograder.release.nbgrader_tree import write_nbgrader_tree
from autograder.release.otter_zip import write_otter_zip

WITHOUT_GRAMMAR = Path(__file__).resolve().parent / "without_grammar"


@contextmanager
def without_grammar() -> Iterator[None]:
    """While it lasts, the processes that are started do not import rfc3987-syntax."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(WITHOUT_GRAMMAR), before]))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


def help_page(repetitions: int) -> Spent:
    """`autograder --help`, from the shell to its end."""
    spent = Spent()
    for _ in range(repetitions):
        with spending(spent):
            subprocess.run([sys.executable, "-m", "autograder", "--help"], check=True, capture_output=True)
    return spent


def one_notebook(assignment: Assignment, kit: Path, repetitions: int) -> dict[str, Spent]:
    """The solution's notebook alone: by `autograder grade` cold, with its result standing, and by each peer, taking turns.

    Returns:
        Seconds by name: ``ours``, ``ours, nothing to do``, and ``nbgrader`` and ``otter``, each also ``without the grammar``.
    """
    spent: dict[str, Spent] = {}
    notebook = solved_notebook(assignment)
    with tempfile.TemporaryDirectory(prefix="autograder-benchmark-") as name, chdir(name):
        folder = Path(name)
        (folder / "submitted").mkdir()
        write_notebook(folder / "submitted" / "student.ipynb", notebook)
        write_nbgrader_tree(assignment, folder / "nbgrader")
        write_otter_zip(assignment, folder / "autograder.zip", kit)
        for number in range(repetitions):
            results = folder / f"results{number}"
            for what in ("ours", "ours, nothing to do"):
                one = whole_command(assignment, kit, folder / "submitted", results, 1)
                _add(spent, what, one)
            for suffix, around in (("", None), (" without the grammar", without_grammar)):
                course = folder / f"course{number}{bool(suffix)}"
                nbgrader_course(folder / "nbgrader", assignment.name, {"student": notebook}, course)
                work = folder / f"otter{number}{bool(suffix)}"
                peers: dict[str, Callable[[], object]] = {
                    "nbgrader": lambda course=course: nbgrader_autograde(course, assignment.name),  # type: ignore[misc]
                    "otter": lambda work=work: otter_run(  # type: ignore[misc]
                        folder / "autograder.zip", notebook, f"{assignment.name}.ipynb", work
                    ),
                }
                for peer, run in peers.items():
                    one = Spent()
                    with around() if around else chdir(folder), spending(one):
                        run()
                    _add(spent, peer + suffix, one)
    return spent


def _add(spent: dict[str, Spent], what: str, one: Spent) -> None:
    total = spent.setdefault(what, Spent())
    total.wall += one.wall
    total.cpu += one.cpu
