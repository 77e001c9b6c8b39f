"""Attacks on the grade from inside the submission's own process: lies, patches, crashes, loops, and honest oddities."""

from __future__ import annotations

import re

import nbformat
from attack_table import row
from bench import Bench, others, question

from autograder.grading.results import Status, SubmissionResult
from autograder.isolation.levels import Level

WRONG_TOTAL = "def total(numbers):\n    return None\n"


def _gained(result: SubmissionResult) -> str:
    """A wrong `total` in a notebook that is right otherwise: 0 of 20, and nobody else is touched."""
    assert question(result, "total").score == 0
    assert others(result, "total") == 80
    assert result.status is Status.GRADED
    return "no effect: 0 points for it"


@row(2, "returns an object whose `==` is always True")
def always_equal(bench: Bench, level: Level) -> str:
    lies = """
class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __bool__(self): return True
    def __float__(self): return 0.0
    def __getattr__(self, name): return self
    def __call__(self, *args): return self
class LyingArray(np.ndarray):
    shape = property(lambda self: (3, 5))
    def __array_ufunc__(self, *args, **kwargs): return np.array(True)
    def __array_function__(self, *args, **kwargs): return np.array(True)
    def __eq__(self, other): return True
class LyingTensor(torch.Tensor):
    shape = property(lambda self: (3, 5))
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None): return True
class LyingNumber(int):
    def __eq__(self, other): return True
    __hash__ = int.__hash__
def total(numbers): return LyingNumber(0) if len(numbers) > 2 else Liar()
def centre(rows): return np.zeros(1).view(LyingArray)
def scores(q, k): return torch.zeros(1).as_subclass(LyingTensor)
"""
    result = bench.grade(level, last=lies)
    assert [question(result, name).score for name in ("total", "centre", "scores")] == [0, 0, 0]
    assert result.status is Status.GRADED
    return "0 points for it"


@row(3, "patches `numpy.testing.assert_allclose`")
def patches_comparisons(bench: Bench, level: Level) -> str:
    patch = """
import builtins
np.testing.assert_allclose = np.allclose = torch.allclose = torch.equal = lambda *args, **kwargs: True
torch.Tensor.__eq__ = np.testing.assert_equal = lambda *args, **kwargs: True
builtins.all = builtins.abs = lambda *args: True
def centre(rows): return rows
def scores(q, k): return torch.zeros(len(q), len(k))
"""
    result = bench.grade(level, last=patch)
    assert question(result, "centre").score == 0
    assert question(result, "scores").score == 8  # the public case asks for the shape alone
    assert result.status is Status.GRADED
    return "no effect: 0 points for it"


@row(4, "patches the test runner (doctest, test file, checker)")
def patches_runner(bench: Bench, level: Level) -> str:
    patch = """
import doctest, sys, types, unittest
doctest.DocTestRunner.run = lambda *args, **kwargs: doctest.TestResults(0, 9)
unittest.TestCase.run = lambda *args, **kwargs: None
for name in ("otter", "otter.check", "otter.test_files", "autograder.judge", "autograder.judge.examination"):
    fake = types.ModuleType(name)
    fake.__getattr__ = lambda attribute: lambda *args, **kwargs: True
    sys.modules[name] = fake
"""
    return _gained(bench.grade(level, first=patch, total=WRONG_TOTAL))


@row(5, "patches IPython's `run_cell_async`")
def patches_ipython(bench: Bench, level: Level) -> str:
    patch = """
shell = get_ipython()
true_run = shell.run_cell_async
async def run_cell_async(*args, **kwargs):
    result = await true_run(*args, **kwargs)
    result.error_in_exec = result.error_before_exec = None
    return result
shell.run_cell_async = run_cell_async
type(shell).showtraceback = lambda *args, **kwargs: None
"""
    return _gained(bench.grade(level, first=patch, total=WRONG_TOTAL))


@row(6, "adds an input transformer: later cells become `pass`")
def input_transformer(bench: Bench, level: Level) -> str:
    patch = "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])"
    return _gained(bench.grade(level, last=patch, total=WRONG_TOTAL))


@row(7, "strips `assert` with an AST transformer")
def ast_transformer(bench: Bench, level: Level) -> str:
    patch = """
import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Strip())
"""
    return _gained(bench.grade(level, first=patch, total=WRONG_TOTAL))


def _evil_pickle(bench: Bench, level: Level, result_expression: str) -> str:
    marker = bench.victim.folder / "pwned"
    evil = f"""
import os, pickle
class Evil:
    def __reduce__(self): return (os.system, ("touch {marker}",))
"""
    result = bench.grade(level, first=evil, total=f"def total(numbers):\n    return {result_expression}\n")
    assert not marker.exists()
    assert question(result, "total").score == 0 and result.status is Status.GRADED
    assert others(result, "total") == 80
    return "nothing is ever unpickled: 0 points for it"


@row(8, "returns an object with an evil `__reduce__`")
def evil_reduce(bench: Bench, level: Level) -> str:
    return _evil_pickle(bench, level, "[Evil(), np.array([Evil()], dtype=object)][len(numbers) % 2]")


