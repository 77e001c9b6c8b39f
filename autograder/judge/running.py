"""Running a notebook: a child in which all its cells have run, but for those that are known to end it."""

from __future__ import annotations

import time
from math import ceil, inf

from autograder.intake import Submission
from autograder.isolation.sandbox import Slot
from autograder.messages import Message
from autograder.results import Status, Timings
from autograder.runner.confine import ChildLimits

from .examiner import Examiner
from .notebook_cells import NotebookCode
from .process import Refused, RunEnded, is_description
from .session import Session
from .troubles import GivingUp, Trouble, limit_hit

NOTEBOOK_SEED = 0
MAX_RESTARTS = 25
MIN_SECONDS = 0.5


class NotebookRun:
    """Starts a child whenever there is none, and keeps account of what the notebook's cells did to it.

    Args:
        examiner: what the judge knows of the assignment.
        slot: where children are started.
        submission: what was handed in; it must be readable.
        timings: where time is added up.
    """

    def __init__(self, examiner: Examiner, slot: Slot, submission: Submission, timings: Timings) -> None:
        self.examiner = examiner
        self.slot = slot
        self.submission = submission
        self.timings = timings
        self.limits = examiner.assignment.limits
        self.code = NotebookCode(submission.code, examiner.assignment, submission.files)
        self.troubles: dict[int, Trouble] = {}
        """Cells that ended their process, and are left out since."""
        self.suspects: dict[int, Trouble] = {}
        """Cells of this process that ran into a limit and went on: they may still hold all the memory that there is."""
        self.dirty: str | None = None
        """The exercise that has run into a limit in this process; the next one is graded from the state before."""
        self.notes: list[Message] = list(submission.notes)
        self.over = inf
        """When the submission's time is up, on the clock of ``time.monotonic``."""
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

    def seconds(self, wanted: float) -> float:
        """So many seconds, or what the submission has left.

        Raises:
            GivingUp: if that is nothing.
        """
        left = self.over - time.monotonic()
        if left <= 0:
            most = self.limits.submission_seconds
            detail = Message("more than {seconds} s for the whole notebook", seconds=most)
            raise GivingUp(Trouble(Status.TIMED_OUT, detail))
        return min(wanted, left)

    def skip_suspects(self) -> None:
        """From the next start on, leave out the cells that may still hold what a later one lacks."""
        self.troubles.update(self.suspects)
        self.suspects = {}

    def note(self, text: Message) -> None:
        """Add a remark for whoever grades, once."""
        if text not in self.notes:
            self.notes.append(text)

    def _start(self) -> Session:
        before = time.monotonic()
        limits = ChildLimits(
            cpu_seconds=ceil(self.limits.cpu_seconds),
            memory_mb=self.limits.memory_mb,
            processes=self.limits.processes,
            file_mb=self.limits.file_mb,
            output_kb=self.limits.output_kb,
        )
        self.examiner.forget()
        self._child = self.slot.start(limits)
        self.suspects, self.dirty = {}, None
        session = Session(self._child, limits, self.examiner.functions)
        try:
            session.process.greet()
            self.timings.fork += time.monotonic() - before
            forked = time.monotonic()
            session.process.limit(self.seconds(self.limits.cell_seconds), Message("its files could not be written"))
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
            session.process.request("seed", NOTEBOOK_SEED)
            for index, source in enumerate(self.code.sources):
                if index not in self.troubles:
                    self._run_cell(session, index, source)
        except BaseException:  # also when the whole submission's time is up
            self._end_child()
            raise
        self.timings.cells += time.monotonic() - forked
        return session

    def _end_child(self) -> None:
        self.examiner.forget()
        ending = self._child.end()
        self.timings.child_cpu += ending.cpu_seconds
        self.timings.child_peak_kb = max(self.timings.child_peak_kb, ending.peak_kb)

    def _run_cell(self, session: Session, index: int, source: str) -> None:
        allowed = self._cell_seconds(index)
        place = self._place(index)
        too_long = Message("{place} ran for more than {seconds} s", place=place, seconds=allowed)
        session.process.limit(self.seconds(allowed), too_long)
        try:
            outcome = session.process.request("cell", source)
        except Refused as refused:
            outcome = {"error": [refused.type_name, refused.builtin, refused.message], "cut": False}
        except RunEnded as ended:
            if ended.status is not Status.TAMPERED:
                detail = ended.detail
                if ended.status is not Status.TIMED_OUT:
                    detail = Message("{place}: {problem}", place=place, problem=ended.detail)
                self.troubles[index] = Trouble(ended.status, detail)
            raise
        if type(outcome) is not dict or set(outcome) != {"error", "cut"}:
            session.process.tampered(Message("a report of a cell that makes no sense"))
        if outcome["cut"] is True:
            size = self.limits.output_kb
            self.note(Message("The output of {place} was cut after {size} KB.", place=place, size=size))
        hit = limit_hit(outcome["error"], self.limits) if is_description(outcome["error"]) else None
        if hit:
            detail = Message("{place} {problem}", place=place, problem=hit.detail)
            if self.suspects:
                self.skip_suspects()
                session.process.abandon(hit.status, detail)
            self.suspects[index] = Trouble(hit.status, detail)

    def _cell_seconds(self, index: int) -> float:
        """What a cell may take: less, if it uses exercises whose use has been stopped before.

        A notebook shows off most functions in several cells. If one of them never returns, all of those hang, and
        would use up the time of the exercises that are right.
        """
        needed = self.code.needed if self.troubles else []
        hanging = sum(bool(needed[other] & needed[index]) for other in self.troubles)
        return max(MIN_SECONDS, self.limits.cell_seconds / 2**hanging)

    def _place(self, index: int) -> Message:
        owner = self.code.exercises[index]
        if owner:
            return Message("code cell {number} (exercise {name})", number=index + 1, name=owner)
        return Message("code cell {number}", number=index + 1)
