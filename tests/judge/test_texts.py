"""Every sentence that the judge really says can be translated: looked up in the template, with all that is filled in."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from bench import Bench

from autograder.intake import collect
from autograder.isolation.levels import Level
from autograder.messages import Message
from autograder.results import SubmissionResult
from autograder.translation import case_title

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def template(template_text: str) -> Catalog:
    return read_po(io.BytesIO(template_text.encode()))


STUDENTS = {"message", "source", "command", "names"}
"""Parameters that hold a student's own words or code."""


def messages_of(result: SubmissionResult) -> Iterator[Message]:
    yield from (result.detail, *result.notes)
    for question in result.questions:
        yield question.detail
        yield from (case.output for case in question.cases)


def not_translated(message: Message, template: Catalog, authors: set[str], judges: bool = True) -> list[str]:
    """The texts of a message, and of those within it, that no translator gets to see."""
    assert isinstance(message, Message), f"finished too early: {message!r}"
    text = message.text
    own = not text.strip() or all(part.startswith("{") and part.endswith("}") for part in text.split())
    found = [] if own or text in authors or text in template else [text]
    if found:  # a sentence made of a reason: the reason is what is translated
        reason = text.removesuffix(".")
        found = [] if reason in template or reason[:1].lower() + reason[1:] in template else found
    for name, value in message.parameters.items():
        if isinstance(value, Message):
            found += not_translated(value, template, authors, judges)
        elif isinstance(value, str) and name not in STUDENTS:
            assert not judges or " " not in value.strip(), f"{value!r} is filled in as a finished text"
    return found


RAISES = "def total(numbers):\n    raise ValueError('a-student')\n"
LOOPS = "def total(numbers):\n    while True: pass\n"
HOG = "bytearray(1 << 33)"
ANSWERS = {
    "raises": RAISES,
    "raises without a word": "def total(numbers):\n    raise KeyError\n",
    "raises its own": "class Odd(Exception): pass\ndef total(numbers):\n    raise Odd('a-student')\n",
    "ends its process": "import os\ndef total(numbers):\n    os._exit(3)\n",
    "is killed": "import os, signal\ndef total(numbers):\n    os.kill(os.getpid(), signal.SIGKILL)\n",
    "is ended by a signal": "import os, signal\ndef total(numbers):\n    os.kill(os.getpid(), signal.SIGSEGV)\n",
    "hogs memory": f"def total(numbers):\n    {HOG}\n",
    "fills a file": "def total(numbers):\n    open('x', 'wb').write(bytes(1 << 26))\n",
    "is not there": "pass",
    "returns an object": "class Odd: pass\ndef total(numbers):\n    return Odd()\n",
    "returns what is too deep": "def total(numbers):\n    x = []\n    for _ in range(500): x = [x]\n    return x\n",
    "returns objects in an array": "import numpy\ndef total(numbers):\n    return numpy.array([object()])\n",
    "returns odd keys": "def total(numbers):\n    return {(lambda: 0): 1, object(): 2}\n",
    "changes its argument": "def total(numbers):\n    numbers.append(1)\n    return sum(numbers) - 1\n",
    "is no Python": "def total(numbers:\n",
}
CELLS = {
    "loops": "while True: pass",
    "ends": "import os; os._exit(0)",
    "prints": "print('x' * 200_000)",
    "closes": "import os\nos.closerange(3, 64)",
    "speaks": "import os\nfor d in range(3, 64):\n    try: os.write(d, b'x' * 64)\n    except OSError: pass",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_of_an_answer(bench: Bench, level: Level, template: Catalog, answer: str) -> None:
    with bench.soon_over():
        check(bench, bench.grade(level, total=answer), template)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS.keys())
def test_of_a_cell(bench: Bench, level: Level, template: Catalog, cell: str) -> None:
    with bench.soon_over():
        check(bench, bench.grade(level, first=cell), template)


def test_of_answers_that_never_end(bench: Bench, level: Level, template: Catalog) -> None:
    with bench.limits(cell_seconds=4, question_seconds=4, submission_seconds=8):
        check(
            bench,
            bench.grade(level, total=LOOPS, average="def average(numbers):\n    return total(numbers)\n"),
            template,
        )


def check(bench: Bench, result: SubmissionResult, template: Catalog) -> None:
    cases = [case for tests in bench.answer_key.tests.values() for case in tests.cases]
    authors = {
        text for case in cases for text in (case.failure_message, case.success_message or "", case_title(case.name))
    }
    said = [message for message in messages_of(result) if message]
    assert said, "it says nothing at all"
    assert [text for message in said for text in not_translated(message, template, authors)] == []


def test_of_intake(template: Catalog, tmp_path: Path) -> None:
    """Of everything that was ever handed in malformed."""
    import sys

    sys.path.insert(0, str(ROOT / "tests" / "intake"))
    from malformed import malformed_submissions

    malformed_submissions(tmp_path, 150, seed=3)
    said = [m for s in collect(tmp_path, "03_attention") for m in (s.problem, *s.notes) if m]
    assert len(said) > 20
    assert [
        text
        for message in said
        for text in not_translated(message, template, {os.strerror(n).lower() for n in range(1, 134)}, judges=False)
    ] == []
