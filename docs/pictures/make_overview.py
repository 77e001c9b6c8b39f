"""Draws overview.svg: one master and its releases on the left, a graded submission on the right.

Run: python docs/pictures/make_overview.py
"""

from pathlib import Path

from drawing import LINE, arrow, box, heading, write

parts = [
    heading(222, "One source, four releases"),
    box(20, 60, 180, 150, "author", "What you write", "notebook.py (the master)", "tests, public + hidden",
        "wrong/*.py with hints", "right/*.py"),
    arrow(200, 135, 262, 135, "build"),
    box(266, 60, 180, 62, "student", "Student folder, zip", "no solution, no hidden test"),
    box(266, 134, 180, 62, "author", "Solution, executed", "for you"),
    box(266, 208, 180, 62, "grader", "Otter autograder zip", "Otter, Gradescope"),
    box(266, 282, 180, 62, "grader", "nbgrader course", "source, release"),
    arrow(110, 210, 110, 282, "", dy=0),
    '<text x="122" y="252" font-size="12.5">verify</text>',
    box(20, 286, 180, 96, "result", "Kill matrix", "right: 100 points", "wrong: loses them in", "its own exercise only"),
    f'<path d="M478 50 L478 400" stroke="{LINE}" stroke-dasharray="3 5"/>',
    heading(720, "One submission, graded"),
    box(510, 60, 196, 190, "secret", "Judge", "hidden tests", "expected values", "solutions", "",
        "calls the student's functions", "by name, through proxies"),
    box(768, 60, 172, 190, "student", "Sandbox", "the notebook, run in", "a child forked from a", "warm process", "",
        "no network, no files,", "limits on everything"),
    arrow(710, 150, 764, 150, "data only", both=True),
    arrow(608, 250, 608, 298),
    box(510, 302, 430, 80, "result", "One result a submission, whatever happens",
        "marks · status · hints that name the misconception",
        "results.json (Gradescope) · grades.csv · HTML report · exports"),
]  # fmt: skip
write(
    Path(__file__).parent / "overview.svg",
    960,
    430,
    "One master notebook is built into four releases; a submission runs in a sandbox and is judged from outside",
    parts,
)
