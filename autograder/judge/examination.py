"""Grading one submission: run its cells, then every case of every exercise, whatever happens on the way.

A cell or a case that hangs, crashes or takes too much ends the child. Then a fresh child runs the same cells again,
without the one that did it, so each exercise is graded from the state that the notebook leaves without its bad cell.
An honest submission never pays for this.

Public cases of all exercises come before hidden ones: what a student's code raises in a public case is shown to the student,
and must not be able to carry what it saw in a hidden one.
"""

from __future__ import annotations

import contextlib
import functools
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import NoReturn

import numpy as np
import torch

from autograder.authoring.assignment import Limits
from autograder.authoring.test_files import Case
from autograder.grading.results import CaseResult, Misconception, QuestionResult, Status, SubmissionResult, Timings
from autograder.intake import Submission
from autograder.isolation.sandbox import Slot
from autograder.runner.confine import ChildLimits
from autograder.wire.codec import NotData

from .bounds import bounded, disarm
from .examiner import Examiner, seed_of
from .misconceptions import CaseRecord, changes_arguments, recognise
from .notebook_cells import defined, exercise_of_cells, mentioned, references
from .process import GRACE_SECONDS, Refused, RunEnded, is_description
from .proxies import StudentError
from .session import Names, Session
from .troubles import GivingUp, Trouble, limit_hit

NOTEBOOK_SEED = 0
MAX_RESTARTS = 25
MIN_SECONDS = 0.5
REPLAY_SECONDS = 10.0
"""For recognising the misconceptions of one exercise."""


@dataclass
class Question:
    """The state of one exercise while it is graded."""

    name: str
    results: dict[str, CaseResult]
    status: Status = Status.GRADED
    detail: str = ""
    seconds_left: float = 0.0
    records: dict[str, CaseRecord] = field(default_factory=dict)
    lent: list[str] = field(default_factory=list)

    @property
    def score(self) -> float:
        return sum(result.score for result in self.results.values())

    @property
    def is_full(self) -> bool:
        return all(result.passed for result in self.results.values())


