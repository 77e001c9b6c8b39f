"""Reads values back from bytes, and trusts nothing about them.

msgpack first makes plain lists and scalars of the bytes. What is not small is surveyed before, token by token, so that no
list is made which the bytes do not hold. Then the lists are walked node by node: a
size is checked before anything of that size is made, every node counts against a budget (a tensor more than a
number, because it costs more memory), and the clock is looked at on the way. So what the other side can make this
process spend is bounded by the frame's size and the caller's deadline, whatever it sends.
"""

from __future__ import annotations

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import Any, ClassVar

import msgpack
import numpy as np
import torch

from autograder.messages import Message

from .bounds import (
    COSTS,
    MAX_DEPTH,
    MAX_HEX_DIGITS,
    MAX_ITERATOR_ITEMS,
    MAX_NAME,
    MAX_NODES,
    collision_cost,
    shape_problem,
    text_array_problem,
)
from .encoder import HANDLE_KINDS, SCALARS, TORCH_DTYPES, Handle
from .frames import Deadline, WireError, WireTimeout
from .types_of_libraries import LIBRARY_TYPES, NUMPY_KINDS

CHECK_EVERY = 2_000
"""Budget between two looks at the clock."""
LARGE = 4_096
"""Keys of a set or dict from which on it is filled in steps, with a look at the clocks after each."""
PROBES_A_STEP = 10_000_000
KEY_SECONDS, START_SECONDS = 5e-6, 10.0
"""Processor time that a key of a large set or dict may take, and once for all of them: fifty times what it does take.

What the count of keys that hash alike lets pass takes half a second, on a busy machine several: no clock may decide on it.
"""
SHORT = 1 << 13
CLAIMS = 1 << 17
"""A payload of so many bytes, and at most so many items that its longer lists can claim, is not surveyed."""

_IS_LIST = [0x90 <= head <= 0x9F or head in (0xDC, 0xDD) for head in range(256)]
_IS_SCALAR = [
    head <= 0x7F or 0xA0 <= head <= 0xC0 or 0xC2 <= head <= 0xC6 or 0xCA <= head <= 0xD3 or 0xD9 <= head <= 0xDB
    or head >= 0xE0
    for head in range(256)
]  # fmt: skip


