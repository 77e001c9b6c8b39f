"""The class report and the students' feedback pages, as self-contained HTML.

A page loads nothing: style and the one small script (sorting) are inside, and its content security policy lets only
these two run. Pages hold no dates and no timings, so the same results give the same bytes.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.errors import KitError
from autograder.files import write_output
from autograder.reports import wording
from autograder.reports.arrangement import arranged
from autograder.reports.person_mark import PersonMark
from autograder.reports.statistics import LEAST_CLASS, changed_since, class_figures, percent
from autograder.reports.tables import exercise_names, number, round_half_up
from autograder.results import Status, SubmissionResult, Timings
from autograder.translation import Translator, case_title, translator

TEMPLATES = Path(__file__).parent / "templates"


def write_html_report(
    results: Iterable[SubmissionResult],
    folder: Path,
    *,
    title: str,
    warnings: Sequence[str] = (),
    language: str | None = None,
    translate: Translator | None = None,
    people: Mapping[str, Sequence[PersonMark]] | None = None,
    before: Mapping[str, float] | None = None,
    timings: Mapping[str, Timings] | None = None,
) -> Path:
    """Write ``folder/index.html`` and ``folder/submissions/<submission>.html``; returns the index.

    Args:
        results: the class, in any order.
        folder: made if missing; pages are replaced one at a time, atomically.
        title: the assignment's title, for instance "3 Attention".
        warnings: what whoever grades should know about the whole run (weaker isolation, files that were not read).
        language: of the report's text ("he"); None is English.
        translate: a translator in place of the one for ``language``.
        people: by submission, the course's marks of those whose it is; None where there is no course.
        before: scores by submission, as they were before the last run; where none is another now, nothing is said.
        timings: by submission, what grading it took; without them nothing is said of time, and the same results give the
            same bytes.
    """
    ordered = _ordered(results)
    environment = page_environment(translate or translator(language))
    exercises = exercise_names(ordered)
    index = environment.get_template("index.html").render(
        title=title,
        figures=class_figures(ordered),
        results=ordered,
        exercises=exercises,
        marks=people,
        warnings=list(warnings),
        changed=changed_since(ordered, before or {}),
        timings=dict(timings or {}),
        least_class=LEAST_CLASS,
    )
    page = environment.get_template("submission.html")
    for result in ordered:
        marks = list((people or {}).get(result.submission, ()))
        content = page.render(
            title=title,
            result=result,
            for_staff=True,
            shown=_shown(result),
            people=marks,
            show_cases=True,
            material="",
        )
        write_output(folder / "submissions" / f"{result.submission}.html", content, durable=False)
    _remove_stale(folder / "submissions", ordered)
    write_output(folder / "index.html", index, durable=False)  # all of it can be made again from the results
    return folder / "index.html"


def write_feedback(
    results: Iterable[SubmissionResult],
    folder: Path,
    *,
    title: str,
    language: str | None = None,
    translate: Translator | None = None,
    material: str = "",
) -> list[Path]:
    """Write ``folder/<submission>.html`` for each student: what the student may see, and nothing about the class.

    Of hidden checks it shows the message and not the title; remarks for whoever grades and the isolation are left out.

    Args:
        material: where students find ``assignments/`` ("https://…/assignments/"): what to read again is then a link.
    """
    page = page_environment(translate or translator(language)).get_template("submission.html")
    written = []
    for result in _ordered(results):
        path = folder / f"{result.submission}.html"
        content = page.render(
            title=title,
            result=result,
            for_staff=False,
            shown=_shown(result),
            people=[],
            show_cases=True,
            material=material_url(material),
        )
        write_output(path, content)
        written.append(path)
    return written


def person_page(
    result: SubmissionResult,
    person: PersonMark | None,
    *,
    title: str,
    translate: Translator,
    show_cases: bool = True,
    material: str = "",
) -> str:
    """One person's page: what this person may see, and nothing about anybody else.

    Args:
        result: the hand-in.
        person: the person's mark in it; None while there is none to be seen.
        title: the assignment's.
        translate: into the language of the page.
        show_cases: whether checks and messages are shown, or only points.
        material: as for :func:`write_feedback`.
    """
    page = page_environment(translate).get_template("submission.html")
    return page.render(
        title=title,
        result=result,
        for_staff=False,
        shown=_shown(result),
        people=[person] if person else [],
        show_cases=show_cases,
        material=material_url(material),
    )


def material_url(text: str) -> str:
    """An address to which paths can be added; empty where there is none.

    Raises:
        KitError: it is no address of a web page.
    """
    if text and not re.match(r"https?://[^\s<>\"']+$", text):
        raise KitError(
            "{text} is no address of a page.", "Write it like https://example.org/course/assignments/.", text=repr(text)
        )
    return text if not text or text.endswith("/") else text + "/"


def _ordered(results: Iterable[SubmissionResult]) -> list[SubmissionResult]:
    return sorted(results, key=lambda result: (result.student.casefold(), result.submission))


def _remove_stale(folder: Path, results: Sequence[SubmissionResult]) -> None:
    """Pages of an earlier report whose submission is no longer there."""
    wanted = {f"{result.submission}.html" for result in results}
    for path in folder.glob("*.html"):
        if path.name not in wanted:
            path.unlink(missing_ok=True)


def _shown(result: SubmissionResult) -> dict[str, int]:
    cases = [case for question in result.questions for case in question.cases]
    hidden = sum(case.hidden for case in cases)
    return {"cases": len(cases), "hidden": hidden, "public": len(cases) - hidden}


def environment_of(templates: Path, translate: Translator) -> Environment:
    """What all pages of the kit have in common: escaped, strict about names, translated, and the way of their script."""
    environment = Environment(
        loader=FileSystemLoader(templates, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    installer: Any = environment
    installer.install_gettext_callables(translate, translate.ngettext, newstyle=True)
    environment.globals |= {
        "direction": translate.direction,
        "language": translate.language.replace("_", "-"),
        "labels": wording.LABELS,
    }
    environment.filters |= {
        "points": lambda value: number(round_half_up(value)),
        "readable": readable,
        "rich": lambda text: _rich(readable(translate(text))),
        "text": lambda text: readable(translate(text)),
    }
    return environment


@functools.lru_cache(maxsize=8)
def page_environment(translate: Translator) -> Environment:
    """The templates in a language, made once: a server shows page after page."""
    environment = environment_of(TEMPLATES, translate)
    environment.keep_trailing_newline = True
    style, script = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("style.css", "sort.js"))
    environment.globals |= {
        "Status": Status,
        "isolation_words": wording.ISOLATION,
        "of_exercise": wording.OF_EXERCISE,
        "of_submission": wording.OF_SUBMISSION,
        "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; "
        "form-action 'none'",
        "script": Markup(script),
        "signs": wording.SIGNS,
        "whole": wording.WHOLE_MARK,
        "style": Markup(style),
    }
    environment.filters |= {
        "arranged": arranged,
        "anchor": lambda heading: quote(heading.replace(" ", "-")),
        "breakable": lambda text: Markup("_<wbr>").join(escape(part) for part in readable(text).split("_")),
        "case_title": case_title,
        "heading": lambda heading: _without_formulas(readable(heading)),
        "number": number,
        "signed": lambda value: ("+" if value > 0 else "−" if value < 0 else "") + number(abs(value)),
        "percent": percent,
        "slug": lambda status: str(status).replace(" ", "-"),
        "zip": zip,
    }
    return environment


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def _without_formulas(heading: str) -> str:
    """A heading for a page that sets no formulas: ``Why divide by $\\sqrt{d_k}$?`` is "Why divide by √d_k?"."""
    return re.sub(r"\$([^$]+)\$", lambda found: re.sub(r"[{}\\]", "", found[1].replace(r"\sqrt", "√")), heading)


def _rich(text: str) -> Markup:
    """A hint as it is written in a docstring: ``*emphasis*`` and `` `code` `` are shown as such, the rest escaped."""
    html = str(escape(text))
    html = re.sub(r"`+([^`]+)`+", r"<code>\1</code>", html)
    return Markup(re.sub(r"(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])", r"<em>\1</em>", html))


def readable(text: str) -> str:
    """Text of a student's code as it can stand in a page: no control characters, no lone surrogates."""
    kept = "".join(c if c in "\n\t" or (c >= " " and c != "\x7f") else "\ufffd" for c in text)
    return kept.encode("utf-8", "replace").decode("utf-8")
