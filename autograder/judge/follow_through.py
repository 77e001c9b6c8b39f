"""Follow-through: where an exercise builds on an earlier one that is wrong, its cases run again with the right one lent.

What then comes out counts, points and diagnosis: they are those that the exercise has beside a right earlier one. So a
mistake costs its own points only, and a second one costs what it would cost alone, also where the two happen to hide each other.
"""

from __future__ import annotations

from collections.abc import Iterable

from autograder.authoring.test_files import Case
from autograder.messages import NO_MESSAGE, Message
from autograder.results import Status

from .answer_key import AnswerKey
from .bounds import bounded
from .cases import CaseRunner
from .process import GRACE_SECONDS, Refused, RunEnded
from .question import Question
from .replay import TookTooLong, crossing, run_here
from .running import NotebookRun
from .session import Session


def follow_through(
    answer_key: AnswerKey, notebook: NotebookRun, questions: Iterable[Question], cases: CaseRunner
) -> None:
    """Try again, in the notebook's order, what uses a function that was wrong.

    Args:
        answer_key: has the right functions.
        notebook: the student's; a child is started where there is none.
        questions: the exercises in order; what now passes counts in them.
        cases: who runs them.

    Raises:
        GivingUp: if the submission's time is up.
        RunEnded: if it interfered with the grading.
    """
    wrong: set[str] = set()
    session: Session | None = None
    for question in questions:
        worth_it = wrong and not _is_untouched(question, answer_key, notebook)
        needs = notebook.code.needed_by(question.provides) & wrong if worth_it else set()
        if needs:
            if session is None:
                notebook.end()
                session = notebook.session()
            try:
                _retry_with_loans(answer_key, notebook, session, question, sorted(needs), cases)
            except RunEnded as ended:
                if ended.status is Status.TAMPERED:
                    raise
                notebook.end()
                session = None
        if not question.is_full:
            wrong.update(name for name in question.provides if answer_key.lendable(name))


def _is_untouched(question: Question, answer_key: AnswerKey, notebook: NotebookRun) -> bool:
    """Whether nothing was written: what a skeleton does by itself with the right functions is nobody's work."""
    cells = zip(notebook.code.sources, notebook.code.defined, strict=True)
    answers = [source for source, names in cells if names & set(question.provides)]
    return bool(answers) and all(answer.strip() == answer_key.released[question.name].strip() for answer in answers)


def _retry_with_loans(
    answer_key: AnswerKey,
    notebook: NotebookRun,
    session: Session,
    question: Question,
    needs: list[str],
    cases: CaseRunner,
) -> None:
    seconds = notebook.allow(
        session, notebook.limits.question_seconds, lambda spent: Message("more time than the exercise has")
    )
    for name in needs:
        function = answer_key.lendable(name)
        assert function is not None
        try:
            session.lend(name, function)
        except Refused:
            return
    answer_key.forget()  # what was worked out without the loan
    alone = question.status, question.detail
    question.status, question.detail = (
        Status.GRADED,
        NO_MESSAGE,
    )  # what stopped it may have been the earlier one's fault
    try:
        _run_again(answer_key, notebook, session, question, needs, cases, seconds)
    except RunEnded:
        question.status, question.detail = alone
        raise


def _run_again(
    answer_key: AnswerKey,
    notebook: NotebookRun,
    session: Session,
    question: Question,
    needs: list[str],
    cases: CaseRunner,
    seconds: float,
) -> None:
    for case in question.tests.cases:
        result, record = question.results[case.name], question.records.get(case.name)
        notebook.expect(seconds + GRACE_SECONDS, question.name)
        with bounded(seconds + GRACE_SECONDS, session.process.held):
            passed, output = cases.judge(session, question, case)
        if result.passed and not passed and not _can_be_lent_to(answer_key, question, case, needs):
            if record is not None:
                question.records[case.name] = record
            continue
        if passed != result.passed:
            question.lent = needs
        result.passed, result.output = passed, output
        result.score = case.points if passed else 0.0
        if cases.trouble is not None:
            question.trouble(cases.trouble)


def _can_be_lent_to(answer_key: AnswerKey, question: Question, case: Case, needs: list[str]) -> bool:
    """Whether the right solution passes a case with what it needs lent to it: gradients, say, do not cross the wire."""
    key = (question.name, case.name, *needs)
    if key not in answer_key.lending:
        right = {name: answer_key.reference[name] for name in needs}
        answer_key.reference.update({name: crossing(function) for name, function in right.items()})
        try:
            run_here(answer_key, question.name, case, answer_key.reference)
            answer_key.lending[key] = True
        except (Exception, TookTooLong):
            answer_key.lending[key] = False
        finally:
            answer_key.reference.update(right)
    return answer_key.lending[key]
