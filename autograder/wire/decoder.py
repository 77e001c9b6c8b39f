"""Reads values back from bytes, and trusts nothing about them.

The bytes are walked node by node: a size is checked before anything of that size is made, every node counts against a
budget (a tensor more than a number, because it costs more memory), and the clock is looked at on the way. So what
the other side can make this process spend is bounded by the frame's size and the caller's deadline, whatever it sends.
"""

from __future__ import annotations

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import msgpack
import numpy as np
import torch

from .codec import (
    HANDLE_KINDS,
    MAX_DEPTH,
    MAX_HEX_DIGITS,
    MAX_ITERATOR_ITEMS,
    MAX_NODES,
    NUMPY_KINDS,
    TORCH_DTYPES,
    Handle,
)
from .frames import WireError, WireTimeout

MAX_DIMENSIONS = 32
MAX_LENGTH = 1 << 26
"""Of one dimension: also an array without items must not claim a size that a sum over it would have to allocate."""
MAX_TEXT_ARRAY = 64 << 20
CHECK_EVERY = 2_000
"""Budget between two looks at the clock."""

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
        trust_strides: accept a tensor's memory order (only the sandbox does, from the judge).
    """

    def __init__(self, resolve: Callable[[Handle], Any], trust_strides: bool = False) -> None:
        self.resolve = resolve
        self.trust_strides = trust_strides

    def decode(self, payload: bytes, deadline: float | None = None) -> Any:
        """The value that the payload describes.

        Args:
            payload: bytes that an :class:`~autograder.wire.codec.Encoder` claims to have made.
            deadline: on the clock of ``time.monotonic``.

        Raises:
            WireError: if it describes no value.
            WireTimeout: if the deadline passes on the way.
        """
        self._payload = payload
        self._deadline = math.inf if deadline is None else deadline
        self._spent, self._next_check = 0, CHECK_EVERY
        self._reader = msgpack.Unpacker(raw=False, max_buffer_size=max(1, len(payload)))
        self._reader.feed(payload)
        try:
            value = self._value(0)
            if self._reader.tell() != len(payload):
                raise WireError("more bytes than a message has")
            return value
        except (WireError, WireTimeout):
            raise
        except Exception as error:  # whatever a malformed node trips over, it is malformed
            raise WireError(f"malformed value: {type(error).__name__}") from error
        finally:
            del self._payload, self._reader

    # Walking the bytes.

    def _spend(self, cost: int) -> None:
        self._spent += cost
        if self._spent > MAX_NODES:
            raise WireError("too many values")
        if self._spent >= self._next_check:
            self._next_check = self._spent + CHECK_EVERY
            if time.monotonic() > self._deadline:
                raise WireTimeout("the deadline has passed")

    def _value(self, depth: int) -> Any:
        self._spend(1)
        head = self._payload[self._reader.tell()]
        if _IS_SCALAR[head]:
            return self._reader.unpack()
        if depth > MAX_DEPTH + 1:
            raise WireError("nested too deeply")
        length = self._length()
        entry = self._READERS.get(self._scalar(str)) if length else None
        if entry is None:
            raise WireError("an unknown tag")
        parts, cost, read = entry
        if length != parts + 1:
            raise WireError("a node of the wrong length")
        self._spend(cost)
        return read(self, depth + 1)

    def _length(self) -> int:
        """Enter a list; its length, which the bytes that are left can hold."""
        at = self._reader.tell()
        if not _IS_LIST[self._payload[at]]:
            raise WireError("something else where a list belongs")
        length = self._reader.read_array_header()
        if length > len(self._payload) - at:
            raise WireError("a list that claims more items than there are bytes")
        return length

    def _scalar(self, *kinds: type) -> Any:
        """The next value, which must be a scalar of one of these types."""
        if not _IS_SCALAR[self._payload[self._reader.tell()]]:
            raise WireError("a container where a scalar belongs")
        value = self._reader.unpack()
        if type(value) not in kinds:
            raise WireError("a scalar of the wrong type")
        return value

    def _items(self, depth: int) -> Iterator[Any]:
        for _ in range(self._length()):
            yield self._value(depth)

    def _pairs(self, depth: int) -> Iterator[tuple[Any, Any]]:
        length = self._length()
        if length % 2:
            raise WireError("a mapping with a key and no value")
        for _ in range(length // 2):
            yield self._value(depth), self._value(depth)

    def _shape(self) -> list[int]:
        length = self._length()
        if length > MAX_DIMENSIONS:
            raise WireError("an array with too many dimensions")
        shape = [self._scalar(int) for _ in range(length)]
        if any(not 0 <= size <= MAX_LENGTH for size in shape):
            raise WireError("a malformed shape")
        if 0 in shape and math.prod(size for size in shape if size) > MAX_LENGTH:
            raise WireError("an empty array of an absurd shape")
        return shape

    # The kinds of nodes.

    def _integer(self, depth: int) -> int:
        text = self._scalar(str)
        if len(text) > MAX_HEX_DIGITS:
            raise WireError("an integer that is too large")
        return int(text, 16)

    def _surrogates(self, depth: int) -> str:
        return self._scalar(bytes).decode("utf-8", "surrogatepass")

    def _complex(self, depth: int) -> complex:
        return complex(self._scalar(float), self._scalar(float))

    def _range(self, depth: int) -> range:
        made = range(*self._items(depth))
        if made and (made[-1] - made[0]) // made.step >= MAX_ITERATOR_ITEMS:
            raise WireError("a range that is too long")
        return made

    def _dtype(self, depth: int) -> Any:
        name = self._scalar(str)
        return TORCH_DTYPES.get(name, name[:100])

    def _device(self, depth: int) -> Any:
        name = self._scalar(str)
        return torch.device(name) if name in ("cpu", "meta") else name[:100]

    def _array(self, depth: int) -> np.ndarray:
        return self._numbers(self._scalar(str), self._shape())

    def _number(self, depth: int) -> np.generic:
        return self._numbers(self._scalar(str), [1])[0]

    def _numbers(self, name: str, shape: list[int]) -> np.ndarray:
        raw = self._scalar(bytes)
        dtype = np.dtype(name) if len(name) <= 4 else None
        if dtype is None or dtype.kind not in NUMPY_KINDS:
            raise WireError("an array of a kind that is not accepted")
        if math.prod(shape) * dtype.itemsize != len(raw):
            raise WireError("an array whose shape and bytes disagree")
        if dtype.kind == "b":  # any byte but 0 and 1 would be a truth value that equals neither
            return (np.frombuffer(raw, dtype=np.uint8) != 0).reshape(shape)
        return np.frombuffer(raw, dtype=dtype).reshape(shape).copy()

    def _text_array(self, depth: int) -> np.ndarray:
        kind, shape = self._scalar(str), self._shape()
        wanted: type = {"U": str, "S": bytes}[kind]
        values = list(self._items(depth))
        if math.prod(shape) != len(values) or any(type(item) is not wanted for item in values):
            raise WireError("an array of text whose shape and items disagree")
        if len(values) * max(map(len, values), default=0) * 4 > MAX_TEXT_ARRAY:  # each item is as wide as the widest
            raise WireError("an array of text that is too large")
        return np.array(values, dtype=kind).reshape(shape)

    def _tensor(self, depth: int) -> torch.Tensor:
        dtype, shape = TORCH_DTYPES.get(self._scalar(str)), self._shape()
        raw, grad = self._scalar(bytes), self._scalar(bool)
        strides = self._strides(shape)
        if dtype is None or math.prod(shape) * dtype.itemsize != len(raw):
            raise WireError("a tensor whose type, shape and bytes disagree")
        if not raw:
            tensor = torch.empty(shape, dtype=dtype)
        elif dtype is torch.bool:
            tensor = torch.frombuffer(bytearray(raw), dtype=torch.uint8).ne(0).reshape(shape)
        else:
            tensor = torch.frombuffer(bytearray(raw), dtype=dtype).reshape(shape)
        if strides is not None:
            tensor = torch.empty_strided(shape, strides, dtype=dtype).copy_(tensor)
        if grad and (dtype.is_floating_point or dtype.is_complex):
            tensor.requires_grad_(True)
        return tensor

    def _strides(self, shape: list[int]) -> list[int] | None:
        if _IS_SCALAR[self._payload[self._reader.tell()]]:
            return self._scalar(type(None))
        if not self.trust_strides:
            raise WireError("a tensor with strides")
        strides = [self._scalar(int) for _ in range(self._length())]
        if len(strides) != len(shape):
            raise WireError("a tensor whose shape and strides disagree")
        return strides

    def _handle(self, depth: int) -> Any:
        number, kind, type_name = self._scalar(int), self._scalar(str), self._scalar(str)
        if kind not in HANDLE_KINDS or len(type_name) > 200:
            raise WireError("a malformed handle")
        return self.resolve(Handle(number, kind, type_name))

    # Tag: (number of parts behind it, cost beyond that of its items, reader).
    _READERS: ClassVar[dict[str, tuple[int, int, Callable[[Decoder, int], Any]]]] = {
        "l": (1, 1, lambda self, depth: list(self._items(depth))),
        "t": (1, 1, lambda self, depth: tuple(self._items(depth))),
        "s": (1, 4, lambda self, depth: set(self._items(depth))),
        "z": (1, 4, lambda self, depth: frozenset(self._items(depth))),
        "S": (1, 4, lambda self, depth: torch.Size(self._shape())),
        "g": (1, 2, lambda self, depth: iter(list(self._items(depth)))),
        "d": (1, 2, lambda self, depth: dict(self._pairs(depth))),
        "O": (1, 8, lambda self, depth: OrderedDict(self._pairs(depth))),
        "C": (1, 8, lambda self, depth: Counter(dict(self._pairs(depth)))),
        "x": (1, 2, lambda self, depth: slice(*self._items(depth))),
        "e": (0, 0, lambda self, depth: Ellipsis),
        "i": (1, 2, _integer),
        "u": (1, 2, _surrogates),
        "c": (2, 1, _complex),
        "r": (1, 2, _range),
        "a": (3, 20, _array),
        "A": (3, 20, _text_array),
        "n": (2, 10, _number),
        "T": (5, 40, _tensor),
        "D": (1, 2, _dtype),
        "V": (1, 4, _device),
        "h": (3, 10, _handle),
    }
