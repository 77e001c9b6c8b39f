"""The judge's hands inside the sandbox: runs cells, looks names up, calls functions, and sends back data.

Everything that this process says is a claim of the student's code, which runs in the same process and could have changed
any line of this file. The judge treats it so. What this file owes is only to be useful to honest notebooks.
"""

from __future__ import annotations

import array
import builtins
import contextlib
import functools
import mmap
import operator
import os
import random
import sys
import types
from collections import UserDict, UserList, deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from autograder.messages import Message, shortened
from autograder.wire.decoder import Decoder
from autograder.wire.encoder import Encoder, Handle, NotData
from autograder.wire.frames import FramedSocket, WireClosed

from . import otter_stand_in
from .answers import Answers
from .cells import carry_out
from .patches import Builtins
from .settings import Settings
from .shell import BoundedOutput, GradingShell

MAX_MESSAGE = 2_000
MAX_TOLD = 20
"""Settings and functions that a notebook has changed, as far as they are told."""
RESERVE = 48 << 20
"""Bytes of address space that are given back when a submission has used up all of its own, so that this file can go on."""
_MISSING = object()
_PLAIN_NUMBERS = {torch.bool, torch.int32, torch.int64, torch.float32, torch.float64}
"""Most tensors; their memory is compared as it is, without a node of the wire's around it."""
_CHANGED_IN_PLACE = (torch.Tensor, np.ndarray, list, dict, set, bytearray, array.array, deque, UserDict, UserList)
_FUNCTIONS = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodWrapperType, types.MethodDescriptorType,
    types.WrapperDescriptorType, functools.partial, type(functools.lru_cache(len)), operator.itemgetter, operator.attrgetter,
    operator.methodcaller, np.ufunc, np.vectorize,
)  # fmt: skip
"""What a test may call and ask nothing else of; an object with a ``__call__`` of the student's own is an object."""
_CLASS_NAME: Callable[[type], str] = type.__dict__["__name__"].__get__
_BUILTIN_ERRORS = {
    thing for thing in vars(builtins).values() if isinstance(thing, type) and issubclass(thing, BaseException)
}


