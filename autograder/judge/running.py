"""Running a notebook: a child in which all its cells have run, but for those that are known to end it."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from autograder.intake import Submission
from autograder.isolation.sandbox import CONFINE_SECONDS, START_SECONDS, SandboxSlot
from autograder.messages import Message
from autograder.results import CellOutcome, Status, Timings
from autograder.runner.confine import ChildLimits
from autograder.source_code import statements

from .answer_key import AnswerKey
from .bounds import NO_EXERCISE, Pulse
from .cell_reports import Malformed, asides_of, is_report, outcome_of, settled, would_have_defined
from .clock import SubmissionClock, Time, more_than
from .notebook_cells import NotebookCode
from .process import GRACE_SECONDS, Refused, RunEnded
from .question import GivingUp, Trouble, limit_hit
from .session import Session

NOTEBOOK_SEED = 0
MAX_RESTARTS = 25
MIN_SECONDS = 0.5


class NotebookRun:
    """Starts a child whenever there is none, and keeps account of what the notebook's cells did to it.

    Args:
        answer_key: what the judge knows of the assignment.
        slot: where children are started.
        submission: what was handed in; it must be readable.
        timings: where time is added up.
        pulse: where to say how long the next step may take.
    """

    def __init__(
        self,
        answer_key: AnswerKey,
        slot: SandboxSlot,
        submission: Submission,
        timings: Timings,
        pulse: Pulse | None = None,
    ) -> None:
        self.pulse = pulse
        self.answer_key = answer_key
        self.slot = slot
        self.submission = submission
        self.timings = timings
        self.limits = answer_key.assignment.limits
        self.code = NotebookCode(submission.code, answer_key.assignment, submission.files)
        self.troubles: dict[int, Trouble] = {}
        """Cells that ended their process, and are left out since."""
        self.suspects: dict[int, Trouble] = {}
        """Cells of this process that ran into a limit and went on: they may still hold all the memory that there is."""
        self.dirty: str | None = None
        """The exercise that has run into a limit in this process; the next one is graded from the state before."""
        self.notes: list[Message] = list(submission.notes)
        self._outcomes: dict[int, CellOutcome] = {}
        self._put_back: list[CellOutcome] = []
        self._set_up = _changed_set_up(answer_key.set_up, self.code)
        self.clock = SubmissionClock(alive=(lambda: None) if pulse is None else pulse.beat)
        self._began = self.clock.now()
        self._session: Session | None = None

    def session(self) -> Session:
        """The process that the notebook has run in; a fresh one if there is none.

        Raises:
            GivingUp: if the submission's time is up, or its notebook has ended too many processes.
            RunEnded: if it interfered with the grading.
        """
        while self._session is None:
            if self.timings.restarts > MAX_RESTARTS:
                raise GivingUp(
                    Trouble(
                        Status.CRASHED, Message("the notebook had to be started {number} times", number=MAX_RESTARTS)
                    )
                )
            try:
                self._session = self._start()
            except RunEnded as ended:
                self.timings.restarts += 1
                if ended.status is Status.TAMPERED:
                    raise
        return self._session

    def end(self) -> None:
        """End the process, if there is one."""
        if self._session is not None:
            self._end_child()
            self._session = None

    def allow(self, session: Session, seconds: float, detail: Callable[[Time], Message]) -> float:
        """From now on, the submission may take so many seconds on its clock, or what it has left of all its time.

        Args:
            session: what is asked next.
            seconds: that this may take.
            detail: why it was stopped, if it is, from what was spent since now.

        Returns:
            How many seconds it may take.

        Raises:
            GivingUp: if nothing is left.
        """
        left = self.limits.submission_seconds - (self.clock.now() - self._began).total
        if left <= 0:
            raise GivingUp(Trouble(Status.TIMED_OUT, self._too_long()))
        if left < seconds:
            seconds, detail = left, lambda spent: self._too_long()
        session.process.limit(seconds, detail)
        return seconds

    def _too_long(self) -> Message:
        spent = self.clock.now() - self._began
        most = more_than(self.limits.submission_seconds, spent)
        return Message("more than {time} in the whole notebook", time=most)

    def expect(self, seconds: float, exercise: str | None = None) -> None:
        """Tell whoever watches this judge how long its next step may take, and which exercise that is of."""
        if self.pulse is not None:
            names = [one.name for one in self.answer_key.assignment.exercises]
            self.pulse.expect(seconds, names.index(exercise) if exercise in names else NO_EXERCISE)

    def skip_suspects(self) -> None:
        """From the next start on, leave out the cells that may still hold what a later one lacks."""
        self.troubles.update(self.suspects)
        self.suspects = {}

    def note(self, text: Message) -> None:
        """Add a remark for whoever grades, once."""
        if text not in self.notes:
            self.notes.append(text)

    @property
    def cells(self) -> list[CellOutcome]:
        """What became of the cells that did not simply run, in the notebook's order."""
        cut = [
            CellOutcome(index + 1, self.code.exercises[index], "cut", message=trouble.detail)
            for index, trouble in self.troubles.items()
        ]
        found = [*self._set_up_told(), *cut, *self._outcomes.values(), *self._put_back]
        return sorted(found, key=lambda cell: cell.number)

    def why_missing(self, name: str) -> CellOutcome | None:
        """What kept the notebook from defining a name, as far as it can be seen."""
        return next((cell for cell in self.cells if would_have_defined(name, cell, self.code)), None)

    def _set_up_told(self) -> list[CellOutcome]:
        """That the assignment's own set-up ran before a notebook which changed it or left it out, where that adds something."""
        own = {name for names in self.code.defined for name in names}
        added = {name for source in self._set_up for one in statements(source) for name in one.binds}
        added = (added & self.code.used) - own - {"_"}
        if not added:
            return []
        told = Message(
            "The set-up cell was changed or left out: {names} came from the assignment's own.",
            names=", ".join(sorted(added)),
        )
        return [CellOutcome(0, None, "set_up", message=told)]

    def _start(self) -> Session:
        before = time.monotonic()
        limits = ChildLimits(
            cpu_seconds=ceil(self.limits.cpu_seconds),
            memory_mb=self.limits.memory_mb,
            processes=self.limits.processes,
            file_mb=self.limits.file_mb,
            output_kb=self.limits.output_kb,
        )
        self.answer_key.forget()
        self.expect(START_SECONDS + CONFINE_SECONDS)
        self._child = self.slot.start(limits)
        self.suspects, self.dirty = {}, None
        session = Session(self._child, limits, self.answer_key.functions, self.clock)
        try:
            session.process.greet()
            self.timings.fork += time.monotonic() - before
            forked = time.monotonic()
            self.allow(session, self.limits.cell_seconds, lambda spent: Message("its files could not be written"))
            for name, content in self.submission.files.items():
                try:
                    session.process.request("file", name, content)
                except Refused as refused:
                    self.note(
                        Message(
                            "The file {file} could not be put beside the notebook ({error}).",
                            file=name,
                            error=refused.type_name,
                        )
                    )
            self._outcomes = {}
            session.process.request("answers", self.answer_key.asked)
            self._run_set_up(session)
            session.process.request("seed", NOTEBOOK_SEED)
            for index, source in enumerate(self.code.sources):
                if index not in self.troubles:
                    self._run_cell(session, index, source)
            self._settle(session)
        except BaseException:  # also when the whole submission's time is up
            self._end_child()
            raise
        self.timings.cells += time.monotonic() - forked
        return session

    def _end_child(self) -> None:
        self.answer_key.forget()
        ending = self._child.end()
        self.clock.leave(ending.cpu_seconds)
        self.timings.child_cpu += ending.cpu_seconds
        self.timings.child_peak_kb = max(self.timings.child_peak_kb, ending.peak_kb)

    def _run_cell(self, session: Session, index: int, source: str) -> None:
        allowed = self._cell_seconds(index)
        place = self._place(index)

        def too_long(spent: Time) -> Message:
            return Message("{place} took more than {time}", place=place, time=more_than(allowed, spent))

        self.allow(session, allowed, too_long)
        self.expect(allowed + GRACE_SECONDS)
        try:
            outcome = session.process.request("cell", source, index + 1)
        except Refused as refused:
            error = [refused.type_name, refused.builtin, str(refused.message)]
            outcome = {
                "error": error,
                "cut": False,
                "kind": "raised",
                "line": 0,
                "source": "",
                "not_run": 0,
                "asides": [],
            }
        except RunEnded as ended:
            if ended.status is not Status.TAMPERED:
                detail = ended.detail
                if ended.status is not Status.TIMED_OUT:
                    detail = Message("{place}: {problem}", place=place, problem=ended.detail)
                self.troubles[index] = Trouble(ended.status, detail)
            raise
        if not is_report(outcome):
            session.process.tampered(Message("a report of a cell that makes no sense"))
        exercise = self.code.exercise_of(index, is_python=outcome["kind"] != "no_python")
        if told := outcome_of(index + 1, exercise, outcome):
            self._outcomes[index] = told
        for note in asides_of(place, outcome):
            self.note(note)
        if outcome["cut"]:
            size = self.limits.output_kb
            self.note(Message("The output of {place} was cut after {size} KB.", place=place, size=size))
        hit = limit_hit(outcome["error"], self.limits) if outcome["error"] else None
        if hit:
            detail = Message("{place} {problem}", place=place, problem=hit.detail)
            if self.suspects:
                self.skip_suspects()
                session.process.abandon(hit.status, detail)
            self.suspects[index] = Trouble(hit.status, detail)

    def _run_set_up(self, session: Session) -> None:
        """Run the assignment's own set-up cells that the notebook has changed or left out; what fails in them is nobody's."""
        for source in self._set_up:
            self.allow(
                session, self.limits.cell_seconds, lambda spent: Message("the assignment's set-up took too long")
            )
            try:
                session.process.request("cell", source, 0)
            except Refused:
                continue
            except RunEnded:
                self._set_up = []  # something that was handed in breaks it; the notebook runs without
                raise

    def _settle(self, session: Session) -> None:
        """Have the child put back answers that the notebook has replaced, and settings that it has left behind."""
        self.allow(session, self.limits.cell_seconds, lambda spent: Message("the notebook did not come to its end"))
        try:
            self._put_back, settings = settled(session.process.request("settle"), self.code)
        except Refused:
            return
        except Malformed:
            session.process.tampered(Message("a report of the notebook's end that makes no sense"))
        for cell in self._put_back:
            self.note(cell.message)
        names = ", ".join(name for name in settings if name not in self.answer_key.given_code)
        if names:
            self.note(
                Message("The notebook left settings changed, which were set back for the tests: {names}.", names=names)
            )

    def _cell_seconds(self, index: int) -> float:
        """What a cell may take: less, if it uses exercises whose use has been stopped before.

        A notebook shows off most functions in several cells. If one of them never returns, all of those hang, and
        would use up the time of the exercises that are right.
        """
        needed = self.code.needed if self.troubles else []
        hanging = sum(bool(needed[other] & needed[index]) for other in self.troubles)
        return max(MIN_SECONDS, self.limits.cell_seconds / 2**hanging)

    def _place(self, index: int) -> Message:
        return CellOutcome(index + 1, self.code.exercises[index], "raised").place


def _changed_set_up(own: list[str], code: NotebookCode) -> list[str]:
    """Those of the assignment's set-up cells that a notebook does not hold as they are, the first above all answers."""
    texts = [_bare(source) for source in code.sources]
    first_answer = next((index for index, names in enumerate(code.exercises) if names), len(texts))
    changed = []
    for number, source in enumerate(own):
        where = texts[:first_answer] if number == 0 else texts
        if _bare(source) not in where:
            changed.append(source)
    return changed


def _bare(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))
