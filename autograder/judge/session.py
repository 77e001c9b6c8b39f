"""A submission that has been run: names to look up, functions to call, and a transcript of every call."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from autograder.isolation.sandbox import Child
from autograder.runner.confine import ChildLimits
from autograder.wire.codec import Handle, NotData

from .process import Refused, StudentProcess
from .proxies import KINDS, Opaque, Proxy, RemoteClass, RemoteFunction, RemoteObject, copy_back, student_error


@dataclass
class Event:
    """One operation of a case, kept for the transcript and for replaying it against known misconceptions."""

    operation: str
    target: int
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    outcome: str
    result: Any


class Session:
    """Implements what proxies ask (:class:`autograder.judge.proxies.Asker`) on one child.

    Args:
        child: the confined child, not yet greeted.
        limits: what it was started with.
        functions: names under which a notebook owes a plain function, whatever it really has there.
    """

    def __init__(self, child: Child, limits: ChildLimits, functions: Set[str] = frozenset()) -> None:
        self.process = StudentProcess(child, self._resolve, self._handle_for, limits)
        self.functions = functions
        self.events: list[Event] = []
        self.names: dict[str, int] = {}
        self.changed_arguments = False
        """Whether a call has changed, in place, what it was passed."""
        self.keep_arguments = False
        """Whether arguments shall stay as they were, whatever a call changes on its side."""
        self._objects_are_data = False
        self._callbacks: dict[int, Handle] = {}
        self._kept: list[Callable[..., Any]] = []  # alive, so that their ids stay their own
        self._undo: list[tuple[Any, Any]] = []

    # Names and cells.

    def lookup(self, name: str) -> tuple[bool, Any]:
        """Whether the notebook defines a name, and its value or a proxy of it."""
        self._objects_are_data = False
        try:
            answer = self.process.request("lookup", name)
        except Refused:
            return True, _unreadable(self)
        if type(answer) is not list or len(answer) != 2 or type(answer[0]) is not bool:
            self.process.tampered("a result of the wrong shape")
        found, value = answer
        if isinstance(value, Proxy):
            self.names[name] = value._handle_.number
            if name in self.functions:
                object.__setattr__(value, "_owes_data_", True)
        return found, value

    def undo_changes(self) -> None:
        """Give arguments that calls have changed in place the content that they had.

        A test may pass a constant of its file; no submission may leave its mark on what the next one is tested with.
        """
        while self._undo:
            copy_back(*self._undo.pop())

    def lend(self, name: str, function: Callable[..., Any]) -> None:
        """Put a stub of ``function`` into the notebook under ``name``; its calls come back to this process."""
        self.process.request("lend", name, function)

    # What proxies ask.

    def call(self, target: Proxy, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        kept = _copied(args), _copied(kwargs)
        same = [[i, j] for i, one in enumerate(args) for j, two in enumerate(args[:i]) if one is two][:16]
        # A function owes data: an object would be asked live, and could say yes to whatever a test asks it.
        # An object is what a class was asked for, or what an object's method returned.
        marks = vars(target)
        self._objects_are_data = "_owes_data_" in marks or (
            isinstance(target, RemoteFunction) and "_of_object_" not in marks
        )
        try:
            answer = self._request("call", target, list(args), kwargs, same)
        except Exception as error:
            self.events.append(Event("call", target._handle_.number, *kept, "raised", type(error).__name__))
            raise
        result = self._restore(args, kwargs, kept, answer)
        self.events.append(Event("call", target._handle_.number, *kept, "value", _copied(result)))
        return result

    def attribute(self, target: Proxy, name: str) -> Any:
        self._objects_are_data = False
        value = self._request("attribute", target, name)
        if isinstance(value, RemoteFunction):
            object.__setattr__(value, "_of_object_", True)
        self.events.append(Event("attribute", target._handle_.number, (name,), {}, "value", _copied(value)))
        return value

    def operate(self, target: Proxy, operation: str, *args: Any) -> Any:
        self._objects_are_data = False
        value = self._request("operate", target, operation, list(args))
        self.events.append(Event(operation, target._handle_.number, args, {}, "value", _copied(value)))
        return value

    def probe(self, source: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        self._objects_are_data = True
        kept = (source, name, *_copied(args)), _copied(kwargs)
        try:
            value = self._request("probe", source, name, list(args), kwargs)
        except Exception as error:
            self.events.append(Event("probe", 0, *kept, "raised", type(error).__name__))
            raise
        self.events.append(Event("probe", 0, *kept, "value", _copied(value)))
        return value

    # Underneath.

    def _request(self, operation: str, *arguments: Any) -> Any:
        try:
            return self.process.request(operation, *arguments)
        except Refused as refused:
            raise student_error(refused.type_name, refused.builtin, refused.message) from None

    def _restore(self, args: tuple[Any, ...], kwargs: dict[str, Any], kept: Any, answer: Any) -> Any:
        if type(answer) is not list or len(answer) != 2 or type(answer[1]) is not dict:
            self.process.tampered("a result of the wrong shape")
        result, changed = answer
        for key, value in changed.items():
            if type(key) is int and 0 <= key < len(args):
                original, before = args[key], kept[0][key]
            elif type(key) is str and key in kwargs:
                original, before = kwargs[key], kept[1][key]
            else:
                self.process.tampered("a change of an argument that there was not")
            self.changed_arguments = True
            if self.keep_arguments:
                continue
            self._undo.append((original, before))
            if not copy_back(original, value):
                raise student_error("TypeError", "TypeError", "an argument was changed into something else")
        return result

    def _resolve(self, handle: Handle) -> Any:
        if handle.kind == "object" and self._objects_are_data:
            return Opaque(self, handle)
        return KINDS.get(handle.kind, Opaque)(self, handle)

    def _handle_for(self, value: Any) -> Handle:
        if isinstance(value, Opaque):
            raise NotData("a value that is not data")
        if type(value) in (RemoteFunction, RemoteObject, RemoteClass) or isinstance(value, Proxy):
            return value._handle_
        if callable(value):
            key = id(value)
            if key not in self._callbacks:
                number = len(self._callbacks) + 1
                self._callbacks[key] = Handle(number, "callback", str(getattr(value, "__name__", "function"))[:100])
                self.process.callbacks[number] = self._lent(value)
            return self._callbacks[key]
        raise NotData(f"a test passed a {type(value).__name__}, which cannot cross to the student's side")

    def _lent(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def lent(*args: Any, **kwargs: Any) -> Any:
            before = self._objects_are_data
            try:
                return function(*args, **kwargs)
            finally:
                self._objects_are_data = before  # it may have called back, and so asked something else in between

        self._kept.append(function)
        return lent


class Names(Mapping[str, Any]):
    """The notebook's names as a mapping, each looked up once a case."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._seen: dict[str, tuple[bool, Any]] = {}

    def _look(self, name: str) -> tuple[bool, Any]:
        if name not in self._seen:
            self._seen[name] = self.session.lookup(name)
        return self._seen[name]

    def __getitem__(self, name: str) -> Any:
        found, value = self._look(name)
        if not found:
            raise KeyError(name)
        return value

    def __iter__(self) -> Any:
        return iter(self._seen)

    def __len__(self) -> int:
        return len(self._seen)


def _unreadable(session: Session) -> Opaque:
    return Opaque(session, Handle(0, "opaque", "value that cannot be read"))


def _copied(value: Any) -> Any:
    """A copy that later changes in place leave alone; proxies stay themselves."""
    if isinstance(value, Proxy):
        return value
    if isinstance(value, list | tuple) and type(value) in (list, tuple):
        return type(value)(_copied(item) for item in value)
    if type(value) is dict:
        return {key: _copied(item) for key, item in value.items()}
    if hasattr(value, "detach"):
        return value.detach().clone()
    if callable(value) or isinstance(value, type(iter([]))):
        return value
    return copy.deepcopy(value)