class Agent:
    """Serves one judge over one socket until it says goodbye or is gone."""

    def __init__(self, wire: FramedSocket, shell: GradingShell, token: bytes, output_limit: int) -> None:
        self.wire = wire
        self.shell = shell
        self.token = token
        self.pid = os.getpid()
        self.reserve = mmap.mmap(-1, RESERVE)  # never written to, so it holds no memory
        self.request = 0
        self.objects: dict[int, Any] = {}
        self.keys: dict[int, int] = {}
        self.handed_in: set[str] = set()
        """The files that were handed in along with the notebook."""
        self.output = BoundedOutput(output_limit)
        self.answers = Answers(shell.user_ns)
        self.builtins = Builtins()
        self.settings: Settings
        """What they are when this process has been confined, and no notebook has run."""
        self.decoder = Decoder(self._resolve, trust_strides=True)
        self.operations: dict[str, Callable[..., Any]] = {
            "seed": self._seed,
            "begin": self._begin,
            "answers": self._ask_for_answers,
            "cell": self._cell,
            "settle": self._settle,
            "lookup": self._lookup,
            "call": self._call,
            "attribute": self._attribute,
            "operate": self._operate,
            "probe": self._probe,
            "lend": self._lend,
            "file": self._file,
        }

    def greet(self, problem: str) -> None:
        """The first word on the wire, before any student code: confined as asked, or why not."""
        self._send([0, "hello", problem])

    def serve(self) -> None:
        """Answer requests until the judge closes the connection."""
        sys.stdout = sys.stderr = self.output
        self.settings = Settings()
        while True:
            try:
                number, operation, *arguments = self._receive()
            except WireClosed:
                return
            self._answer(number, operation, arguments)

    def _answer(self, number: int, operation: str, arguments: list[Any]) -> None:
        outer, self.request = self.request, number
        try:
            self._carry_out(number, operation, arguments)
        finally:
            self.request = outer

    def _carry_out(self, number: int, operation: str, arguments: list[Any]) -> None:
        try:
            value = self.operations[operation](*arguments)
            kind = "value"
        except NotData as error:
            kind, value = "not data", shortened(error.message, MAX_MESSAGE).to_json()
        except BaseException as error:  # SystemExit and KeyboardInterrupt of student code included
            self._free_reserve(error)
            kind, value = "raised", _describe(error)
        if os.getpid() != self.pid:
            os._exit(0)  # a process that the student's code forked must not speak in its parent's place
        try:
            self._send([number, kind, value])
        except NotData as error:
            self._send([number, "not data", shortened(error.message, MAX_MESSAGE).to_json()])
        except WireClosed:
            raise
        except BaseException as error:
            unread = Message("a value that cannot be read ({error})", error=type(error).__name__[:100])
            self._send([number, "not data", unread.to_json()])

    def _free_reserve(self, error: BaseException | None) -> None:
        if isinstance(error, MemoryError) and not self.reserve.closed:
            self.reserve.close()

    # Messages: [token, [number, kind, value]] in both directions.

    def _receive(self) -> list[Any]:
        message = self.decoder.decode(self.wire.receive())
        return message[1]

    def _send(self, message: list[Any]) -> None:
        encoder = Encoder(self._handle_for, self.wire.frame_limit - 4096)
        self.wire.send(encoder.encode([self.token, message]))

    def _handle_for(self, value: Any) -> Handle:
        key = self.keys.get(id(value))
        if key is None:
            key = len(self.objects) + 1
            self.objects[key] = value  # kept alive, so that the id stays its own
            self.keys[id(value)] = key
        return Handle(key, _kind(value), _name_of(type(value)))

    def _resolve(self, handle: Handle) -> Any:
        if handle.kind == "callback":
            return self._callback(handle.number, handle.type_name)
        return self.objects[handle.number]

    def _callback(self, number: int, name: str) -> Callable[..., Any]:
        def lent(*args: Any, **kwargs: Any) -> Any:
            self._send([self.request, "callback", [number, list(args), kwargs]])
            while True:
                asked, outcome, *values = self._receive()
                if outcome in ("value", "raised"):
                    break
                self._answer(asked, outcome, values)  # the lent function calls one of ours before it returns
            value = values[0]
            if outcome == "raised":
                name, message = value
                kind = getattr(builtins, name, RuntimeError)
                raise kind(message)
            return value

        lent.__name__ = name
        return lent

    # The operations.

    def _seed(self, seed: int) -> None:
        random.seed(seed)
        np.random.seed(seed % (1 << 32))
        torch.default_generator.manual_seed(seed)  # torch.manual_seed also asks every device, which takes long

    def _begin(self, seed: int, names: list[str]) -> list[list[Any]]:
        self.settings.put_back(all_of_them=False)
        self._seed(seed)
        return [self._lookup(name) for name in names]

    def _ask_for_answers(self, released: dict[str, list[str]]) -> None:
        self.answers.ask(released)
        otter_stand_in.told.append(self.answers.checked)
        self.shell.ast_transformers.append(self.answers)

    def _cell(self, source: str, number: int = 0) -> dict[str, Any]:
        self.output.clear()
        self.shell.front_end.begin_cell()
        self.answers.before_cell(number)
        self.builtins.before_cell()
        try:
            error, outcome = carry_out(self.shell, source)
        finally:
            self.builtins.after_cell()
            asides = self.shell.front_end.end_cell()
        self._free_reserve(error)
        with contextlib.suppress(Exception):  # whatever a notebook has done to its own namespace
            self.answers.after_cell()
        described = _describe(error) if error is not None else None
        return outcome | {"error": described, "cut": self.output.was_cut, "asides": asides}

    def _settle(self) -> list[Any]:
        """The notebook has run: see that its names are its answers, and that its settings are nobody's."""
        changed = [*self.settings.put_back(), *self.builtins.replaced(), *self.shell.patches.put_back()]
        return [self.answers.settle(), changed[:MAX_TOLD]]

    def _lookup(self, name: str) -> list[Any]:
        value = self.shell.user_ns.get(name, _MISSING)
        return [False, None] if value is _MISSING else [True, value]

    def _call(self, target: Any, args: list[Any], kwargs: dict[str, Any], same: list[list[int]]) -> Any:
        for index, earlier in same:  # the same object passed twice stays one object
            args[index] = args[earlier]
        given: dict[int | str, Any] = dict(enumerate(args))
        given.update(kwargs)
        before = {key: self._snapshot(value) for key, value in given.items()}
        result = target(*args, **kwargs)
        changed = {
            key: value
            for key, value in given.items()
            if before[key] is not None and self._snapshot(value) != before[key]
        }
        return [result, changed]

    def _snapshot(self, value: Any) -> Any:
        """What an argument holds that a function could change in place; None for one that it cannot."""
        if type(value) is torch.Tensor and value.dtype in _PLAIN_NUMBERS:
            with contextlib.suppress(TypeError, RuntimeError):  # changed into one that NumPy cannot show
                return value.shape, value.dtype, value.requires_grad, value.detach().numpy().tobytes()
        if not isinstance(value, _CHANGED_IN_PLACE):
            return None
        try:
            return Encoder(self._handle_for, self.wire.frame_limit).encode(value)
        except NotData:
            return None

    def _attribute(self, target: Any, name: str) -> Any:
        return getattr(target, name)

    def _operate(self, target: Any, operation: str, args: list[Any]) -> Any:
        operations: dict[str, Callable[..., Any]] = {
            "length": len,
            "item": lambda owner, key: owner[key],
            "contains": lambda owner, item: item in owner,
            "iterate": lambda owner: iter(list(owner)),
            "directory": lambda owner: [name for name in dir(owner) if not name.startswith("_")],
        }
        return operations[operation](target, *args)

    def _probe(self, source: str, name: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
        # A namespace of its own, with fresh modules' names: what the notebook called `torch` is not asked.
        names: dict[str, Any] = {"__name__": "probe", "torch": torch, "np": np}
        exec(compile(source, "<probe>", "exec"), names)
        return names[name](*args, **kwargs)

    def _file(self, name: str, content: bytes) -> None:
        path = Path.cwd() / name
        if any(part.is_symlink() for part in (path, *path.parents[: len(Path(name).parents) - 1])):
            return  # the assignment gives a file of this name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.handed_in.add(str(path))

    def _lend(self, name: str, function: Any) -> None:
        """Put a function in the place of the notebook's, and of the same in modules that were handed in with it."""
        self.shell.user_ns[name] = function
        for module in list(sys.modules.values()):
            with contextlib.suppress(Exception):  # whatever a notebook has put among the modules
                if module.__file__ in self.handed_in and name in vars(module):
                    setattr(module, name, function)


def _kind(value: Any) -> str:
    if isinstance(value, type):
        return "class"
    if isinstance(value, torch.nn.Module):
        return "module"
    if isinstance(value, _FUNCTIONS):
        return "function"
    return "object"


def _describe(error: BaseException) -> list[str]:
    """Name, nearest built-in base class and message of an exception."""
    kind = type(error)
    builtin = next(_name_of(base) for base in type.mro(kind) if base in _BUILTIN_ERRORS)
    try:
        # Of a cell that is no Python the message alone: Python puts a name behind it that IPython has made up.
        message = str.__str__(str(error.msg if isinstance(error, SyntaxError) and kind in _BUILTIN_ERRORS else error))
    except BaseException:
        message = ""
    return [_name_of(kind), builtin, message[:MAX_MESSAGE]]


def _name_of(kind: type) -> str:
    """The name of a class as it was made, whatever its metaclass says."""
    return _CLASS_NAME(kind)[:100]
