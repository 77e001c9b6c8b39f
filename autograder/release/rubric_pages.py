"""The rubric for people: Markdown for students, and an HTML page for whoever marks, with advice that students do not get."""

from __future__ import annotations

import html

from autograder.authoring.rubric import Criterion, Rubric

STUDENTS_NAME = "RUBRIC.md"
MARKERS_NAME = "rubric_for_markers.html"

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --page: #fff; --ink: #1b1f24; --line: #c9ced6; --head: #f1f3f6; --mark: #8a94a6; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --page: #16191c; --ink: #e6e3de; --line: #3a4147; --head: #1e2327; --mark: #a3abb1; }}
}}
body {{ font: 16px/1.45 system-ui, sans-serif; margin: 0; color: var(--ink); background: var(--page); }}
main {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; }}
th, td {{ border: 1px solid var(--line); padding: 0.4rem 0.6rem; text-align: start; vertical-align: top; }}
td {{ overflow-wrap: anywhere; }}
th {{ background: var(--head); }}
blockquote {{ margin: 0.5rem 0; padding: 0.1rem 1rem; border-inline-start: 4px solid var(--mark); }}
.anchor-link {{ display: none; }}
@media (max-width: 40rem) {{ body {{ font-size: 15px; }} th, td {{ padding: 0.3rem 0.4rem; }} }}
@media print {{
  :root {{ color-scheme: light; --page: #fff; --ink: #000; --line: #bbb; --head: #f1f3f6; --mark: #8a94a6; }}
  main {{ max-width: none; margin: 0; padding: 0; }}
  h2 {{ break-after: avoid; }}
  tr {{ break-inside: avoid; }}
}}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def rubric_markdown(rubric: Rubric, *, for_markers: bool = False) -> str:
    """The rubric as Markdown: an overview, and for each criterion a table of its levels with examples.

    Args:
        rubric: the rubric.
        for_markers: with the advice for markers.
    """
    lines = [f"# {rubric.title}", ""]
    if rubric.intro:
        lines += [rubric.intro, ""]
    lines += [
        f"The automatic part counts for {rubric.automatic_weight:g} of the 100 points of the final mark, these "
        f"{rubric.points:g} points for {rubric.rubric_weight:g}. Points are given in steps of {rubric.step:g}, also "
        "between two levels.",
        "",
        "| criterion | points | the question |",
        "|---|---:|---|",
        *(f"| {_cell(c.title)} | {c.points:g} | {_cell(c.asks)} |" for c in rubric.criteria),
        f"| **together** | **{rubric.points:g}** | |",
    ]
    for criterion in rubric.criteria:
        lines += ["", *_criterion(criterion, for_markers)]
    return "\n".join(lines) + "\n"


def _criterion(criterion: Criterion, for_markers: bool) -> list[str]:
    lines = [f"## {criterion.title} · {criterion.points:g} points", "", criterion.asks, ""]
    if for_markers and criterion.for_markers:
        lines += [f"> **For markers.** {criterion.for_markers}", ""]
    lines += ["| points | what work of this level is like | for example |", "|---:|---|---|"]
    lines += [f"| {level.points:g} | {_cell(level.means)} | {_cell(level.example)} |" for level in criterion.levels]
    return lines


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def markers_page(rubric: Rubric) -> str:
    """The rubric for markers as an HTML page that needs nothing else."""
    from nbconvert.filters.markdown import markdown2html

    body = markdown2html(rubric_markdown(rubric, for_markers=True))
    return _PAGE.format(title=html.escape(rubric.title), body=body)
