"""Attacks by what a function returns or raises, and by what it leaves running in its own process."""

from __future__ import annotations

from attack_rows_in import gained_nothing
from attack_table import more
from bench import Bench, question

from autograder.isolation.levels import Level
from autograder.results import Status, SubmissionResult

CLASSES = """
import itertools, sys
import numpy as np, torch
class Hostile:
    def __getattribute__(self, name): raise RuntimeError(name)
class Endless:
    def __getattr__(self, name): return Endless()
    def __array__(self, *args, **kwargs): return np.zeros((3, 5))
    def __torch_function__(self, *args, **kwargs): return torch.zeros(3, 5)
    def __len__(self): return 3
    def __iter__(self): return iter([Endless()] * 3)
    def __getitem__(self, key): return 6
    def __contains__(self, item): return True
    def __del__(self): raise SystemExit
class Disguised:
    __class__ = torch.Tensor
class Meta(type):
    __name__ = property(lambda cls: 1 / 0)
    __mro__ = property(lambda cls: 1 / 0)
    def __instancecheck__(cls, thing): return True
    def __eq__(cls, other): return True
    def __hash__(cls): return hash(int)
class WithMeta(metaclass=Meta):
    def __eq__(self, other): return True
class Int(int):
    def __eq__(self, other): return True
    def __abs__(self): return 0
    def __sub__(self, other): return 0
    __hash__ = None
class Float(float):
    def __eq__(self, other): return True
    __lt__ = __le__ = __eq__
class Str(str):
    def __eq__(self, other): return True
    def __len__(self): return 3
    __hash__ = str.__hash__
class List(list):
    def __eq__(self, other): return True
    def __len__(self): return 3
    def __iter__(self): return iter([1, 2, 3])
    def __getitem__(self, key): return 6
    def __contains__(self, item): return True
class Dict(dict):
    def items(self): return [(1, 2)]
    def __getitem__(self, key): return 6
    def __contains__(self, item): return True
"""
CLEVER = [
    "Hostile()", "Endless()", "Disguised()", "WithMeta()", "WithMeta", "Int(-1)", "Float(-1)", "Str('a')",
    "List([-1])", "Dict({-1: -1})", "{-1: Endless()}", "[Hostile()]", "lambda *args: True", "sys", "object()",
]  # fmt: skip
ODD = [
    "np.array([Endless()] * 3, dtype=object)", "np.array([(1, 2.0)], dtype='i4,f8')", "np.array(['2020'], dtype='M8')",
    "np.broadcast_to(np.uint8(0), (1 << 31,))", "np.broadcast_to(1.0, (1 << 40,))", "torch.zeros(1).expand(1 << 40)",
    "np.lib.stride_tricks.as_strided(np.zeros(1), (1 << 40,), (0,))", "torch.empty(3, 5, device='meta')",
    "torch.sparse_coo_tensor([[0]], [1.0], (1 << 40,))", "itertools.count()", "itertools.repeat(6)",
    "iter(int, 1)", "(n for n in itertools.count())", "map(str, itertools.count())", "range(1 << 62)", "1 << 100_000",
    "float('nan')", "float('inf')", "complex('nan+infj')", "'\\ud800'", "b'\\xff'", "{1: {2: {3: ()}}}", "Ellipsis",
    "np.float64('nan')", "torch.tensor(float('nan'))", "np.datetime64('now')", "{frozenset(): 1}", "torch.float32",
    "'x' * (100 << 20)", "[b'x' * (50 << 20)] * 40",
]  # fmt: skip


def each_is_worth_nothing(bench: Bench, level: Level, expressions: list[str], before: str) -> str:
    """Every function of the notebook returns one of these; the submission is graded, for no points."""
    names = bench.function_names()
    for start in range(0, len(expressions), len(names)):
        group = dict(zip(names, expressions[start:], strict=False))
        answers = [f"def {name}(*args, **kwargs): return {value}" for name, value in group.items()]
        result = bench.grade(level, last=before + "\n".join(answers))
        for name, value in group.items():
            assert question(result, name).score == bench.worthless[name], (value, question(result, name))
        assert result.status in (Status.GRADED, Status.OUT_OF_MEMORY), (group, result.detail)
    return "0 points for it"


@more(
    "returns objects of classes with hostile `__getattr__`, `__array__`, `__torch_function__`, `__del__`, `__class__`, metaclass"
)
def hostile_classes(bench: Bench, level: Level) -> str:
    return each_is_worth_nothing(bench, level, CLEVER, CLASSES)


@more("returns arrays of objects, of absurd shapes and strides, NaN, endless iterators, 2 GB")
def odd_values(bench: Bench, level: Level) -> str:
    return each_is_worth_nothing(bench, level, ODD, CLASSES)


