"""Draws architecture.svg: the rooms of the package, and the way of a submission through them.

Run: python docs/pictures/make_architecture.py
"""

from pathlib import Path

from drawing import LINE, arrow, box, heading, write

BOUNDARY = "#c4302b"


def elbow(*points: tuple[int, int], label: str = "", at: tuple[int, int] = (0, 0)) -> str:
    path = " L".join(f"{x} {y}" for x, y in points)
    shape = f'<path d="M{path}" fill="none" stroke="{LINE}" stroke-width="1.6" marker-end="url(#head)"/>'
    return shape + (f'<text x="{at[0]}" y="{at[1]}" font-size="12.5">{label}</text>' if label else "")


parts = [
    heading(380, "Trusted: the grader's machine"),
    heading(975, "Not trusted: a sandbox"),
    f'<path d="M758 14 L758 452" stroke="{BOUNDARY}" stroke-width="2.5" stroke-dasharray="9 5"/>',
    f'<text x="758" y="470" fill="{BOUNDARY}" font-weight="700" text-anchor="middle">trust boundary</text>',
    box(20, 54, 330, 70, "author", "authoring", "reads and checks what instructors wrote:", "masters, tests, wrong and right solutions"),
    box(20, 186, 150, 96, "grader", "1  intake", "a download becomes", "Submissions: notebook,", "files, who, when"),
    box(206, 186, 150, 96, "grader", "2  grading", "what is new, to a pool", "of judges or a cluster;", "the results folder"),
    box(396, 150, 330, 166, "secret", "3  judge", "AnswerKey: tests, solution, misconceptions",
        "Examination: one submission", "NotebookRun: its cells    CaseRunner: its cases",
        "Session, proxies: every use is a question", "misconceptions · follow-through credit", "Outcome: its result"),
    box(396, 366, 330, 70, "grader", "isolation", "levels, probed; starts and ends children,", "watches what they use"),
    box(880, 150, 190, 166, "student", "4  child (runner)", "the student's notebook,", "cell by cell, in IPython", "", "agent: answers calls,",
        "attributes, probes", "limits on everything"),
    box(880, 366, 190, 70, "student", "zygote (runner)", "imports torch once,", "computes nothing, forks"),
    elbow((350, 87), (560, 87), (560, 146), label="tests, solution", at=(420, 80)),
    arrow(170, 234, 202, 234),
    arrow(356, 234, 392, 234),
    arrow(726, 234, 876, 234, both=True),
    arrow(560, 316, 560, 362, both=True),
    arrow(726, 399, 876, 399, both=True),
    arrow(975, 366, 975, 320),
    '<text x="818" y="227" font-size="12.5" text-anchor="middle">wire: data only</text>',
    '<text x="818" y="392" font-size="12.5" text-anchor="middle">control</text>',
    '<text x="985" y="347" font-size="12.5">fork</text>',
    elbow((281, 282), (281, 494), label="one SubmissionResult each", at=(70, 344)),
    box(20, 498, 336, 70, "result", "5  results", "status, points, cases, messages:", "everybody's vocabulary"),
    arrow(356, 531, 392, 531),
    box(396, 498, 150, 70, "result", "6  reports", "HTML, grades.csv"),
    box(562, 498, 150, 70, "result", "course", "late, overrides, status"),
    box(728, 498, 150, 70, "result", "exports", "Canvas, Moodle, …"),
    box(894, 498, 176, 70, "result", "teams", "rubric, final marks"),
    box(20, 590, 336, 70, "author", "release", "from one master: student folder, Otter and", "Gradescope zip, nbgrader course, solution"),
    box(396, 590, 316, 70, "author", "verification", "the tests of the tests: every wrong", "solution loses points, no right one does"),
    box(728, 590, 342, 70, "author", "worlds", "fictional worlds for the RAG project,", "made from a secret seed"),
]  # fmt: skip
write(
    Path(__file__).parent / "architecture.svg",
    1090,
    680,
    "A submission goes from intake to grading to a judge; the judge asks a child in a sandbox, across the trust boundary, "
    "over a wire that carries data only; results go to reports, course, exports and teams",
    parts,
)
