"""Grading one submission: run its cells, then every case of every exercise, whatever happens on the way.

A cell or a case that hangs, crashes or takes too much ends the child. Then a fresh child runs the same cells again,
without the one that did it, so each exercise is graded from the state that the notebook leaves without its bad cell.
An honest submission never pays for this.

Public cases of all exercises come before hidden ones: what a student's code raises in a public case is shown to the student,
and must not be able to carry what it saw in a hidden one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Mapping
from typing import NoReturn

from autograder.intake import Submission
from autograder.isolation.sandbox import SandboxSlot
from autograder.messages import NO_MESSAGE, Message
from autograder.points import total
from autograder.results import Misconception, QuestionResult, Status, SubmissionResult, Timings

from .answer_key import WHAT_SHOWS, AnswerKey
from .bounds import Pulse, bounded, disarm
from .cases import CaseRunner
from .cell_reports import in_one_sentence
from .follow_through import follow_through
from .misconceptions import recognise
from .process import GRACE_SECONDS, HELD, RunEnded
from .question import GivingUp, Question, Trouble
from .running import NotebookRun

log = logging.getLogger(__name__)
REPLAY_SECONDS = 10.0
"""Of processor time, for recognising the misconceptions of one exercise."""
ALL_REPLAYS_SECONDS = 30.0
"""For those of all exercises."""
MOST_CODE = 8_000
"""Characters of an answer that are kept for the student's page."""


class Examination:
    """Grades one submission in one slot.

    Args:
        answer_key: what the judge knows of the assignment.
        slot: where children are started.
        submission: what was handed in; it must be readable.
        follow_through: lend right functions where an exercise builds on an earlier one that is wrong.
        pulse: where to say how long the next step may take.
        held: numbers of exercises, from 0, that have held a judge before: they are not run again.
    """

    def __init__(
        self,
        answer_key: AnswerKey,
        slot: SandboxSlot,
        submission: Submission,
        follow_through: bool = True,
        pulse: Pulse | None = None,
        held: Collection[int] = (),
    ) -> None:
        self.answer_key = answer_key
        self.follow_through = follow_through
        self.timings = Timings()
        self.limits = answer_key.assignment.limits
        self.questions = {
            exercise.name: Question(exercise, answer_key.tests[exercise.name], self.limits.question_seconds)
            for exercise in answer_key.assignment.exercises
            if submission.exercises is None or exercise.name in submission.exercises
        }
        answer_key.import_for(self.questions)
        for number in held:
            question = self.questions.get(answer_key.assignment.exercises[number].name)
            if question is not None:
                question.seconds_left = 0
                question.status, question.detail = Status.TIMED_OUT, HELD
        self.notebook = NotebookRun(answer_key, slot, submission, self.timings, pulse)
        self.cases = CaseRunner(answer_key, self.notebook, self.questions.values(), follow_through)

    def run(self) -> SubmissionResult:
        """Grade, and say how it went."""
        started = time.monotonic()
        whole: Trouble | None = None
        try:
            self.notebook.session()
            for hidden in (False, True):
                self.run_cases(hidden)
            if self.follow_through:
                follow_through(self.answer_key, self.notebook, self.questions.values(), self.cases)
        except GivingUp as given_up:
            whole = given_up.trouble
        except RunEnded as ended:  # tampering: nothing that this submission says can be believed
            whole = Trouble(ended.status, ended.detail)
        finally:
            self.notebook.end()
        if whole:
            give_up(whole, self.questions)
        self.timings.total = time.monotonic() - started
        return result_of(self.answer_key, self.notebook, self.questions, whole)

    def run_cases(self, hidden: bool) -> None:
        """All public cases, or all hidden ones, in the order of the exercises."""
        for question in self.questions.values():
            for case in question.tests.cases:
                if case.hidden is hidden:
                    self.cases.run(question, case)


def give_up(trouble: Trouble, questions: Mapping[str, Question]) -> None:
    """Mark the exercises that the end of the whole submission has cost something; tampering costs all of it."""
    for question in questions.values():
        if trouble.status is Status.TAMPERED:
            for result in question.results.values():
                result.passed, result.score, result.output = False, 0.0, NO_MESSAGE
            question.status, question.detail = trouble.status, trouble.detail
        elif any(not result.passed and not result.output for result in question.results.values()):
            question.status, question.detail = trouble.status, trouble.detail