@more("returns a list that is nested 100,000 levels deep, or holds itself")
def deep(bench: Bench, level: Level) -> str:
    for build in ("for _ in range(100_000): nested = [nested]", "nested.append(nested)"):
        source = f"nested = []\n{build}\n{bench.target.returning('nested')}"
        gained_nothing(bench, bench.grade(level, answer=source))
    return "0 points for it"


@more("has a class, or an object of one, where a function is asked for, and says yes to whatever it is asked")
def class_for_function(bench: Bench, level: Level) -> str:
    source = """
class Yes:
    def __new__(cls, *args, **kwargs): return object.__new__(Yes)
    def __call__(self, *args, **kwargs): return self
    def __contains__(self, item): return True
    def __eq__(self, other): return True
    def __len__(self): return 3
    def __getitem__(self, key): return 6
    def __iter__(self): return iter([6])
"""
    for value in ("Yes", "Yes()"):
        gained_nothing(bench, bench.grade(level, answer=f"{source}{bench.target.name} = {value}"))
    return "0 points for it"


@more("zeroes its arguments, so that what is expected of them is zero, and returns zeros")
def zeroes_arguments(bench: Bench, level: Level) -> str:
    honest = bench.grade(level, scores="def scores(q, k): return torch.zeros(len(q), len(k))")
    result = bench.grade(level, scores="def scores(q, k):\n    q.zero_(); k.zero_()\n    return q @ k.T\n")
    assert question(result, "scores").score == question(honest, "scores").score < 20
    assert "changed what it was given" in " ".join(case.output for case in question(result, "scores").cases)
    aliased = bench.grade(level, scores="def scores(q, k):\n    q.data = torch.zeros(3, 5)\n    return q\n")
    assert question(aliased, "scores").score == question(honest, "scores").score
    return "no effect: 0 points for it"


@more("changes its arguments into lies or into something else")
def rewrites_arguments(bench: Bench, level: Level) -> str:
    for change in (
        "append(Endless())",
        "__init__([Int(3)] * 2)",
        "append(numbers)",
        "clear()",
        "extend([0] * 3_000_000)",
    ):
        source = CLASSES + f"def total(numbers):\n    list.{change.replace('(', '(numbers, ', 1).replace(', )', ')')}\n"
        result = bench.grade(level, total=source)
        assert question(result, "total").score == 0 and result.score == bench.rest, change
    assert bench.grade(level).score == bench.assignment.points, "the next submission was tested with what this one left"
    return "no effect: 0 points for it"


@more("gives answers that depend on how often it was called")
def counts_calls(bench: Bench, level: Level) -> str:
    source = "answers = iter([6, 15, 6, 15, 7, 7319] * 9)\ndef total(numbers): return next(answers)\n"
    result = bench.grade(level, total=source)
    public = sum(case.max_score for case in question(result, "total").cases if not case.hidden)
    assert question(result, "total").score <= public and result.status is Status.GRADED
    return "gets the public cases' points at most: hidden answers are not there to be counted off"


@more("changes its answers from a thread while they are read")
def thread_changes(bench: Bench, level: Level) -> str:
    source = """
import threading
answer, tensor = [0] * 1000, torch.zeros(1000)
def change():
    number = 0
    while True:
        number += 1
        answer[:] = [number] * (1 + number % 1000)
        tensor.fill_(number)
threading.Thread(target=change, daemon=True).start()
def total(numbers): return answer
def scores(q, k): return tensor
"""
    result = bench.grade(level, last=source)
    assert question(result, "total").score == question(result, "scores").score == 0
    assert result.status is Status.GRADED
    return "0 points for it"


ENDINGS = {
    "sys.exit(0)": Status.GRADED,
    "raise KeyboardInterrupt": Status.GRADED,
    "raise GeneratorExit": Status.GRADED,
    "raise type('Mine', (SystemExit,), {'code': property(lambda self: 1 / 0)})": Status.GRADED,
    "raise type('Mine', (BaseException,), {'__str__': lambda self: 1 / 0, '__repr__': lambda self: 1 / 0})": Status.GRADED,
    "raise type('Mine', (ValueError,), {'__str__': lambda self: 'x' * (200 << 20)})": Status.GRADED,
    "raise ValueError('x' * (100 << 20))": Status.GRADED,
    "raise RecursionError": Status.GRADED,
    "raise StopIteration": Status.GRADED,
    "raise MemoryError": Status.OUT_OF_MEMORY,
    "recurse()": Status.GRADED,
    "raise WithMeta": Status.GRADED,
    "input('?')": Status.GRADED,
    "sys.stdin.read() and sys.stdin.buffer.read()": Status.GRADED,
    "os.abort()": Status.CRASHED,
    "ctypes.string_at(0)": Status.CRASHED,
}
FOR_ENDINGS = """
import ctypes, os, sys
class Meta(type):
    __name__ = property(lambda cls: 1 / 0)
    __mro__ = property(lambda cls: 1 / 0)
class WithMeta(ValueError, metaclass=Meta):
    def __str__(self): return repr(self)
    def __repr__(self): return str(self)
def recurse():
    return repr(recurse()) + "x"
"""


