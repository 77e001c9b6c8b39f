"""One confined child, spoken to by request and answer. Whatever it sends is a claim, and is checked before it is used."""

from __future__ import annotations

import hmac
import signal
from collections.abc import Callable
from enum import Enum, auto
from typing import Any, NamedTuple, NoReturn

from autograder.isolation.sandbox import CONFINE_SECONDS, Child, SandboxFailure
from autograder.messages import Message, shortened
from autograder.results import Status
from autograder.runner.confine import TREE_FILES, ChildLimits
from autograder.wire.decoder import Decoder
from autograder.wire.encoder import Encoder, Handle, NotData
from autograder.wire.frames import WireClosed, WireError, WireTimeout

from .bounds import disarm
from .clock import Allowance, SubmissionClock, Time

ARGUMENT_LIMIT = 48 << 20
GRACE_SECONDS = 2.0
HELD = Message("what it returned held the grader longer than the exercise may take")
MAX_NESTED = 8
"""How deep lent functions and a student's functions may call each other."""
MAX_NAME = 100
MAX_MESSAGE = 2_000


class RunEnded(BaseException):
    """The child is gone: nothing more can be asked of it. Not an ``Exception``, so that no test swallows it.

    Args:
        status: how it ended.
        detail: in words for whoever reads the result.
    """

    def __init__(self, status: Status, detail: Message) -> None:
        self.status = status
        self.detail = detail
        super().__init__(f"{status}: {detail}")


class Refused(Exception):
    """The child answered that the operation raised, or that its result is no data."""

    def __init__(self, type_name: str, builtin: str, message: str, asked: bytes) -> None:
        self.type_name = type_name
        self.builtin = builtin
        self.message = message
        self.asked = asked
        super().__init__(message)


class Objects(Enum):
    """What an answer may hold besides data: said for each question, before the submission's code runs."""

    DATA = auto()
    """No objects. One would be asked live, and could say yes to whatever a test asks it: it arrives as nothing usable."""
    LIVE = auto()
    """Objects of the student's, as proxies: what a class makes, what a method returns, what a name stands for."""


class Exchange(NamedTuple):
    """A question and its answer: both as they crossed the wire, and the result."""

    asked: bytes
    answer: bytes
    value: Any


