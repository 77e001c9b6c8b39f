"""Cases recorded without a sandbox: a function of the student's is called here, and what would have crossed is written down."""

from __future__ import annotations

import builtins
import copy
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.authoring.variants import Variant
from autograder.judge.misconceptions import recognise
from autograder.judge.proxies import Proxy
from autograder.judge.transcript import CaseRecord, Event, Reader
from autograder.wire.decoder import Decoder
from autograder.wire.encoder import Encoder, Handle

NAME = "answer"
Call = tuple[tuple[Any, ...], Mapping[str, Any]]


def names_of(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(source, names)
    return names


def wrong(source: str, *fails: str, title: str = "") -> Variant:
    return Variant(
        Path(f"{title}.py"), title, "wrong", (NAME,), title or source, f"Hint: {title}", source, fails=fails or None
    )


def recorded(
    case: str, student: Callable[..., Any], calls: Sequence[tuple], passed: bool = False, points: float = 1.0
) -> CaseRecord:
    """A case that calls the student's function with these arguments."""
    kept: list[Any] = []

    def handle_for(value: Any) -> Handle:
        kept.append(value)
        return Handle(len(kept), "callback" if callable(value) else "object", "thing")

    def resent(handle: Handle) -> Any:
        return kept[handle.number - 1] if handle.kind == "callback" else Proxy(None, handle)  # type: ignore[arg-type]

    def received(handle: Handle) -> Any:
        return Proxy(None, Handle(100 + handle.number, "object", "thing"))  # type: ignore[arg-type]

    reader = Reader(Decoder(resent, trust_strides=True), Decoder(received))
    events: list[Event] = []
    for arguments in calls:
        asked = Encoder(handle_for, 1 << 20).encode([b"", [1, "call", 0, list(arguments), {}, []]])
        count = [0]

        def counted(function: Any, count: list[int] = count) -> Any:
            def lent(*given: Any) -> Any:
                count[0] += 1
                return function(*given)

            return lent

        args = [counted(value) if callable(value) else copy.deepcopy(value) for value in arguments]
        before = copy.deepcopy([None if callable(value) else value for value in arguments])
        answer, error = None, ""
        try:
            result = student(*args)
            changed = {
                place: value
                for place, value in enumerate(args)
                if not callable(value) and repr(value) != repr(before[place])
            }
            answer = Encoder(handle_for, 1 << 20).encode([b"", [1, "value", [result, changed]]])
        except Exception as raised:
            error = next(kind.__name__ for kind in type(raised).__mro__ if kind.__name__ in vars(builtins))
        events.append(Event("call", 1, answer is None, asked, answer, reader, error, count[0]))
    return CaseRecord(5, {NAME: 1}, events, passed, case=case, points=points)


def named(
    records: Sequence[CaseRecord],
    variants: Sequence[Variant],
    right: str,
    shows: Callable[[Any], Any] | None = None,
) -> list[str]:
    """The titles of what is recognised."""
    return [found.name for found in recognise(records, variants, names_of(right), shows)]