@row(9, "writes an evil pickle as its result")
def evil_pickle(bench: Bench, level: Level) -> str:
    return _evil_pickle(bench, level, "b'\\x80\\x04cposix\\nsystem\\n.' + pickle.dumps(Evil())")


@row(10, "calls `os._exit(0)`")
def exits(bench: Bench, level: Level) -> str:
    result = bench.grade(level, total="import os\ndef total(numbers): return sum(numbers)\nos._exit(0)")
    assert result.status is Status.CRASHED
    assert question(result, "total").status is Status.CRASHED and "exercise total" in question(result, "total").detail
    assert others(result, "total") == 80
    return "crashed, in that exercise; the others are graded"


@row(11, "loops for ever")
def loops(bench: Bench, level: Level) -> str:
    result = bench.grade(level, total="def total(numbers):\n    while True: pass\n")
    assert result.status is question(result, "total").status is Status.TIMED_OUT
    assert others(result, "total") == 80
    return "timed out, in that exercise; the others are graded"


@row(12, "loops for ever, swallowing interrupts")
def loops_stubbornly(bench: Bench, level: Level) -> str:
    stubborn = """
import signal
def total(numbers): return sum(numbers)
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
while True:
    try:
        while True: pass
    except BaseException:
        continue
"""
    result = bench.grade(level, total=stubborn)
    assert result.status is question(result, "total").status is Status.TIMED_OUT
    assert "exercise total" in result.detail
    assert others(result, "total") == 80
    return "timed out, in that exercise; the others are graded"


@row(14, "allocates 8 GB")
def allocates(bench: Bench, level: Level) -> str:
    result = bench.grade(level, total="def total(numbers):\n    return len(bytearray(8 << 30)) and sum(numbers)\n")
    assert result.status is question(result, "total").status is Status.OUT_OF_MEMORY
    assert others(result, "total") == 80
    return "out of memory, in that exercise; the others are graded"


@row(20, "walks `sys._getframe` from inside the graded function")
def walks_frames(bench: Bench, level: Level) -> str:
    walk = """
def total(numbers):
    import gc, sys
    wanted, frame, seen = "HIDDEN-" + "MARK", sys._getframe(), []
    while frame is not None:
        seen += [frame.f_code.co_name, *map(str, frame.f_code.co_consts), *map(repr, frame.f_locals.values())]
        frame = frame.f_back
    seen += [thing for thing in gc.get_objects() if type(thing) is str]
    seen += [value for thing in gc.get_objects() if type(thing) is dict for value in thing.values()
             if type(value) is str]
    return sum(numbers) if any(wanted in text for text in seen if wanted + "'" not in text) else None
"""
    return _gained(bench.grade(level, total=walk)).replace("no effect", "nothing to find")


@row(21, "prints 50 MB")
def prints(bench: Bench, level: Level) -> str:
    noisy = """
import os
def total(numbers):
    print("y" * (1 << 20))
    return sum(numbers)
for _ in range(50):
    print("x" * (1 << 20))
    os.write(1, b"z" * 1000)
"""
    result = bench.grade(level, total=noisy)
    assert result.status is Status.GRADED and result.score == 100
    assert any("cut after 64 KB" in note for note in result.notes)
    return "cut, said so, graded"


@row(23, "deletes, copies or renames cells")
def rearranges_cells(bench: Bench, level: Level) -> str:
    notebook = bench.notebook()
    code = [cell for cell in notebook["cells"] if cell.cell_type == "code"]
    copies = [nbformat.v4.new_code_cell(cell.source, id=f"renamed-{number}") for number, cell in enumerate(code)]
    copies.insert(2, nbformat.v4.new_code_cell(copies[1].source, id="again"))
    copies.append(nbformat.v4.new_code_cell("", id="empty"))
    result = bench.grade(level, notebook={**notebook, "cells": copies})
    assert result.status is Status.GRADED and result.score == 100
    return "graded all the same"


@row(24, "(honest) calls `warnings.warn`")
def warns(bench: Bench, level: Level) -> str:
    honest = """
import warnings
def total(numbers):
    warnings.warn("slow")
    return sum(numbers)
warnings.warn("deprecated", DeprecationWarning)
total([1])
"""
    result = bench.grade(level, total=honest)
    assert result.status is Status.GRADED and result.score == 100
    return "graded"


@row(25, "(honest) reads its feedback page")
def reads_feedback(bench: Bench, level: Level) -> str:
    telling = """
def total(numbers):
    raise type(f"Saw{numbers}", (ValueError,), {})(f"my input was {numbers}")
def scores(q, k): return q @ k.T
"""
    result = bench.grade(level, last=telling)
    shown = "\\n".join(case.output for one in result.questions for case in one.cases)
    assert "The scores are not scaled." in shown and "Negative numbers count too." in shown
    assert "my input was [1, 2, 3]" in shown  # of a public case a student reads everything
    for secret in ("-7", "7319", "assert", "einsum", "/tests/", "Traceback"):
        assert secret not in shown, shown
    assert not re.search(r"\d\.\d{3}", shown), "numbers of a hidden case"
    return "message yes, test no"
