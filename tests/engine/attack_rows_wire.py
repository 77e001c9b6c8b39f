"""Attacks on the wire: the student's code finds the socket that its process answers on, and writes what it likes."""

from __future__ import annotations

import msgpack
from attack_rows_in import cost_its_own
from attack_table import more
from bench import Bench

from autograder.isolation.levels import Level
from autograder.results import Status, SubmissionResult

FIND = """
import gc, os, socket, struct, sys, threading, time
import msgpack
agent = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Agent")
connection, token = agent.wire.connection, agent.token
def frame(payload, length=None, magic=b"rag1"):
    return struct.pack("!4sQ", magic, len(payload) if length is None else length) + payload
def raw(data):
    connection.setblocking(True)
    connection.sendall(data)
def node(value):
    if type(value) is list:
        return ["l", [node(item) for item in value]]
    return value
def answer(number, kind, value):
    return frame(msgpack.packb(["l", [token, ["l", [number, kind, value]]]]))
"""


def in_place_of_the_answer(bench: Bench, level: Level, statement: str) -> SubmissionResult:
    """The target function carries the statement out, and so speaks before its process does."""
    return bench.grade(level, first=FIND, answer=bench.target.returning("None", before=statement))


def is_tampered(bench: Bench, result: SubmissionResult) -> str:
    """What a submission that forges says is not believed in anything."""
    assert result.status is Status.TAMPERED, (result.status, result.detail)
    assert result.score == 0 and all(one.status is Status.TAMPERED for one in result.questions)
    return "tampered: no points at all"


@more("forges the answer to a question that comes later")
def answers_ahead(bench: Bench, level: Level) -> str:
    result = bench.grade(level, first=FIND, last="raw(answer(agent.request + 1, 'value', 6) * 50)")
    return is_tampered(bench, result)


@more("sends the answer to an earlier question again")
def replays(bench: Bench, level: Level) -> str:
    result = in_place_of_the_answer(bench, level, "raw(answer(agent.request - 1, 'value', 6))")
    return is_tampered(bench, result)


@more("answers twice, so that one answer is over for the next question")
def answers_twice(bench: Bench, level: Level) -> str:
    forged = "raw(answer(agent.request, 'value', ['l', [['l', [None, ['d', []]]], ['d', []]]]))"
    return is_tampered(bench, in_place_of_the_answer(bench, level, forged))


@more("sends a frame with the token of another run")
def wrong_token(bench: Bench, level: Level) -> str:
    forged = 'raw(frame(msgpack.packb(["l", [b"0" * 16, ["l", [agent.request, "value", 6]]]])))'
    return is_tampered(bench, in_place_of_the_answer(bench, level, forged))


@more("begins a frame with other bytes")
def wrong_magic(bench: Bench, level: Level) -> str:
    return is_tampered(bench, in_place_of_the_answer(bench, level, "raw(frame(b'x', magic=b'rag2'))"))


@more("claims a frame of 2⁶⁰ bytes")
def oversized(bench: Bench, level: Level) -> str:
    return is_tampered(bench, in_place_of_the_answer(bench, level, "raw(frame(b'x', length=1 << 60))"))


@more("breaks off in the middle of a frame and waits")
def truncated(bench: Bench, level: Level) -> str:
    with bench.soon_over():
        result = in_place_of_the_answer(bench, level, "raw(frame(b'x' * 10, length=1000)); time.sleep(100)")
    cost_its_own(bench, result, Status.TIMED_OUT)
    return "timed out, in that exercise; the others are graded"


@more("breaks off in the middle of a frame and ends")
def truncated_end(bench: Bench, level: Level) -> str:
    result = in_place_of_the_answer(bench, level, "raw(frame(b'x' * 10, length=1000)); os._exit(0)")
    cost_its_own(bench, result, Status.CRASHED)
    return "crashed, in that exercise; the others are graded"


@more("sends a frame byte by byte, a second apart")
def drips(bench: Bench, level: Level) -> str:
    drip = "[(raw(frame(b'x' * 90)[n:n + 1]), time.sleep(1)) for n in range(90)]"
    with bench.soon_over():
        cost_its_own(bench, in_place_of_the_answer(bench, level, drip), Status.TIMED_OUT)
    return "timed out, in that exercise; the others are graded"


@more("closes the wire and lives on")
def closes(bench: Bench, level: Level) -> str:
    cost_its_own(bench, in_place_of_the_answer(bench, level, "connection.close(); time.sleep(100)"), Status.CRASHED)
    return "crashed, in that exercise; the others are graded"


@more("writes to every file descriptor that it has")
def writes_everywhere(bench: Bench, level: Level) -> str:
    source = """
import os
for number in range(256):
    try:
        os.write(number, b"z" * 100)
    except OSError:
        pass
"""
    return is_tampered(bench, bench.grade(level, last=source))


@more("writes to the wire from a thread, all the time")
def writes_from_a_thread(bench: Bench, level: Level) -> str:
    thread = """
def flood():
    while True:
        raw(answer(agent.request, "value", 6))
threading.Thread(target=flood, daemon=True).start()
time.sleep(0.1)
"""
    return is_tampered(bench, bench.grade(level, first=FIND, last=thread))


@more("has a forked process answer in its place")
def child_answers(bench: Bench, level: Level) -> str:
    fork = "os.fork() or setattr(agent, 'pid', os.getpid())"
    result = in_place_of_the_answer(bench, level, fork)
    assert result.status in (Status.TAMPERED, Status.GRADED)  # as the two processes' answers happen to arrive
    assert bench.of_target(result).score == 0
    return "no effect: 0 points for it"