class Decoder:
    """Turns bytes from the other side into values.

    Args:
        resolve: called with each handle; returns what stands for it here.
        trust_strides: accept a tensor's memory order (only where the judge is the sender).
    """

    def __init__(self, resolve: Callable[[Handle], Any], trust_strides: bool = False) -> None:
        self.resolve = resolve
        self.trust_strides = trust_strides

    def decode(self, payload: bytes, deadline: Deadline | None = None) -> Any:
        """The value that the payload describes.

        Args:
            payload: bytes that an :class:`~autograder.wire.encoder.Encoder` claims to have made.
            deadline: until when; None for as long as it takes.

        Raises:
            WireError: if it describes no value.
            WireTimeout: if the deadline passes on the way.
        """
        self._deadline = deadline
        try:
            long_lists = payload.count(b"\xdc") + payload.count(b"\xdd")  # or other bytes: never fewer than there are
            if len(payload) > SHORT or len(payload) * long_lists > CLAIMS:
                self._survey(payload)
            self._spent, self._next_check = 1, CHECK_EVERY
            return self._value(msgpack.unpackb(payload, raw=False), 0)
        except (WireError, WireTimeout):
            raise
        except Exception as error:  # whatever a malformed node trips over, it is malformed
            raise WireError(Message("malformed value: {error}", error=type(error).__name__)) from error

    def _survey(self, payload: bytes) -> None:
        """Count lists and scalars before anything is made of them."""
        self._spent, self._next_check = (
            -MAX_NODES,
            CHECK_EVERY - MAX_NODES,
        )  # no node costs less than half of what it has
        reader = msgpack.Unpacker(raw=False, max_buffer_size=len(payload))
        reader.feed(payload)
        left = 1
        while left:
            at = reader.tell()
            if _IS_LIST[payload[at]]:
                length = reader.read_array_header()
                if length > len(payload) - at:
                    raise WireError(Message("a list that claims more items than there are bytes"))
                left += length - 1
            elif _IS_SCALAR[payload[at]]:
                reader.skip()
                left -= 1
            else:
                raise WireError(Message("something that is no list and no scalar"))
            self._spend(1)
        if reader.tell() != len(payload):
            raise WireError(Message("more bytes than a message has"))

    def _spend(self, cost: int) -> None:
        self._spent += cost
        if self._spent > MAX_NODES:
            raise WireError(Message("too many values"))
        if self._spent >= self._next_check:
            self._next_check = self._spent + CHECK_EVERY
            if self._deadline is not None:
                self._deadline.left()

    # Walking the lists.

    def _value(self, node: Any, depth: int) -> Any:
        if type(node) in SCALARS:
            return node
        if type(node) is not list:  # an extension of msgpack's, or a map
            raise WireError(Message("something that is no list and no scalar"))
        if depth > MAX_DEPTH + 1:
            raise WireError(Message("nested too deeply"))
        if not node or type(node[0]) is not str or node[0] not in self._READERS:
            raise WireError(Message("an unknown tag"))
        parts, read = self._READERS[node[0]]
        if len(node) != parts + 1:
            raise WireError(Message("a node of the wrong length"))
        self._spend(COSTS[node[0]])
        return read(self, depth + 1, *node[1:])

    def _items(self, node: Any, depth: int) -> list[Any]:
        if type(node) is not list:
            raise WireError(Message("something else where a list belongs"))
        self._spend(len(node))
        return [item if type(item) in SCALARS else self._value(item, depth) for item in node]

    def _set(self, node: Any, depth: int) -> set[Any]:
        items = self._items(node, depth)
        return self._filled(set(), items, items)

    def _dict(self, node: Any, depth: int) -> dict[Any, Any]:
        return self._dict_of(self._items(node, depth))

    def _dict_of(self, items: list[Any]) -> dict[Any, Any]:
        """The dict of keys and values in turn."""
        keys = items[::2]
        return self._filled({}, keys, list(zip(keys, items[1::2], strict=True)))

    def _filled(self, made: Any, keys: list[Any], entries: list[Any]) -> Any:
        """An empty set or dict with these entries.

        A few hundred thousand integers can be chosen so that each collides with all before it, and a table is made in one
        go in C, where neither clock nor alarm reaches. So keys that hash alike are counted before; and against those that
        only meet in the table, a large one is filled in steps.
        """
        self._spend(collision_cost(map(hash, keys), keys))
        if len(entries) <= LARGE:
            made.update(entries)
            return made
        over = time.thread_time() + START_SECONDS + KEY_SECONDS * len(entries)
        at = 0
        while at < len(entries):
            step = max(16, PROBES_A_STEP // (len(made) + LARGE))
            made.update(entries[at : at + step])
            at += step
            if time.thread_time() > over:
                raise WireError(Message("keys that are made to collide"))
            if self._deadline is not None:
                self._deadline.left()
        return made

    def _shape(self, node: Any) -> list[int]:
        if type(node) is not list or not all(type(size) is int and size >= 0 for size in node):
            raise WireError(Message("a malformed shape"))
        if problem := shape_problem(node):
            raise WireError(problem)
        self._spend(len(node))
        return node

    # The kinds of nodes.

    def _integer(self, depth: int, text: Any) -> int:
        if len(_a(str, text)) > MAX_HEX_DIGITS:
            raise WireError(Message("an integer that is too large"))
        return int(text, 16)

    def _surrogates(self, depth: int, raw: Any) -> str:
        return _a(bytes, raw).decode("utf-8", "surrogatepass")

    def _complex(self, depth: int, real: Any, imaginary: Any) -> complex:
        return complex(_a(float, real), _a(float, imaginary))

    def _range(self, depth: int, parts: Any) -> range:
        made = range(*self._items(parts, depth))
        if made and (made[-1] - made[0]) // made.step >= MAX_ITERATOR_ITEMS:
            raise WireError(Message("a range that is too long"))
        return made

    def _dtype(self, depth: int, name: Any) -> Any:
        return TORCH_DTYPES.get(_a(str, name), name[:MAX_NAME])

    def _device(self, depth: int, name: Any) -> Any:
        return torch.device(name) if _a(str, name) in ("cpu", "meta") else name[:MAX_NAME]

    def _array(self, depth: int, name: Any, shape: Any, raw: Any) -> np.ndarray:
        return self._numbers(name, self._shape(shape), raw)

    def _number(self, depth: int, name: Any, raw: Any) -> np.generic:
        return self._numbers(name, [1], raw)[0]

    def _numbers(self, name: Any, shape: list[int], raw: Any) -> np.ndarray:
        dtype = np.dtype(name) if len(_a(str, name)) <= 4 else None
        if dtype is None or dtype.kind not in NUMPY_KINDS:
            raise WireError(Message("an array of a kind that is not accepted"))
        if math.prod(shape) * dtype.itemsize != len(_a(bytes, raw)):
            raise WireError(Message("an array whose shape and bytes disagree"))
        if dtype.kind == "b":  # any byte but 0 and 1 would be a truth value that equals neither
            return (np.frombuffer(raw, dtype=np.uint8) != 0).reshape(shape)
        return np.frombuffer(raw, dtype=dtype).reshape(shape).copy()

    def _text_array(self, depth: int, kind: Any, shape: Any, items: Any) -> np.ndarray:
        wanted: type = {"U": str, "S": bytes}[_a(str, kind)]
        values = self._items(items, depth)
        if math.prod(self._shape(shape)) != len(values) or any(type(item) is not wanted for item in values):
            raise WireError(Message("an array of text whose shape and items disagree"))
        if problem := text_array_problem(values):
            raise WireError(problem)
        return np.array(values, dtype=kind).reshape(shape)

    def _tensor(self, depth: int, name: Any, shape: Any, raw: Any, grad: Any, strides: Any) -> torch.Tensor:
        dtype, shape, raw = TORCH_DTYPES.get(_a(str, name)), self._shape(shape), _a(bytes, raw)
        if dtype is None or math.prod(shape) * dtype.itemsize != len(raw):
            raise WireError(Message("a tensor whose type, shape and bytes disagree"))
        if not raw:
            tensor = torch.empty(shape, dtype=dtype)
        elif dtype is torch.bool:
            tensor = torch.frombuffer(bytearray(raw), dtype=torch.uint8).ne(0).reshape(shape)
        else:
            tensor = torch.frombuffer(bytearray(raw), dtype=dtype).reshape(shape)
        if strides is not None:
            tensor = torch.empty_strided(shape, self._strides(strides, shape), dtype=dtype).copy_(tensor)
        if _a(bool, grad) and (dtype.is_floating_point or dtype.is_complex):
            tensor.requires_grad_(True)
        return tensor

    def _strides(self, strides: Any, shape: list[int]) -> list[int]:
        if not self.trust_strides:
            raise WireError(Message("a tensor with strides"))
        if type(strides) is not list or len(strides) != len(shape) or any(type(step) is not int for step in strides):
            raise WireError(Message("a tensor whose shape and strides disagree"))
        return strides

    def _handle(self, depth: int, number: Any, kind: Any, type_name: Any) -> Any:
        if _a(str, kind) not in HANDLE_KINDS or len(_a(str, type_name)) > 200:
            raise WireError(Message("a malformed handle"))
        return self.resolve(Handle(_a(int, number), kind, type_name))

    def _size(self, depth: int, items: Any) -> torch.Size:
        return torch.Size(self._items(items, depth))

    def _of_library(self, depth: int, name: Any, items: Any) -> Any:
        return LIBRARY_TYPES[_a(str, name)].make(self._items(items, depth), self._dict_of)

    # Tag: (number of parts behind it, reader of the parts). What they cost is COSTS's to say.
    _READERS: ClassVar[dict[str, tuple[int, Callable[..., Any]]]] = {
        "l": (1, lambda self, depth, items: self._items(items, depth)),
        "t": (1, lambda self, depth, items: tuple(self._items(items, depth))),
        "s": (1, lambda self, depth, items: self._set(items, depth)),
        "z": (1, lambda self, depth, items: frozenset(self._set(items, depth))),
        "S": (1, _size),
        "g": (1, lambda self, depth, items: iter(self._items(items, depth))),
        "d": (1, lambda self, depth, items: self._dict(items, depth)),
        "O": (1, lambda self, depth, items: OrderedDict(self._dict(items, depth))),
        "C": (1, lambda self, depth, items: Counter(self._dict(items, depth))),
        "x": (1, lambda self, depth, parts: slice(*self._items(parts, depth))),
        "e": (0, lambda self, depth: Ellipsis),
        "i": (1, _integer),
        "u": (1, _surrogates),
        "c": (2, _complex),
        "r": (1, _range),
        "a": (3, _array),
        "A": (3, _text_array),
        "n": (2, _number),
        "T": (5, _tensor),
        "D": (1, _dtype),
        "V": (1, _device),
        "h": (3, _handle),
        "k": (2, _of_library),
    }


def _a(kind: type[Any], part: Any) -> Any:
    """A part of a node, which must be a scalar of this type."""
    if type(part) is not kind:
        raise WireError(Message("a part of the wrong type"))
    return part
