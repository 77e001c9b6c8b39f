"""A submission that has been run: names to look up, functions to call, and a transcript of every call."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Sequence, Set
from typing import Any

from autograder.isolation.sandbox import Child
from autograder.messages import Message
from autograder.runner.confine import ChildLimits
from autograder.wire.decoder import Decoder
from autograder.wire.encoder import SCALARS, Handle, NotData

from .clock import SubmissionClock
from .process import Exchange, Objects, Refused, StudentProcess
from .proxies import KINDS, Opaque, Origin, Proxy, RemoteClass, RemoteFunction, RemoteObject, copy_back, student_error
from .transcript import MAX_KEPT, NO_TARGET, Event, Reader


class Session:
    """Implements what proxies ask (:class:`autograder.judge.proxies.Asker`) on one child.

    A case as the judge runs it, once the notebook's cells have run::

        found = session.begin(seed, ["softmax"])        # {"softmax": a proxy}
        found["softmax"](torch.zeros(2, 3))             # Session.call: a question to the child, a tensor back
        session.events                                  # the transcript: [Event("call", …)]
        session.undo_changes()                          # constants of the test file are what they were

    Args:
        child: the confined child, not yet greeted.
        limits: what it was started with.
        functions: names under which a notebook owes a plain function, whatever it really has there.
        clock: of the submission; by default one of this child's own.
    """

    def __init__(
        self,
        child: Child,
        limits: ChildLimits,
        functions: Set[str] = frozenset(),
        clock: SubmissionClock | None = None,
    ) -> None:
        self.process = StudentProcess(child, self._resolve, self._handle_for, limits, clock)
        self.functions = functions
        self.events: list[Event] = []
        """The operations of this case; none of them if they are too large to be kept."""
        self._kept_bytes = 0
        self.names: dict[str, int] = {}
        """The notebook's names that this case has looked up, and the numbers of their handles."""
        self.changed_arguments = False
        """Whether a call has changed, in place, what it was passed."""
        self.keep_arguments = False
        """Whether arguments shall stay as they were, whatever a call changes on its side."""
        self._callbacks: dict[int, Handle] = {}
        self._called = 0
        """How often the submission has called what a test passed to it."""
        self._loans: list[Callable[..., Any]] = []
        self._kept: list[Callable[..., Any]] = []  # alive, so that their ids stay their own
        self._undo: list[tuple[Any, Any]] = []
        self._reader = Reader(
            sent=Decoder(self._resent, trust_strides=True),
            received=Decoder(lambda handle: Proxy(self, handle)),
        )

    # Cases.

    def begin(self, seed: int, names: Sequence[str]) -> dict[str, Any]:
        """Begin a case: seed the submission's random generators and look names up, in one request.

        Returns:
            the value, or a proxy of it, of each name that the notebook defines.
        """
        self.events, self.names, self.changed_arguments = [], {}, False
        self._kept_bytes = 0
        try:
            answers = self.process.request("begin", seed, list(names))
        except Refused:  # it has broken its own random generators, or has a value that cannot be read
            with contextlib.suppress(Refused):
                self.process.request("seed", seed)
            answers = [self._lookup(name) for name in names]
        if type(answers) is not list or len(answers) != len(names):
            self.process.tampered(Message("a result of the wrong shape"))
        found: dict[str, Any] = {}
        for name, answer in zip(names, answers, strict=True):
            if type(answer) is not list or len(answer) != 2 or type(answer[0]) is not bool:
                self.process.tampered(Message("a result of the wrong shape"))
            if answer[0]:
                found[name] = self._looked_up(name, answer[1])
        return found

    def _lookup(self, name: str) -> Any:
        try:
            return self.process.request("lookup", name)
        except Refused:
            return [True, Opaque(self, Handle(0, "opaque", "value that cannot be read"))]

    def _looked_up(self, name: str, value: Any) -> Any:
        if not isinstance(value, Proxy):
            return value
        self.names[name] = value._handle_.number
        return value._from_(Origin.EXERCISE) if name in self.functions else value

    def undo_changes(self) -> None:
        """Give arguments that calls have changed in place the content that they had.

        A test may pass a constant of its file; no submission may leave its mark on what the next one is tested with.
        """
        while self._undo:
            copy_back(*self._undo.pop())

    def lend(self, name: str, function: Callable[..., Any]) -> None:
        """Put a stub of ``function`` into the notebook under ``name``; its calls come back to this process."""
        self._loans.append(function)
        self.process.request("lend", name, function)

    # What proxies ask.

    def call(self, target: Proxy, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function, class or method of the student's.

        Arguments that it changes in place are changed here too, until :meth:`undo_changes`.

        Returns:
            Data; or a proxy, where a class was asked for an object or a method may return one.

        Raises:
            StudentError: it raised, or returned what is no data.
            NotData: an argument is no data.
            RunEnded: the child is gone.
        """
        given = _by_place(args, kwargs)
        kept = {key: _copied(value) for key, value in given.items() if isinstance(value, list | dict | set)}
        same = [[i, j] for i, one in enumerate(args) for j, two in enumerate(args[:i]) if one is two][:16]
        handle, objects = target._handle_, _owed_by(target)
        answer, event = self._run("call", handle.number, handle, list(args), kwargs, same, objects=objects)
        return self._restore(given, kept, event, answer)

    def attribute(self, target: Proxy, name: str) -> Any:
        """The attribute of a student's object: data, or a proxy; a method remembers that it is an object's.

        Raises:
            StudentError: there is none, or it raised.
        """
        exchange = self._exchange("attribute", target._handle_, name)
        self._record("attribute", target._handle_.number, exchange.asked, exchange.answer)
        value = exchange.value
        return value._from_(Origin.OBJECT) if isinstance(value, RemoteFunction) else value

    def operate(self, target: Proxy, operation: str, *args: Any) -> Any:
        """What Python does with an object behind its syntax.

        Args:
            operation: "length", "item", "contains", "iterate" or "directory".
            args: the key of "item", the item of "contains".

        Raises:
            StudentError: the object cannot do that.
        """
        exchange = self._exchange("operate", target._handle_, operation, list(args))
        self._record(operation, target._handle_.number, exchange.asked, exchange.answer)
        return exchange.value

    def probe(self, source: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run a function of a test file beside the student's code, and return the data that it returns.

        What it reports is a claim, as everything that comes from there.

        Args:
            source: of the function, complete in itself.
            name: of the function.
            args, kwargs: its arguments; proxies arrive as what they stand for.

        Raises:
            StudentError: it raised, or returned what is no data.
        """
        return self._run("probe", NO_TARGET, source, name, list(args), kwargs, objects=Objects.DATA)[0]

    # Underneath.

    def _run(self, operation: str, target: int, *arguments: Any, objects: Objects) -> tuple[Any, Event]:
        """Have code of the submission's run; the answer, and the event that it left, as it does where it raises."""
        called = self._called
        try:
            exchange = self.process.exchange(operation, *arguments, objects=objects)
        except Refused as refused:
            self._record(operation, target, refused.asked, error=refused.builtin, called=self._called - called)
            raise student_error(refused.type_name, refused.builtin, refused.message) from None
        except Exception:
            self._record(operation, target, None)
            raise
        event = self._record(operation, target, exchange.asked, exchange.answer, called=self._called - called)
        return exchange.value, event

    def _exchange(self, operation: str, *arguments: Any) -> Exchange:
        try:
            return self.process.exchange(operation, *arguments)
        except Refused as refused:
            raise student_error(refused.type_name, refused.builtin, refused.message) from None

    def _record(
        self,
        operation: str,
        target: int,
        asked: bytes | None,
        answer: bytes | None = None,
        error: str = "",
        called: int = 0,
    ) -> Event:
        event = Event(operation, target, answer is None, asked, answer, self._reader, error, called)
        self._kept_bytes += event.size
        if self.events_kept:
            self.events.append(event)
        else:
            self.events.clear()
        return event

    @property
    def events_kept(self) -> bool:
        """Whether ``events`` is all of this case."""
        return self._kept_bytes <= MAX_KEPT

    def _restore(self, given: dict[int | str, Any], kept: dict[int | str, Any], event: Event, answer: Any) -> Any:
        """The result of a call, when arguments that it has changed are changed here too.

        Args:
            given: the arguments, by position or name.
            kept: copies of those whose items could be of types that do not cross; all others are read from the event.
            event: the call.
            answer: what the submission claims to be the result and the changed arguments.
        """
        if type(answer) is not list or len(answer) != 2 or type(answer[1]) is not dict:
            self.process.tampered(Message("a result of the wrong shape"))
        result, changed = answer
        if not changed:
            return result
        before = _by_place(*event.arguments()) | kept
        for key, value in changed.items():
            if type(key) not in (int, str) or key not in given:
                self.process.tampered(Message("a change of an argument that there was not"))
            self.changed_arguments = True
            if self.keep_arguments:
                continue
            self._undo.append((given[key], before[key]))
            if not copy_back(given[key], value):
                raise student_error("TypeError", "TypeError", Message("an argument was changed into something else"))
        return result

    def _resolve(self, handle: Handle, objects: Objects) -> Any:
        if handle.kind == "object" and objects is Objects.DATA:
            return Opaque(self, handle)
        return KINDS.get(handle.kind, Opaque)(self, handle)

    def _resent(self, handle: Handle) -> Any:
        """What a handle stood for that has been sent."""
        return self._kept[handle.number - 1] if handle.kind == "callback" else Proxy(self, handle)

    def _handle_for(self, value: Any) -> Handle:
        if isinstance(value, Opaque):
            raise NotData(Message("a value that is not data"))
        if type(value) in (RemoteFunction, RemoteObject, RemoteClass) or isinstance(value, Proxy):
            return value._handle_
        if callable(value):
            key = id(value)
            if key not in self._callbacks:
                number = len(self._callbacks) + 1
                self._callbacks[key] = Handle(number, "callback", str(getattr(value, "__name__", "function"))[:100])
                self.process.callbacks[number] = self._lent(value)
            return self._callbacks[key]
        raise NotData(
            Message("a test passed a {type}, which cannot cross to the student's side", type=type(value).__name__)
        )

    def _lent(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def lent(*args: Any, **kwargs: Any) -> Any:
            self._called += function not in self._loans
            return function(*args, **kwargs)

        self._kept.append(function)
        return lent


def _owed_by(target: Proxy) -> Objects:
    """A function owes data. An object is what a class was asked for, or what an object's method returned."""
    if target._origin_ is Origin.EXERCISE:
        return Objects.DATA
    return Objects.DATA if isinstance(target, RemoteFunction) and target._origin_ is not Origin.OBJECT else Objects.LIVE


def _by_place(args: Sequence[Any], kwargs: dict[str, Any]) -> dict[int | str, Any]:
    places: dict[int | str, Any] = dict(enumerate(args))
    places.update(kwargs)
    return places


def _copied(value: Any) -> Any:
    """A copy that later changes in place leave alone; proxies stay themselves."""
    if isinstance(value, Proxy):
        return value
    if type(value) in (list, tuple):
        return type(value)([item if type(item) in SCALARS else _copied(item) for item in value])
    if type(value) is dict:
        return {key: _copied(item) for key, item in value.items()}
    if hasattr(value, "detach"):
        return value.detach().clone()
    if callable(value) or isinstance(value, type(iter([]))):
        return value
    return copy.deepcopy(value)
