"""What a test holds in place of a student's function, class or module: every use of it is a request over the wire."""

from __future__ import annotations

import array
import builtins
from collections import UserDict, UserList, deque
from enum import Enum, auto
from typing import Any, NoReturn, Protocol

import numpy as np
import torch

from autograder.messages import Message
from autograder.wire.encoder import Handle

_NOT_AN_ERROR = (Exception, StopIteration, StopAsyncIteration)
"""Raised by a student's function within a test's ``map``, a StopIteration would end the loop as if all were well."""


class StudentError(Exception):
    """The student's code raised, or returned what is no data. Instances also have the built-in type that was raised."""

    type_name = "Exception"
    builtin_name = "Exception"
    """The built-in exception below it: the only part of it that a hidden case shows, for a class can be named after what it saw."""
    student_message: str = ""
    """The student's own words, or a :class:`~autograder.messages.Message` where the kit found the fault."""


class Asker(Protocol):
    """What proxies need of the session behind them."""

    def call(self, target: Proxy, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any: ...

    def attribute(self, target: Proxy, name: str) -> Any: ...

    def operate(self, target: Proxy, operation: str, *args: Any) -> Any: ...


class Origin(Enum):
    """Where a proxy came from. It decides whether a call of it owes data."""

    EXERCISE = auto()
    """Looked up under a name for which an exercise asks a plain function, whatever the notebook really has there."""
    NOTEBOOK = auto()
    """Looked up under another name, or returned by something."""
    OBJECT = auto()
    """An attribute of a student's object: a method."""


class Proxy:
    """Something that stayed in the sandbox.

    Attributes of a test's interest are reached through ``__getattr__`` of the subclasses; what belongs to the proxy
    itself is kept under names that no student's class uses.

    Args:
        asker: the session that it is asked through.
        handle: what the submission says that it is; a claim.
        origin: where it came from; known here, never claimed.
    """

    def __init__(self, asker: Asker, handle: Handle, origin: Origin = Origin.NOTEBOOK) -> None:
        object.__setattr__(self, "_asker_", asker)
        object.__setattr__(self, "_handle_", handle)
        object.__setattr__(self, "_origin_", origin)

    def _from_(self, origin: Origin) -> Proxy:
        """The same thing, known to come from elsewhere."""
        return type(self)(self._asker_, self._handle_, origin)

    def __repr__(self) -> str:
        return f"<{self._handle_.kind} {self._handle_.type_name} in the sandbox>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Proxy) or other._asker_ is not self._asker_:
            return False  # another process gives the same numbers to other objects
        return other._handle_.number == self._handle_.number

    def __hash__(self) -> int:
        return hash(self._handle_.number)

    _asker_: Asker
    _handle_: Handle
    _origin_: Origin


class RemoteFunction(Proxy):
    """A function of the student's."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._asker_.call(self, args, kwargs)


class RemoteObject(Proxy):
    """An object that a class of the student's made, or an nn.Module."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._asker_.call(self, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._asker_.attribute(self, name)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise TypeError("a test cannot set attributes of a student's object; use load_state_dict or a method")

    def __len__(self) -> int:
        length = self._asker_.operate(self, "length")
        if type(length) is not int or length < 0:
            raise StudentError("the object has no length")
        return length

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, key: Any) -> Any:
        return self._asker_.operate(self, "item", key)

    def __contains__(self, item: Any) -> bool:
        return self._asker_.operate(self, "contains", item) is True

    def __iter__(self) -> Any:
        return iter(self._asker_.operate(self, "iterate"))


class RemoteModule(RemoteObject):
    """An nn.Module of the student's; ``isinstance(proxy, nn.Module)`` holds, as it does where the module is at hand."""

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return torch.nn.Module


class RemoteClass(RemoteObject):
    """A class of the student's: calling it makes an object there."""


class Opaque(Proxy):
    """A result that is neither data nor an object that a test asked for. Any use of it fails the case."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        error = StudentError(f"a function returned a {self._handle_.type_name!r}, which is not data")
        error.type_name = "TypeError"
        error.student_message = Message("returned a {type}", type=self._handle_.type_name)
        raise error

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = Proxy.__hash__
    __getattr__ = __call__ = __bool__ = __len__ = __iter__ = __getitem__ = __contains__ = __float__ = _refuse
    __int__ = __index__ = __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __array__ = __add__ = __radd__ = _refuse
    __sub__ = __rsub__ = __mul__ = __rmul__ = __matmul__ = __neg__ = __abs__ = __str__ = _refuse


KINDS: dict[str, type[Proxy]] = {
    "function": RemoteFunction,
    "class": RemoteClass,
    "module": RemoteModule,
    "object": RemoteObject,
}


def student_error(type_name: str, builtin: str, message: str) -> StudentError:
    """An exception that ``except`` clauses of a test find by the built-in type that the student's code raised."""
    base = getattr(builtins, builtin, None)
    bases: tuple[type, ...] = (StudentError,)
    if isinstance(base, type) and issubclass(base, Exception) and base not in _NOT_AN_ERROR:
        bases = (StudentError, base)
    try:
        made: StudentError = type("StudentError", bases, {})(message)
    except Exception:  # UnicodeDecodeError and its like want more arguments, or cannot share a base
        made = StudentError(message)
    made.type_name = type_name or "TypeError"
    made.builtin_name = builtin if isinstance(base, type) and issubclass(base, BaseException) else "Exception"
    made.student_message = message
    return made


def copy_back(original: Any, changed: Any) -> bool:
    """Give an argument the content that the student's function left in it. False if the claim makes no sense."""
    if isinstance(original, torch.Tensor) and type(changed) is torch.Tensor:
        original.data = changed.detach()
    elif isinstance(original, np.ndarray) and type(changed) is np.ndarray:
        if original.shape != changed.shape:
            return False
        original[...] = changed
    elif any(isinstance(original, kind) and isinstance(changed, kind) for kind in (list, bytearray, UserList)):
        original[:] = changed
    elif isinstance(original, array.array) and isinstance(changed, array.array):
        if original.typecode != changed.typecode:
            return False
        original[:] = changed
    elif isinstance(original, deque) and isinstance(changed, deque):
        original.clear()
        original.extend(changed)
    elif any(isinstance(original, kind) and isinstance(changed, kind) for kind in (dict, set, UserDict)):
        original.clear()
        original.update(changed)
    else:
        return False
    return True