@more("asks for a function of the judge's that was not lent")
def calls_back(bench: Bench, level: Level) -> str:
    forged = "raw(answer(agent.request, 'callback', ['l', [1, ['l', []], ['d', []]]]))"
    return is_tampered(bench, in_place_of_the_answer(bench, level, forged))


@more("patches msgpack, the codec, the socket and the agent in its process")
def patches_agent(bench: Bench, level: Level) -> str:
    patch = """
import types
codec = sys.modules["autograder.wire.encoder"]
codec.Encoder._other = lambda self, value, depth: ["h", 1, "object", "number"]
codec.Encoder._plain = lambda self, value: value if type(value) is not int else True
agent.operations["call"] = lambda target, args, kwargs, same: [True, {}]
for name in ("autograder.judge", "autograder.judge.examination", "autograder.grading", "autograder.tests"):
    sys.modules[name] = types.ModuleType(name)
"""
    result = bench.grade(level, first=FIND, last=patch)
    assert result.status in (Status.TAMPERED, Status.GRADED) and bench.of_target(result).score == 0
    return "no effect: 0 points for it"


def bombs() -> dict[str, bytes]:
    """Payloads that claim to be values, by what they are."""
    nested: object = 1
    for _ in range(100):
        nested = ["l", [nested]]
    shape = [1 << 60]
    return {
        "random bytes": b"\xc1" * 40,
        "no bytes at all": b"",
        "two values in one": msgpack.packb(1) * 2,
        "an unknown tag": msgpack.packb(["pickle", b"\x80\x04."]),
        "a map": msgpack.packb({"a": 1}),
        "an extension type": msgpack.packb(msgpack.ExtType(1, b"\x80\x04.")),
        "a list that claims four thousand million items": b"\x92\xa1l\xdd\xff\xff\xff\xff",
        "a text that claims four gigabytes": b"\xdb\xff\xff\xff\xff",
        "a hundred levels": msgpack.packb(nested),
        "an array of Python objects": msgpack.packb(["a", "|O", [1], bytes(8)]),
        "an array of records": msgpack.packb(["a", "V8", [1], bytes(8)]),
        "an array of shape 2**60": msgpack.packb(["a", "<f8", shape, b""]),
        "an array of negative shape": msgpack.packb(["a", "<f8", [-1, -8], bytes(64)]),
        "an empty array of absurd shape": msgpack.packb(["a", "<f8", [0, *shape], b""]),
        "an array of fifty dimensions": msgpack.packb(["a", "<f8", [1] * 50, bytes(8)]),
        "a tensor of shape 2**60": msgpack.packb(["T", "float32", shape, b"", False, None]),
        "a tensor of shape 2**60 in one item": msgpack.packb(["T", "float32", shape, bytes(4), False, [0]]),
        "a tensor with strides": msgpack.packb(["T", "float32", [2], bytes(8), False, [1 << 40]]),
        "a tensor whose bytes are too few": msgpack.packb(["T", "float32", [2, 2], bytes(8), False, None]),
        "a tensor of an unknown type": msgpack.packb(["T", "quint8", [1], bytes(1), False, None]),
        "text of four million wide items": msgpack.packb(["A", "U", [4000], ["x" * 30_000] + [""] * 3999]),
        "a range without end": msgpack.packb(["r", ["l", [0, 1 << 62, 1]]]),
        "a handle of another kind": msgpack.packb(["h", 1, "file", "x"]),
        "an integer of a million digits": msgpack.packb(["i", "0x" + "f" * 1_000_000]),
        "a dict with a list as a key": msgpack.packb(["d", [["l", []], 1]]),
    }


@more("sends bytes that claim to be a value (25 kinds: object arrays, shapes of 2⁶⁰, strides, bombs)")
def sends_bombs(bench: Bench, level: Level) -> str:
    for name, payload in bombs().items():
        body = msgpack.packb("value") + payload
        forged = (
            f"raw(frame(b'\\x92\\xa1l\\x92' + msgpack.packb(token) + b'\\x92\\xa1l\\x93'"
            f" + msgpack.packb(agent.request) + {body!r}))"
        )
        result = in_place_of_the_answer(bench, level, forged)
        assert result.status is Status.TAMPERED and result.score == 0, (name, result.status, result.detail)
    return "tampered: no points at all"


@more("claims to have changed arguments that there are not")
def changes_nothing(bench: Bench, level: Level) -> str:
    forged = "raw(answer(agent.request, 'value', ['l', [6, ['d', [7, 6, 'nobody', 6]]]]))"
    return is_tampered(bench, in_place_of_the_answer(bench, level, forged))


@more("patches the wire so that results are pickles")
def sends_pickles(bench: Bench, level: Level) -> str:
    marker = bench.victim.folder / "pwned"
    patch = f"""
import pickle
class Evil:
    def __reduce__(self): return (os.system, ("touch {marker}",))
true_send = agent.wire.send
agent.wire.send = lambda payload, deadline=None: true_send(pickle.dumps(Evil()))
"""
    result = bench.grade(level, first=FIND + patch)
    assert not marker.exists()
    return is_tampered(bench, result)


@more("returns sets and dicts of numbers that all hash alike, however they are wrapped")
def keys_that_collide(bench: Bench, level: Level) -> str:
    alike = "[number * ((1 << 61) - 1) for number in range(6_000)]"
    for expression in (
        f"set({alike})",
        f"dict.fromkeys({alike})",
        f"[{{(number, 1) for number in {alike}}}] * 40",
        f"__import__('collections').Counter({alike})",
    ):
        result = bench.grade(level, answer=bench.target.returning(expression))
        cost_its_own(bench, result, Status.GRADED)
    return "0 points for it"
