"""Follow-through: where an exercise builds on an earlier one that is wrong, its cases run again with the right one lent.

What then comes out counts, points and diagnosis: they are those that the exercise has beside a right earlier one. So a
mistake costs its own points only, and a second one costs what it would cost alone, also where the two happen to hide each other.
"""

from __future__ import annotations

from collections.abc import Iterable

from autograder.authoring.test_files import Case
from autograder.messages import NO_MESSAGE, Message
from autograder.results import Status

from .bounds import bounded
from .cases import CaseRunner
from .examiner import Examiner
from .here import TookTooLong, crossing, run_here
from .process import GRACE_SECONDS, Refused, RunEnded
from .question import Question
from .running import NotebookRun
from .session import Session


def follow_through(examiner: Examiner, notebook: NotebookRun, questions: Iterable[Question], cases: CaseRunner) -> None:
    """Try again, in the notebook's order, what uses a function that was wrong.

    Raises:
        GivingUp: if the submission's time is up.
        RunEnded: if it interfered with the grading.
    """
    wrong: set[str] = set()
    session: Session | None = None
    for question in questions:
        worth_it = wrong and not _is_untouched(question, examiner, notebook)
        needs = notebook.code.needed_by(question.provides) & wrong if worth_it else set()
        if needs:
            if session is None:
                notebook.end()
                session = notebook.session()
            try:
                _retry_with_loans(examiner, notebook, session, question, sorted(needs), cases)
            except RunEnded as ended:
                if ended.status is Status.TAMPERED:
                    raise
                notebook.end()
                session = None
        if not question.is_full:
            wrong.update(name for name in question.provides if examiner.lendable(name))


def _is_untouched(question: Question, examiner: Examiner, notebook: NotebookRun) -> bool:
    """Whether nothing was written: what a skeleton does by itself with the right functions is nobody's work."""
    cells = zip(notebook.code.sources, notebook.code.defined, strict=True)
    answers = [source for source, names in cells if names & set(question.provides)]
    return bool(answers) and all(answer.strip() == examiner.released[question.name].strip() for answer in answers)


def _retry_with_loans(
    examiner: Examiner,
    notebook: NotebookRun,
    session: Session,
    question: Question,
    needs: list[str],
    cases: CaseRunner,
) -> None:
    seconds = notebook.seconds(notebook.limits.question_seconds)
    session.process.limit(seconds, Message("more time than the exercise has"))
    for name in needs:
        function = examiner.lendable(name)
        assert function is not None
        try:
            session.lend(name, function)
        except Refused:
            return
    examiner.forget()  # what was worked out without the loan
    for case in question.tests.cases:
        result, record = question.results[case.name], question.records.get(case.name)
        with bounded(seconds + GRACE_SECONDS, session.process.timed_out):
            passed, output = cases.judge(session, question, case)
        if result.passed and not passed and not _can_be_lent_to(examiner, question, case, needs):
            if record is not None:
                question.records[case.name] = record
            continue
        if passed != result.passed:
            question.lent = needs
        result.passed, result.output = passed, output
        result.score = case.points if passed else 0.0
    if question.is_full:  # what stopped it was the earlier exercise's fault
        question.status, question.detail = Status.GRADED, NO_MESSAGE


def _can_be_lent_to(examiner: Examiner, question: Question, case: Case, needs: list[str]) -> bool:
    """Whether the right solution passes a case with what it needs lent to it: gradients, say, do not cross the wire."""
    key = (question.name, case.name, *needs)
    if key not in examiner.lending:
        right = {name: examiner.reference[name] for name in needs}
        examiner.reference.update({name: crossing(function) for name, function in right.items()})
        try:
            run_here(examiner, question.name, case, examiner.reference)
            examiner.lending[key] = True
        except (Exception, TookTooLong):
            examiner.lending[key] = False
        finally:
            examiner.reference.update(right)
    return examiner.lending[key]
