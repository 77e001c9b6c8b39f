"""Draws overview.svg: one master and its releases on the left, a graded submission on the right.

Run: python docs/pictures/make_overview.py
"""

from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 960, 430
INK, PAPER, LINE = "#1b1f24", "#ffffff", "#57606a"
FILLS = {"author": "#eaf2ff", "student": "#e9f7ec", "grader": "#fff4dc", "secret": "#fde8e6", "result": "#f3f0fb"}


def box(x: int, y: int, width: int, height: int, fill: str, title: str, *lines: str) -> str:
    shape = (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" fill="{FILLS[fill]}" stroke="{LINE}"/>'
        f'<text x="{x + width / 2}" y="{y + 23}" font-weight="600" text-anchor="middle">{escape(title)}</text>'
    )
    for number, line in enumerate(lines):
        shape += (
            f'<text x="{x + width / 2}" y="{y + 44 + 18 * number}" font-size="12.5" text-anchor="middle">'
            f"{escape(line)}</text>"
        )
    return shape


def arrow(x1: int, y1: int, x2: int, y2: int, label: str = "", both: bool = False, dy: int = -7) -> str:
    start = ' marker-start="url(#head)"' if both else ""
    shape = f'<path d="M{x1} {y1} L{x2} {y2}" stroke="{LINE}" stroke-width="1.6" marker-end="url(#head)"{start}/>'
    if label:
        shape += (
            f'<text x="{(x1 + x2) / 2}" y="{(y1 + y2) / 2 + dy}" font-size="12.5" text-anchor="middle">'
            f"{escape(label)}</text>"
        )
    return shape


def heading(x: int, text: str) -> str:
    return f'<text x="{x}" y="34" font-size="17" font-weight="700" text-anchor="middle">{escape(text)}</text>'


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
svg = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"
 aria-label="One master notebook is built into four releases; a submission runs in a sandbox and is judged from outside"
 font-family="system-ui, sans-serif" font-size="14" fill="{INK}">
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
<path d="M0 0 L8 4 L0 8 z" fill="{LINE}"/></marker></defs>
<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>
{chr(10).join(parts)}
</svg>
"""
(Path(__file__).parent / "overview.svg").write_text(svg, encoding="utf-8")