def _ends(bench: Bench, result: SubmissionResult, statement: str, status: Status) -> None:
    assert result.status is status, (statement, result.detail)
    assert bench.of_target(result).status is status, statement
    assert bench.of_target(result).score == bench.worthless[bench.target.name], statement
    assert bench.of_others(result) == bench.rest, statement


@more("ends a function by SystemExit, KeyboardInterrupt, a hostile exception, endless recursion, a signal, `input()`")
def endings_in_functions(bench: Bench, level: Level) -> str:
    for statement, status in ENDINGS.items():
        answer = bench.target.returning("None", before=statement)
        _ends(bench, bench.grade(level, first=FOR_ENDINGS, answer=answer), statement, status)
    return "costs that exercise; the others are graded"


@more("ends a cell by any of these")
def endings_in_cells(bench: Bench, level: Level) -> str:
    for statement, status in ENDINGS.items():
        answer = f"{statement}\n{bench.target.returning(bench.target.right)}"
        result = bench.grade(level, first=FOR_ENDINGS, answer=answer)
        if statement.startswith(
            ("sys.stdin", "input", "recurse")
        ):  # reads nothing, or fails: what is defined below counts
            assert result.status is Status.GRADED and result.score == bench.assignment.points
        else:
            _ends(bench, result, statement, status)
    return "costs that exercise; the others are graded"


@more("installs trace functions, signal handlers, gc callbacks, atexit and excepthook functions that interfere")
def interferes(bench: Bench, level: Level) -> str:
    source = """
import atexit, gc, os, signal, sys, threading, time
def meddle(*args):
    raise SystemExit
sys.settrace(meddle)
threading.settrace(meddle)
sys.excepthook = sys.unraisablehook = threading.excepthook = meddle
gc.callbacks.append(lambda *args: None)
atexit.register(lambda: time.sleep(60))
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGCHLD, signal.SIGPIPE, signal.SIGXCPU):
    signal.signal(number, lambda *args: None)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
sys.setrecursionlimit(10 ** 9)
sys.stdout = sys.stderr = sys.stdin = None
"""
    result = bench.grade(level, last=source, answer=bench.target.wrong)
    assert bench.of_target(result).score == bench.worthless[bench.target.name]
    assert result.status in (Status.GRADED, Status.CRASHED)
    return "no effect: 0 points for it"


@more("shows hidden inputs that it has seen in the message of a public case")
def carries_inputs(bench: Bench, level: Level) -> str:
    source = """
seen = []
def total(numbers):
    seen.append(list(numbers))
    raise ValueError(f"seen {seen}")
def average(numbers):
    raise ValueError(f"seen {seen} {total.__name__}")
"""
    result = bench.grade(level, last=source)
    shown = repr(result)
    assert "seen [[1, 2, 3]" in shown and "7319" not in shown and "-7" not in shown
    return "cannot: public cases come first, and hidden ones show a type at most"


@more("names its exception with markup, control characters and a hidden input")
def markup(bench: Bench, level: Level) -> str:
    source = """
def total(numbers):
    raise type("<script>\\x1b[31m" + str(numbers), (ValueError,), {})("\\x1b]0;x\\x07\\x00")
"""
    result = bench.grade(level, total=source)
    for one in result.questions:
        one.code = ""  # what was written, as it was
    assert all(sign not in repr(result) for sign in ("\\x1b", "\\x07", "\\x00", "7319"))
    assert bench.of_others(result) == bench.rest
    return "shown as text, without control characters"


@more("breaks the random generators, the clock and the imports of its process")
def breaks_modules(bench: Bench, level: Level) -> str:
    source = """
import builtins, random, sys, time
import numpy as np, torch
def broken(*args, **kwargs): raise RuntimeError
random.seed = np.random.seed = torch.manual_seed = time.monotonic = builtins.__import__ = broken
"""
    result = bench.grade(level, last=source, answer=bench.target.wrong)
    assert bench.of_target(result).score == bench.worthless[bench.target.name]
    return "no effect: 0 points for it"


@more("crashes its process in each of thirty cells")
def many_crashes(bench: Bench, level: Level) -> str:
    import nbformat

    notebook = bench.notebook()
    notebook["cells"] += [nbformat.v4.new_code_cell("import os; os._exit(1)", id=f"end-{n}") for n in range(30)]
    result = bench.grade(level, notebook=notebook)
    assert result.status is Status.CRASHED and "restarted" not in result.detail
    return "crashed, after 25 new starts"
