"""What staff read about a course can be translated: proved with a language that puts every text in brackets."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from term import a_result, write_course, write_results

from autograder import translation
from autograder.course.changes import changes, record_of
from autograder.course.check import warnings_of
from autograder.course.load import load_course
from autograder.course.status import status_rows
from autograder.course.times import duration_in_words
from autograder.exports import export
from autograder.messages import Message
from autograder.results import Member, Status
from autograder.translation import Translator

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
LATE = "2026-03-17T10:00:00+02:00"
OVERRIDES = (
    "student,assignment,exercise,points,delta,by,when,reason\n"
    "u1,1,encode,,-3,P1,D1,R1\nu2,1,final,70,,P1,D1,R1\nu2,1,all,170,,P1,D1,R1\n"
)
DATA = r"u\d|[PDR]1|Dana Levi|Noa Cohen|Ran Mizrahi|Gal Tal|Stranger, A|עדי כהן|Nobody|alpha|Alpha|0[13]_\w+|encode|decode|pair|standard"
FILES = r"\S*\w+\.(csv|json|toml)(:\d+)?|file[_ ]\w\w*|canvas|moodle|gradescope|nbgrader"


@pytest.fixture(scope="module")
def pseudo(template_text: str) -> Translator:
    catalogue: Catalog = read_po(io.BytesIO(template_text.encode()))
    return Translator("xx", {str(m.id): f"⟦{m.id}⟧" for m in catalogue if m.id})


def left_over(text: str) -> str:
    """Letters that are no translation (brackets may nest), no name and no file."""
    while "⟦" in text:
        shorter = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
        assert shorter != text, text
        text = shorter
    return "".join(c for c in re.sub(rf"\b({DATA})\b|{FILES}", "", text) if c.isalpha())


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A class with something of every kind to say."""
    monkeypatch.chdir(tmp_path)
    people = (
        "id,name,email,section,canvas,pair\nu1,Dana Levi,,S,501,Alpha\nu2,Noa Cohen,,S,502,Alpha\n"
        "u3,Ran Mizrahi,,S,503,\nu4,עדי כהן,,S,504,\nu5,Gal Tal,,S,505,\nu6,Gal Tal,,S,506,\n"
    )
    write_course(
        tmp_path,
        people=people,
        overrides=OVERRIDES,
        extensions="student,assignment,extra,by,when,reason\nu1,1,1 day,P1,D1,R1\n",
        submissions="student,assignment,submission,reason\nu4,1,file_nowhere,R1\n",
    )
    lost = a_result("file_d", 0, student="עדי כהן", time=LATE, system="nbgrader", person_id="u4")
    lost.status = Status.UNREADABLE
    write_results(
        tmp_path,
        a_result("file_a", 80, student="Dana Levi", time=LATE, system="nbgrader", person_id="u1"),
        a_result("file_b", 90, student="Noa Cohen", system="canvas", person_id="502", late=True),
        a_result("file_c", 70, student="Noa Cohen", system="canvas", person_id="503", late=True),
        a_result("file_e", 70, student="Nobody", system="canvas"),
        lost,
        a_result("file_f", 70, student="Gal Tal"),
    )
    write_results(
        tmp_path,
        a_result("file_g", 70, assignment="03_attention", system="gradescope",
                 members=(Member("Dana Levi", "u1", ""), Member("Nobody", "u9", ""))),
        a_result("file_h", 60, assignment="03_attention", student="Noa Cohen"),
    )  # fmt: skip
    return tmp_path


def test_every_word_of_a_line_is_translated(course: Path, pseudo: Translator) -> None:
    from autograder.course.explain import exercise_lines, mark_lines
    from autograder.course.feedback import pages_of
    from autograder.course.gradebook import remark_of
    from autograder.people.matching import matching_lines

    loaded = load_course()
    marks = loaded.marks(NOW)
    said = [*loaded.problems, *warnings_of(marks)]
    for matching in marks.matchings.values():
        said += [*matching_lines(matching), *matching_lines(matching, rows=True)]
    for mark in marks.marks.values():
        said += [remark_of(mark), *mark_lines(mark, "encode", loaded.course.zone)]
        if mark.result is not None:
            said += exercise_lines(mark.result, mark.result.questions[0], {})
    for assignment in loaded.course.assignments:
        said += [row.line for row in status_rows(marks, assignment)]
        said += pages_of(marks, assignment, NOW)[1]
    last = record_of(marks, loaded.tests, None)
    (course / "overrides.csv").unlink()
    said += [change.why for change in changes(load_course().marks(NOW), last)]
    done = export(
        [mark.result for mark in marks.marks.values() if mark.result and mark.assignment.name.startswith("01")],
        "canvas", course / "out.csv", roster=roster(course), course=marks, title="Tokenization",
    )  # fmt: skip
    said += done.lines
    kinds = {getattr(message, "text", None) for message in said}
    assert None not in kinds and len(kinds) > 35, sorted(map(str, kinds))
    for message in filter(None, said):
        assert left_over(pseudo(message)) == "", pseudo(message)
    assert [text for message in filter(None, said) for text in bare_texts(message) if left_over(text)] == []


def bare_texts(message: Message) -> list[str]:
    """What is filled into a message as it is, however deep: it must be names and figures alone."""
    found = []
    for value in message.parameters.values():
        found += bare_texts(value) if isinstance(value, Message) else [str(value)]
    return found


def roster(folder: Path) -> Path:
    rows = "Student,ID,SIS User ID,SIS Login ID,Section,Tokenization\n    Points Possible,,,,,100\n"
    path = folder / "canvas.csv"
    path.write_text(rows + '"Levi, Dana",501,u1,,S,\n"Stranger, A",999,,,S,\n', encoding="utf-8")
    return path


def test_the_proof_can_fail() -> None:
    assert left_over("⟦late by ⟦1 d⟧⟧, said u1") == "said"


def test_pages_and_tables_in_another_language(course: Path, run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way of a user: a .po file, and --language."""
    from babel.messages.pofile import write_po

    folder = course / "locale" / "he" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale=None)
    texts = {"late by {time}": "באיחור של {time}", "{count} d": "{count} ימים", "hidden": "נסתר", "points": "נקודות"}
    for source, target in texts.items():
        catalogue.add(source, target)
    with (folder / "autograder.po").open("wb") as stream:
        write_po(stream, catalogue)
    monkeypatch.setattr(translation, "LOCALE", course / "locale")
    monkeypatch.setattr(translation.translator, "__defaults__", (course / "locale",))
    monkeypatch.setattr(translation.languages, "__defaults__", (course / "locale",))
    assert run("gradebook", "--language", "he")[0] == 0
    with (course / "gradebook" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        (dana,) = (row for row in csv.DictReader(file) if row["id"] == "u1")
    assert "באיחור של 10 h" in dana["remarks"]
    assert "באיחור של 10 h" in (course / "gradebook" / "index.html").read_text(encoding="utf-8")
    code, output, _ = run("explain", "u1", "encode", "--assignment", "1", "--language", "he")
    assert code == 0 and "(נסתר)" in output
    code, output, _ = run("course", "status", "--language", "he")
    assert code == 0 and "באיחור של" in output


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (dt.timedelta(days=1, hours=4, minutes=59), "1 d 4 h"),
        (dt.timedelta(days=2, minutes=3), "2 d 3 min"),
        (dt.timedelta(seconds=59), "59 s"),
        (dt.timedelta(), "0 s"),
    ],
)
def test_lengths_of_time(length: dt.timedelta, words: str) -> None:
    assert duration_in_words(length) == words
