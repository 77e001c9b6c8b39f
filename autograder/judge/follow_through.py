"""Follow-through: where an exercise builds on an earlier one that is wrong, its failed cases run again with the right one lent."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.authoring.test_files import Case
from autograder.messages import NO_MESSAGE, Message
from autograder.results import Status

from .bounds import bounded
from .cases import CaseRunner
from .examiner import Examiner
from .process import GRACE_SECONDS, Refused, RunEnded
from .question import Question
from .running import NotebookRun
from .session import Session


def follow_through(examiner: Examiner, notebook: NotebookRun, questions: Iterable[Question], cases: CaseRunner) -> None:
    """Try again, in the notebook's order, what failed and uses a function that was wrong.

    Raises:
        GivingUp: if the submission's time is up.
        RunEnded: if it interfered with the grading.
    """
    wrong: set[str] = set()
    session: Session | None = None
    for question in questions:
        failed = [case for case in question.tests.cases if not question.results[case.name].passed]
        worth_it = failed and wrong and not _is_untouched(question, examiner, notebook)
        needs = notebook.code.needed_by(question.provides) & wrong if worth_it else set()
        if needs:
            if session is None:
                notebook.end()
                session = notebook.session()
            try:
                _retry_with_loans(examiner, notebook, session, question, failed, sorted(needs), cases)
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
    failed: list[Case],
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
    for case in failed:
        records = dict(question.records)
        with bounded(seconds + GRACE_SECONDS, session.process.timed_out):
            passed, output = cases.judge(session, question, case)
        if passed:
            question.results[case.name].passed = True
            question.results[case.name].score = case.points
            question.results[case.name].output = output
            question.lent = needs
        else:
            question.records = records
    if question.is_full:  # what stopped it was the earlier exercise's fault
        question.status, question.detail = Status.GRADED, NO_MESSAGE