class StudentProcess:
    """Requests and answers.

    Args:
        child: the confined child.
        resolve: what stands here for each handle that the child sends, in an answer of that kind.
        handle_for: the handle of a proxy or callback of ours that is sent to it.
        limits: what the child was started with, to say which of them ended it.
        clock: of the submission; by default one of this child's own.
    """

    def __init__(
        self,
        child: Child,
        resolve: Callable[[Handle, Objects], Any],
        handle_for: Callable[[Any], Handle],
        limits: ChildLimits,
        clock: SubmissionClock | None = None,
    ) -> None:
        self.child = child
        self.clock = clock or SubmissionClock()
        self.clock.follow(child.used)
        self._decoders = {objects: Decoder(_resolving(resolve, objects)) for objects in Objects}
        self.encoder = Encoder(handle_for, ARGUMENT_LIMIT, keep_strides=True)
        self.limits = limits
        self.number = 0
        self._nested = 0
        self.callbacks: dict[int, Callable[..., Any]] = {}
        self.limit(CONFINE_SECONDS, lambda spent: Message("the sandbox did not come up"))

    def greet(self) -> None:
        """Hear that the child is confined as it should be.

        Raises:
            SandboxFailure: if it is not; no submission is to blame.
        """
        try:
            kind, problem, _ = self._answer(0, Objects.DATA)
        except RunEnded as ended:
            raise SandboxFailure(
                Message("the confined process did not come up: {problem}", problem=ended.detail)
            ) from ended
        if kind != "hello" or problem:
            raise SandboxFailure(Message("a process could not be confined: {error}", error=str(problem)))

    def limit(self, seconds: float, detail: Callable[[Time], Message]) -> None:
        """A request that is not answered within so many seconds on the submission's clock, from now on, ends the run as timed out.

        Args:
            seconds: for this request and all after it.
            detail: in words, when it has happened, from what was spent since now.
        """
        self.allowance = Allowance(self.clock, seconds)
        self._detail = detail

    def request(self, operation: str, *arguments: Any, objects: Objects = Objects.LIVE) -> Any:
        """Ask for one operation, and return its result.

        Args:
            operation: a name in the child's table (``autograder.runner.agent``): "call", "cell", …
            arguments: of the operation; data, or what ``handle_for`` knows.
            objects: whether the result may hold objects of the student's.

        Raises:
            Refused: if it raised in the child, or its result is no data.
            RunEnded: if the child is gone, was stopped, or broke the protocol.
            NotData: if an argument is no data.
        """
        return self.exchange(operation, *arguments, objects=objects).value

    def exchange(self, operation: str, *arguments: Any, objects: Objects = Objects.LIVE) -> Exchange:
        """As :meth:`request`, with what has crossed the wire.

        Args:
            operation: what is asked, one of the agent's operations.
            arguments: data, or proxies of what the child has.
            objects: whether the answer may hold objects, or owes data.

        Raises:
            Refused: the child's code raised, or its answer was no data; it carries what was asked.
            NotData: an argument cannot be sent.
            RunEnded: the child is gone, over a limit, or has sent what no child of ours sends.
        """
        if self.child.wire.has_unread_bytes():
            self.tampered(Message("it sent something that nobody had asked for"))
        self.number += 1
        number = self.number
        asked = self.encoder.encode([self.child.token, [number, operation, *arguments]])
        self._send(asked)
        while True:
            kind, value, answer = self._answer(number, objects)
            if kind == "value":
                return Exchange(asked, answer, value)
            if kind == "callback":
                self._serve_callback(number, value)
                continue
            if kind == "not data":
                raise Refused("", "", self._reason(value), asked)
            if kind == "raised" and is_description(value):
                raise Refused(value[0][:MAX_NAME], value[1][:MAX_NAME], value[2][:MAX_MESSAGE], asked)
            self.tampered(Message("an answer of an unknown kind"))

    def _reason(self, claimed: Any) -> Message:
        """Why a result is no data, as the child says it."""
        try:
            reason = Message.from_json(claimed)
        except TypeError:
            self.tampered(Message("an answer of an unknown kind"))
        return shortened(reason, MAX_MESSAGE)

    def _send(self, payload: bytes) -> None:
        try:
            self.child.wire.send(payload, self.allowance)
        except WireTimeout:
            self.timed_out()
        except WireClosed:
            self._gone()

    def _answer(self, number: int, objects: Objects) -> tuple[str, Any, bytes]:
        try:
            payload = self.child.wire.receive(self.allowance)
            message = self._decoders[objects].decode(payload, self.allowance)
        except WireError as error:
            self.tampered(error.message)
        except WireTimeout:
            self.timed_out()
        except WireClosed:
            self._gone()
        if type(message) is not list or len(message) != 2 or type(message[0]) is not bytes:
            self.tampered(Message("a message of the wrong shape"))
        if not hmac.compare_digest(message[0], self.child.token):
            self.tampered(Message("a message with the token of another run"))
        body = message[1]
        if type(body) is not list or len(body) != 3 or type(body[1]) is not str:
            self.tampered(Message("a message of the wrong shape"))
        if type(body[0]) is not int or body[0] != number:
            self.tampered(Message("an answer to a question that was not asked now"))
        return body[1], body[2], payload

    def _serve_callback(self, asked: int, value: Any) -> None:
        """Call a function that was lent, and send what it returns.

        It may itself call a function of the student's, which it got as an argument: then the child, which waits for
        this answer, serves that request first.
        """
        if type(value) is not list or len(value) != 3 or type(value[0]) is not int or value[0] not in self.callbacks:
            self.tampered(Message("a call of a function that was not lent"))
        number, args, kwargs = value
        if type(args) is not list or type(kwargs) is not dict or any(type(name) is not str for name in kwargs):
            self.tampered(Message("a call of the wrong shape"))
        self._nested += 1
        try:
            if self._nested > MAX_NESTED:
                raise RecursionError("lent functions call each other without end")
            answer = [asked, "value", self.callbacks[number](*args, **kwargs)]
        except Exception as error:
            answer = [asked, "raised", _plain_error(error)]
        finally:
            self._nested -= 1
        try:
            payload = self.encoder.encode([self.child.token, answer])
        except NotData as error:
            payload = self.encoder.encode([self.child.token, [asked, "raised", ["TypeError", str(error)]]])
        self._send(payload)

    def tampered(self, why: Message) -> NoReturn:
        """End the run: what it sent is not what this file's counterpart sends."""
        self.abandon(Status.TAMPERED, Message("the submission interfered with the grading: {why}", why=why))

    def abandon(self, status: Status, detail: Message) -> NoReturn:
        """End the run for a reason of the judge's own.

        Raises:
            RunEnded: always, with this status and detail.
        """
        disarm()
        self.child.end()
        raise RunEnded(status, detail)

    def timed_out(self) -> NoReturn:
        """End the run: its allowance is used up."""
        self.abandon(Status.TIMED_OUT, self._detail(self.allowance.spent))

    def held(self) -> NoReturn:
        """End the run: the judge itself took too long over what was returned."""
        self.abandon(Status.TIMED_OUT, HELD)

    def _gone(self) -> NoReturn:
        disarm()
        ending = self.child.end(GRACE_SECONDS)
        killed = ending.exit_code in (-signal.SIGKILL, -signal.SIGXCPU)
        if ending.over:
            raise self._over(ending.over)
        if not ending.by_itself:
            raise RunEnded(Status.CRASHED, Message("the process closed its connection to the grader"))
        if killed and ending.cpu_seconds >= self.limits.cpu_seconds - 0.5:
            raise self._over("cpu")
        if ending.exit_code == -signal.SIGKILL and ending.peak_kb >= self.limits.memory_mb << 9:
            detail = Message("the system killed the process, most likely for its memory")
            raise RunEnded(Status.OUT_OF_MEMORY, detail)
        if ending.exit_code < 0:
            name = signal.Signals(-ending.exit_code).name
            raise RunEnded(Status.CRASHED, Message("the process was ended by {signal}", signal=name))
        raise RunEnded(Status.CRASHED, Message("the process ended itself"))

    def _over(self, limit: str) -> RunEnded:
        limits = self.limits
        if limit == "memory":
            detail = Message("its processes together held more than {size} MB", size=limits.memory_mb)
            return RunEnded(Status.OUT_OF_MEMORY, detail)
        if limit == "cpu":
            detail = Message("more than {seconds} s of processor time", seconds=limits.cpu_seconds)
            return RunEnded(Status.TIMED_OUT, detail)
        if limit == "processes":
            return RunEnded(Status.CRASHED, Message("it started more than {number} processes", number=limits.processes))
        size = TREE_FILES * limits.file_mb
        return RunEnded(Status.CRASHED, Message("its files together held more than {size} MB", size=size))


def _resolving(resolve: Callable[[Handle, Objects], Any], objects: Objects) -> Callable[[Handle], Any]:
    return lambda handle: resolve(handle, objects)


def is_description(value: Any) -> bool:
    """Whether a value is the description of an exception: type, nearest built-in type, message."""
    return type(value) is list and len(value) == 3 and all(type(part) is str for part in value)


def _plain_error(error: Exception) -> list[str]:
    plain = type(error) in (ValueError, TypeError, IndexError, KeyError, ZeroDivisionError)
    return [type(error).__name__ if plain else "RuntimeError", str(error)[:MAX_MESSAGE]]