class Examination:
    """Grades one submission in one slot.

    Args:
        examiner: what the judge knows of the assignment.
        slot: where children are started.
        submission: what was handed in; it must be readable.
        follow_through: lend right functions where an exercise builds on an earlier one that is wrong.
        translate: gettext for what the student reads.
    """

    def __init__(
        self,
        examiner: Examiner,
        slot: Slot,
        submission: Submission,
        follow_through: bool = True,
        translate: Callable[[str], str] = str,
    ) -> None:
        self.examiner = examiner
        self.slot = slot
        self.submission = submission
        self.follow_through = follow_through
        self._ = translate
        self.limits: Limits = examiner.assignment.limits
        self.sources = submission.code
        self.owners = exercise_of_cells(self.sources, examiner.assignment)
        self.troubles: dict[int, Trouble] = {}
        """Cells that ended their process, and are left out since."""
        self.suspects: dict[int, Trouble] = {}
        """Cells of this process that ran into a limit and went on: they may still hold all the memory that there is."""
        self.hit: Trouble | None = None
        """The limit that the last case ran into, if it did."""
        self.dirty: str | None = None
        """The exercise that has run into a limit in this process; the next one is graded from the state before."""
        self.notes: list[str] = list(submission.notes)
        self.questions = {
            exercise.name: Question(
                exercise.name,
                {
                    case.name: CaseResult(case.title, 0.0, case.points, False, case.hidden)
                    for case in examiner.tests[exercise.name].cases
                },
                seconds_left=self.limits.question_seconds,
            )
            for exercise in examiner.assignment.exercises
        }
        self.session: Session | None = None
        self.timings = Timings()
        self.whole: Trouble | None = None

    @functools.cached_property
    def used(self) -> dict[str, set[str]]:
        """For each name that the notebook defines, all names that it uses."""
        return references(self.sources)

    def run(self) -> SubmissionResult:
        """Grade, and say how it went."""
        started = time.monotonic()
        self.over = started + self.limits.submission_seconds
        try:
            self._ensure_session()
            self._run_cases(hidden=False)
            self._run_cases(hidden=True)
            if self.follow_through:
                self._follow_through()
        except GivingUp as given_up:
            self._give_up(given_up.trouble)
        except RunEnded as ended:  # tampering: nothing that this submission says can be believed
            self._give_up(Trouble(ended.status, ended.detail))
        finally:
            self._end_session()
        self.timings.total = time.monotonic() - started
        return self._result()

    # Running the notebook.

    def _ensure_session(self) -> Session:
        while self.session is None:
            if self.timings.restarts > MAX_RESTARTS:
                raise GivingUp(Trouble(Status.CRASHED, f"the notebook had to be started {MAX_RESTARTS} times"))
            try:
                self.session = self._run_notebook()
            except RunEnded as ended:
                self.timings.restarts += 1
                if ended.status is Status.TAMPERED:
                    raise
        return self.session

    def _run_notebook(self) -> Session:
        """A fresh child in which every cell has run, but for those that are known to end it."""
        before = time.monotonic()
        limits = ChildLimits(
            cpu_seconds=ceil(self.limits.cpu_seconds),
            memory_mb=self.limits.memory_mb,
            processes=self.limits.processes,
            file_mb=self.limits.file_mb,
            output_kb=self.limits.output_kb,
        )
        self.examiner.forget()
        child = self.slot.start(limits)
        self._child, self.suspects, self.dirty = child, {}, None
        session = Session(child, limits, self.examiner.functions)
        try:
            session.process.greet()
            self.timings.fork += time.monotonic() - before
            forked = time.monotonic()
            session.process.limit(self._seconds(self.limits.cell_seconds), "its files could not be written")
            for name, content in self.submission.files.items():
                try:
                    session.process.request("file", name, content)
                except Refused as refused:
                    self._note(f"The file {name} could not be put beside the notebook ({refused.type_name}).")
            session.process.request("seed", NOTEBOOK_SEED)
            for index, source in enumerate(self.sources):
                if index not in self.troubles:
                    self._run_cell(session, index, source)
        except BaseException:  # also when the whole submission's time is up
            self._end_child()
            raise
        self.timings.cells += time.monotonic() - forked
        return session

    def _run_cell(self, session: Session, index: int, source: str) -> None:
        allowed = self._cell_seconds(source)
        place = self._place(index)
        session.process.limit(self._seconds(allowed), f"{place} ran for more than {allowed:g} s")
        try:
            outcome = session.process.request("cell", source)
        except Refused as refused:
            outcome = {"error": [refused.type_name, refused.builtin, refused.message], "cut": False}
        except RunEnded as ended:
            if ended.status is not Status.TAMPERED:
                detail = ended.detail if ended.status is Status.TIMED_OUT else f"{place}: {ended.detail}"
                self.troubles[index] = Trouble(ended.status, detail)
            raise
        if type(outcome) is not dict or set(outcome) != {"error", "cut"}:
            session.process.tampered("a report of a cell that makes no sense")
        if outcome["cut"] is True:
            self._note(f"The output of {place} was cut after {self.limits.output_kb} KB.")
        hit = limit_hit(outcome["error"], self.limits) if is_description(outcome["error"]) else None
        if hit:
            if self.suspects:
                self._skip_suspects()
                session.process.abandon(hit.status, f"{place} {hit.detail}")
            self.suspects[index] = Trouble(hit.status, f"{place} {hit.detail}")

    def _skip_suspects(self) -> None:
        """From the next start on, leave out the cells that may still hold what a later one lacks."""
        self.troubles.update(self.suspects)
        self.suspects = {}

    def _cell_seconds(self, source: str) -> float:
        """What a cell may take: less, if it uses exercises whose use has been stopped before.

        A notebook shows off most functions in several cells. If one of them never returns, all of those hang, and
        would use up the time of the exercises that are right.
        """
        stopped = [self._exercises_in(self.sources[index]) for index in self.troubles]
        own = self._exercises_in(source) if stopped else set()
        return max(MIN_SECONDS, self.limits.cell_seconds / 2 ** sum(bool(names & own) for names in stopped))

    def _exercises_in(self, source: str) -> set[str]:
        """The names that exercises provide and that a cell uses, directly or not."""
        provided = {name for exercise in self.examiner.assignment.exercises for name in exercise.provides}
        return provided & mentioned(source, self.used)

    def _place(self, index: int) -> str:
        owner = self.owners[index]
        return f"code cell {index + 1}" + (f" (exercise {owner})" if owner else "")

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def _seconds(self, wanted: float) -> float:
        left = self.over - time.monotonic()
        if left <= 0:
            detail = f"more than {self.limits.submission_seconds:g} s for the whole notebook"
            raise GivingUp(Trouble(Status.TIMED_OUT, detail))
        return min(wanted, left)

    def _end_session(self) -> None:
        if self.session is not None:
            self._end_child()
            self.session = None

    def _end_child(self) -> None:
        self.examiner.forget()
        ending = self._child.end()
        self.timings.child_cpu += ending.cpu_seconds
        self.timings.child_peak_kb = max(self.timings.child_peak_kb, ending.peak_kb)

    # Running the cases.

    def _run_cases(self, hidden: bool) -> None:
        for question in self.questions.values():
            for case in self.examiner.tests[question.name].cases:
                if case.hidden is hidden:
                    self._run_case(question, case)

    def _run_case(self, question: Question, case: Case) -> None:
        result = question.results[case.name]
        if question.seconds_left <= 0:
            result.output = self._("Not run: this exercise had been stopped before.")
            return
        if self.dirty not in (None, question.name):
            self._end_session()
        session = self._ensure_session()
        before = time.monotonic()
        allowed = question.seconds_left
        if self._needs_stopped(question):
            allowed = min(allowed, max(MIN_SECONDS, self.limits.question_seconds / 4))
        limit = self._seconds(allowed)
        session.process.limit(limit, f"more than {self.limits.question_seconds:g} s in this exercise")
        try:
            with bounded(limit + GRACE_SECONDS, session.process.timed_out):
                result.passed, result.output = self._judge(session, question, case)
            stopped = None
        except RunEnded as ended:
            if ended.status is Status.TAMPERED:
                raise
            self._end_session()
            stopped = Trouble(ended.status, ended.detail)
        finally:
            spent = time.monotonic() - before
            question.seconds_left -= spent
            self.timings.cases += spent
        if self.suspects and (self.hit or (stopped and stopped.status is Status.OUT_OF_MEMORY)):
            self._skip_suspects()
            self._end_session()
            self._run_case(question, case)  # now without the cell that may have taken what it lacked
            return
        if stopped:
            self.timings.restarts += 1
            question.status, question.detail = stopped.status, stopped.detail
            result.passed, result.output = False, self._(case.failure_message)
            if stopped.status is not Status.OUT_OF_MEMORY:
                question.seconds_left = 0
        elif self.hit:
            self.dirty = question.name
            if question.status is Status.GRADED:
                question.status, question.detail = self.hit.status, f"a function {self.hit.detail}"
        result.score = case.points if result.passed else 0.0

    def _needs_stopped(self, question: Question) -> bool:
        """Whether the exercise uses one that has been stopped: it will hang there too, until that is lent to it."""
        if not self.follow_through:
            return False
        stopped = {
            name
            for exercise in self.examiner.assignment.exercises
            if self.questions[exercise.name].seconds_left <= 0 and exercise.name != question.name
            for name in exercise.provides
        }
        provides = self.examiner.assignment.exercise(question.name).provides
        return bool(stopped) and any(stopped & self.used.get(name, set()) for name in provides)

    def _judge(self, session: Session, question: Question, case: Case) -> tuple[bool, str]:
        """Run one case; whether it passed, and what the student reads.

        A test may work out what it expects from arguments that it has passed before. So where a call has changed them,
        and the right solution does not, the case must pass too when they stay what they were.
        """
        passed, output = self._try(session, question, case)
        if passed and session.changed_arguments:
            if changes_arguments(question.records[case.name], self.examiner.reference):
                return passed, output
            session.keep_arguments = True
            self.examiner.forget()  # what was worked out with changed arguments
            try:
                passed, output = self._try(session, question, case)
            finally:
                session.keep_arguments = False
            if not passed:
                output += "\n" + self._("Your code changed what it was given.")
        return passed, output

    def _try(self, session: Session, question: Question, case: Case) -> tuple[bool, str]:
        seed = seed_of(case, question.name)
        with contextlib.suppress(Refused):  # a submission that has broken its own random generators
            session.process.request("seed", seed)
        random.seed(seed)
        np.random.seed(seed)
        torch.default_generator.manual_seed(seed)  # torch.manual_seed also asks every device, which takes long
        session.events, session.names, session.changed_arguments = [], {}, False
        self.hit = None
        names = Names(session)
        passed, remark = False, ""
        with self.examiner.examining(session):
            arguments = {name: names.get(name) for name in case.arguments}
            missing = [name for name in case.arguments if name not in names]
            try:
                case.function(**arguments)
                passed = True
            except StudentError as error:
                remark = self._student_error(error, case.hidden)
                self.hit = limit_hit((error.type_name, error.builtin_name, error.student_message), self.limits)
            except NotData as error:
                remark = str(error)
            except Exception:
                # A result of an unexpected shape or type trips a test up in many ways; the message names the mistake.
                remark = ""
            finally:
                session.undo_changes()
        question.records[case.name] = CaseRecord(seed, dict(session.names), session.events, passed)
        if passed:
            return True, self._(case.success_message) if case.success_message else ""
        if missing:
            remark = self._("Your notebook does not define {name}.").format(name=", ".join(missing))
            return False, remark
        return False, "\n".join(part for part in (self._(case.failure_message), remark) if part)

    def _student_error(self, error: StudentError, hidden: bool) -> str:
        if hidden:
            return self._("Your code raised {error}.").format(error=error.builtin_name)
        type_name = _printable(error.type_name)
        if not error.student_message:
            return self._("Your code raised {error}.").format(error=type_name)
        message = _printable(error.student_message[:500])
        return self._("Your code raised {error}: {message}").format(error=type_name, message=message)

    # Follow-through.

    def _follow_through(self) -> None:
        """Where an exercise builds on an earlier one that is wrong, run its failed cases with the right one lent."""
        wrong: dict[str, str] = {}
        session: Session | None = None
        for exercise in self.examiner.assignment.exercises:
            question = self.questions[exercise.name]
            needs = set().union(*(self.used.get(name, set()) for name in exercise.provides)) & wrong.keys()
            failed = [
                case for case in self.examiner.tests[exercise.name].cases if not question.results[case.name].passed
            ]
            if needs and failed:
                if session is None:
                    self._end_session()
                    session = self._ensure_session()
                try:
                    self._retry_with_loans(session, question, failed, sorted(needs))
                except RunEnded as ended:
                    if ended.status is Status.TAMPERED:
                        raise
                    self._end_session()
                    session = None
            if not question.is_full:
                for name in exercise.provides:
                    if self.examiner.lendable(name):
                        wrong[name] = exercise.name

    def _retry_with_loans(self, session: Session, question: Question, failed: list[Case], needs: list[str]) -> None:
        seconds = self._seconds(self.limits.question_seconds)
        session.process.limit(seconds, "more time than the exercise has")
        for name in needs:
            function = self.examiner.lendable(name)
            assert function is not None
            try:
                session.lend(name, function)
            except Refused:
                return
        self.examiner.forget()  # what was worked out without the loan
        for case in failed:
            records = dict(question.records)
            with bounded(seconds + GRACE_SECONDS, session.process.timed_out):
                passed, output = self._judge(session, question, case)
            if passed:
                question.results[case.name].passed = True
                question.results[case.name].score = case.points
                question.results[case.name].output = output
                question.lent = needs
            else:
                question.records = records
        if question.is_full:  # what stopped it was the earlier exercise's fault
            question.status, question.detail = Status.GRADED, ""

    # The result.

    def _give_up(self, trouble: Trouble) -> None:
        self.whole = trouble
        for question in self.questions.values():
            if trouble.status is Status.TAMPERED:
                for result in question.results.values():
                    result.passed, result.score, result.output = False, 0.0, ""
                question.status, question.detail = trouble.status, trouble.detail
            elif any(not result.passed and not result.output for result in question.results.values()):
                question.status, question.detail = trouble.status, trouble.detail

    def _result(self) -> SubmissionResult:
        for index, trouble in self.suspects.items():
            owner = self.questions.get(self.owners[index] or "")
            if owner and owner.status is Status.GRADED:
                owner.status, owner.detail = trouble.status, trouble.detail
        for index, trouble in self.troubles.items():
            self._note(f"Skipped: {trouble.detail} ({trouble.status}).")
            for exercise in self.examiner.assignment.exercises:
                question = self.questions[exercise.name]
                answers_it = bool(defined(self.sources[index]) & set(exercise.provides))
                if answers_it and not question.is_full and question.status is Status.GRADED:
                    question.status, question.detail = trouble.status, trouble.detail
        troubles = [self.whole] if self.whole else []
        troubles += self.troubles.values()
        troubles += [
            Trouble(q.status, f"{q.name}: {q.detail}") for q in self.questions.values() if q.status != "graded"
        ]
        first = troubles[0] if troubles else Trouble(Status.GRADED, "")
        return SubmissionResult(
            submission=self.submission.id,
            student=self.submission.student,
            assignment=self.examiner.assignment.name,
            status=first.status,
            detail=first.detail,
            questions=[self._question_result(question) for question in self.questions.values()],
            isolation=self.slot.level.label,
            notes=self.notes,
        )

    def _misconception(self, question: Question) -> Misconception | None:
        """Replays run the kit's own code, but on what the submission returned: so they too are bounded."""
        try:
            with bounded(REPLAY_SECONDS, _too_long), self.examiner.at_given_files():
                return recognise(
                    list(question.records.values()), self.examiner.wrong[question.name], self.examiner.reference
                )
        except (_TooLong, MemoryError):
            return None

    def _question_result(self, question: Question) -> QuestionResult:
        misconception = None
        if question.status is Status.GRADED and not question.is_full:
            misconception = self._misconception(question)
        return QuestionResult(
            name=question.name,
            score=round(question.score, 6),
            max_score=round(sum(result.max_score for result in question.results.values()), 6),
            status=question.status,
            detail=question.detail,
            cases=list(question.results.values()),
            misconception=misconception,
            lent=question.lent,
        )


class _TooLong(BaseException):
    """Not an ``Exception``: a replay takes those for what the replayed solution raised."""


def _too_long() -> NoReturn:
    disarm()
    raise _TooLong


def _printable(text: str) -> str:
    """A student's text without what a terminal or a page would take for a command."""
    return "".join(
        letter if letter.isprintable() or letter in "\n\t" else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
