"""A small course on disk, for tests: two people's worth of text is enough to see a rule."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.results import CaseResult, HandIn, QuestionResult, Status, SubmissionResult

COURSE = """\
title = "From Tokens to RAG"
time_zone = "Asia/Jerusalem"
free_days = 0

[late.standard]
grace = "10 min"
per = "day"
percent = 10
cap = 30

[letters]
A = 90
B = 75
F = 0

[assignment.01_tokenization]
title = "Tokenization"
released = 2026-03-01T08:00:00
due = 2026-03-15T23:59:00
closed = 2026-03-22T23:59:00
weight = 10
late = "standard"
canvas = "Tokenization"

[assignment.03_attention]
title = "Attention"
due = 2026-04-15T23:59:00
weight = 20
maximum = 50
late = "standard"
groups = "pair"
"""

PEOPLE = """\
id,name,email,section,canvas,pair
u1,Dana Levi,dana@x.org,S1,501,Alpha
u2,Noa Cohen,noa@x.org,S1,502,Alpha
u3,Ran Mizrahi,ran@x.org,S2,503,Beta
u4,עדי כהן,adi@x.org,S2,504,
"""

DECIDED = "2026-03-20"


def write_course(folder: Path, **files: str) -> Path:
    """course.toml and people.csv, and whatever else is given: extensions="…" is extensions.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"course": COURSE, "people": PEOPLE} | files
    for name, text in texts.items():
        suffix = "toml" if name == "course" else "csv"
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    return folder / "course.toml"


def a_result(
    submission: str,
    score: float,
    *,
    assignment: str = "01_tokenization",
    student: str = "",
    time: str | None = None,
    system: str = "plain",
    status: Status = Status.GRADED,
    **hand_in: object,
) -> SubmissionResult:
    """A result of 100 points in two exercises of 50; ``score`` fills the first one first."""
    questions = []
    for name, points in (("encode", min(score, 50.0)), ("decode", max(0.0, score - 50.0))):
        cases = [CaseResult("test_it", points, 50.0, points == 50.0, True, "" if points == 50.0 else "Look again.")]
        questions.append(QuestionResult(name, points, 50.0, cases=cases))
    return SubmissionResult(
        submission,
        student or submission.replace("_", " "),
        assignment,
        status,
        questions=questions,
        isolation="process",
        key="k",
        hand_in=HandIn(system=system, time=time, **hand_in),  # type: ignore[arg-type]
    )


def write_results(folder: Path, *results: SubmissionResult) -> Path:
    """The results of one assignment below a course's folder."""
    place = folder / "results" / results[0].assignment
    place.mkdir(parents=True, exist_ok=True)
    for result in results:
        (place / f"{result.submission}.json").write_text(json.dumps(result.to_gradescope()), encoding="utf-8")
    return place