def result_of(
    answer_key: AnswerKey, notebook: NotebookRun, questions: Mapping[str, Question], whole: Trouble | None
) -> SubmissionResult:
    """All that is known of a submission when its grading is over.

    Args:
        answer_key: what the judge knows of the assignment.
        notebook: which cells had to be left out, and the notes.
        questions: exercises by name.
        whole: why grading was given up, if it was.
    """
    _blame_cells(notebook, questions)
    troubles = [whole] if whole else []
    troubles += notebook.troubles.values()
    troubles += [
        Trouble(q.status, Message("{place}: {problem}", place=q.name, problem=q.detail))
        for q in questions.values()
        if q.status != "graded"
    ]
    results = []
    replays_over = time.process_time() + ALL_REPLAYS_SECONDS
    first = troubles[0] if troubles else Trouble(Status.GRADED, _failed_cells(notebook, questions))
    for question in questions.values():
        notebook.expect(REPLAY_SECONDS + GRACE_SECONDS, question.name)
        results.append(_question_result(answer_key, question, replays_over, _answer(notebook, question)))
    return SubmissionResult(
        submission=notebook.submission.id,
        student=notebook.submission.student,
        assignment=answer_key.assignment.name,
        status=first.status,
        detail=first.detail,
        questions=results,
        isolation=notebook.slot.level.label,
        notes=notebook.notes,
        cells=notebook.cells,
    )


def _failed_cells(notebook: NotebookRun, questions: Mapping[str, Question]) -> Message:
    """The cells that failed, first one that cost its exercise something; but for those that show an exercise not yet done."""
    failed = [cell for cell in notebook.cells if cell.failed]
    if not failed:
        return NO_MESSAGE
    costly = [cell for cell in failed if (cost := questions.get(cell.exercise or "")) and not cost.is_full]
    return in_one_sentence([*costly, *(cell for cell in failed if cell not in costly)])


def _answer(notebook: NotebookRun, question: Question) -> str:
    """The cells that define what the exercise asks for, in the notebook's order; cut where they are too long to be read."""
    code = notebook.code
    names = set(question.provides)
    cells = [source for source, defined in zip(code.sources, code.defined, strict=True) if defined & names]
    text = "\n\n".join(cells)
    return text if len(text) <= MOST_CODE else text[:MOST_CODE] + "\n…"


def _blame_cells(notebook: NotebookRun, questions: Mapping[str, Question]) -> None:
    """Mark the exercises whose cells ran into a limit, and note the cells that were left out."""
    for index, trouble in notebook.suspects.items():
        owner = questions.get(notebook.code.exercises[index] or "")
        if owner:
            owner.trouble(trouble)
    for index, trouble in notebook.troubles.items():
        status = Message(str(trouble.status))
        notebook.note(Message("Skipped: {problem} ({status}).", problem=trouble.detail, status=status))
        for question in questions.values():
            answers_it = bool(notebook.code.defined[index] & set(question.provides))
            if answers_it and not question.is_full:
                question.trouble(trouble)


def _misconceptions(answer_key: AnswerKey, question: Question, replays_over: float) -> tuple[Misconception, ...]:
    """Replays run the kit's own code, but on what the submission returned: so they too are bounded.

    What an assignment calls slow is not run again for each of its wrong variants.
    """
    seconds = min(REPLAY_SECONDS, replays_over - time.process_time())
    if question.name in answer_key.assignment.slow_exercises or seconds <= 0:
        return ()
    try:
        with bounded(seconds, _too_long), answer_key.at_given_files():
            return recognise(
                list(question.records.values()),
                answer_key.wrong[question.name],
                answer_key.reference,
                question.tests.namespace.get(WHAT_SHOWS),
            )
    except (_TooLong, MemoryError):
        return ()
    except Exception:  # a name that is not found costs nothing; the marks of a submission must not hang on it
        log.exception("naming the misconception in %s failed", question.name)
        return ()


def _question_result(answer_key: AnswerKey, question: Question, replays_over: float, code: str) -> QuestionResult:
    named: tuple[Misconception, ...] = ()
    if question.status is Status.GRADED and not question.is_full:
        named = _misconceptions(answer_key, question, replays_over)
    return QuestionResult(
        name=question.name,
        score=question.score,
        max_score=total(result.max_score for result in question.results.values()),
        status=question.status,
        detail=question.detail,
        cases=list(question.results.values()),
        misconception=named[0] if named else None,
        other_misconception=named[1] if len(named) > 1 else None,
        lent=question.lent,
        code=code,
        section=answer_key.sections.get(question.name, ""),
    )


class _TooLong(BaseException):
    """Not an ``Exception``: a replay takes those for what the replayed solution raised."""


def _too_long() -> NoReturn:
    disarm()
    raise _TooLong
