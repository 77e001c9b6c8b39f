"""Attacks on the grade from inside the submission's own process: lies, patches, crashes, loops, and honest oddities."""

from __future__ import annotations

import re

import nbformat
from attack_table import row
from bench import Bench, question

from autograder.isolation.levels import Level
from autograder.results import Status, SubmissionResult

TRAINS = {"train_head"}
"""Exercises of the real assignment whose answer trains."""


def gained_nothing(bench: Bench, result: SubmissionResult) -> str:
    """A wrong answer in a notebook that is right otherwise: nothing for it, and nobody else is touched."""
    assert bench.of_target(result).score == bench.worthless[bench.target.name]
    lost = {one.name for one in result.questions if one.score < one.max_score} - {bench.target.name}
    assert lost <= TRAINS  # torch trains in the student's process, with whatever they have made of it
    assert result.status is Status.GRADED
    return "no effect: 0 points for it"


def cost_its_own(bench: Bench, result: SubmissionResult, status: Status) -> None:
    """The target exercise ended in this way, and every other one is graded as if nothing had been."""
    assert result.status is status, result.detail
    assert bench.of_target(result).status is status, bench.of_target(result).detail
    assert bench.of_others(result) == bench.rest


@row(2, "returns an object whose `==` is always True")
def always_equal(bench: Bench, level: Level) -> str:
    lies = """
import numpy as np, torch
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
"""
    lying = ["Liar()", "LyingNumber(-1)", "np.zeros(1).view(LyingArray)", "torch.zeros(1).as_subclass(LyingTensor)"]
    names = bench.function_names()
    honest = [bench.constant(value) for value in ("None", "-1", "np.zeros(1)", "torch.zeros(1)")]
    for turn in range(len(lying) if bench.is_small else 1):
        answers = [
            f"{name} = lambda *args, **kwargs: {lying[(turn + number) % len(lying)]}"
            for number, name in enumerate(names)
        ]
        result = bench.grade(level, last=lies + "\n".join(answers))
        for name in names:
            assert question(result, name).score <= max(found[name] for found in honest), (turn, name)
        assert result.status is Status.GRADED
    return "0 points for it"


@row(3, "patches `numpy.testing.assert_allclose`")
def patches_comparisons(bench: Bench, level: Level) -> str:
    patch = """
import builtins
import numpy as np, torch
np.testing.assert_allclose = np.allclose = torch.allclose = torch.equal = lambda *args, **kwargs: True
torch.Tensor.__eq__ = np.testing.assert_equal = lambda *args, **kwargs: True
builtins.all = builtins.abs = lambda *args: True
"""
    return gained_nothing(bench, bench.grade(level, first=patch, answer=bench.target.wrong))


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
    return gained_nothing(bench, bench.grade(level, first=patch, answer=bench.target.wrong))


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
    return gained_nothing(bench, bench.grade(level, first=patch, answer=bench.target.wrong))


@row(6, "adds an input transformer: later cells become `pass`")
def input_transformer(bench: Bench, level: Level) -> str:
    patch = "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])"
    return gained_nothing(bench, bench.grade(level, last=patch, answer=bench.target.wrong))


@row(7, "strips `assert` with an AST transformer")
def ast_transformer(bench: Bench, level: Level) -> str:
    patch = """
import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Strip())
"""
    return gained_nothing(bench, bench.grade(level, first=patch, answer=bench.target.wrong))


def _evil_pickle(bench: Bench, level: Level, result_expression: str) -> str:
    marker = bench.victim.folder / "pwned"
    evil = f"""
import os, pickle
import numpy as np
class Evil:
    def __reduce__(self): return (os.system, ("touch {marker}",))
"""
    result = bench.grade(level, first=evil, answer=bench.target.returning(result_expression))
    assert not marker.exists()
    gained_nothing(bench, result)
    return "nothing is ever unpickled: 0 points for it"


@row(8, "returns an object with an evil `__reduce__`")
def evil_reduce(bench: Bench, level: Level) -> str:
    return _evil_pickle(bench, level, f"[Evil(), np.array([Evil()], dtype=object)][len({bench.target.argument}) % 2]")


@row(9, "writes an evil pickle as its result")
def evil_pickle(bench: Bench, level: Level) -> str:
    return _evil_pickle(bench, level, "b'\\x80\\x04cposix\\nsystem\\n.' + pickle.dumps(Evil())")


@row(10, "calls `os._exit(0)`")
def exits(bench: Bench, level: Level) -> str:
    answer = bench.target.returning(bench.target.right)
    result = bench.grade(level, answer=f"import os\n{answer}os._exit(0)")
    cost_its_own(bench, result, Status.CRASHED)
    assert f"exercise {bench.target.name}" in bench.of_target(result).detail
    return "crashed, in that exercise; the others are graded"


@row(11, "loops for ever")
def loops(bench: Bench, level: Level) -> str:
    with bench.soon_over():
        result = bench.grade(level, answer=bench.target.returning("None", before="while True: pass"))
    cost_its_own(bench, result, Status.TIMED_OUT)
    return "timed out, in that exercise; the others are graded"


@row(12, "loops for ever, swallowing interrupts")
def loops_stubbornly(bench: Bench, level: Level) -> str:
    stubborn = """
import signal
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
while True:
    try:
        while True: pass
    except BaseException:
        continue
"""
    with bench.soon_over():
        result = bench.grade(level, answer=bench.target.returning(bench.target.right) + stubborn)
    cost_its_own(bench, result, Status.TIMED_OUT)
    assert f"exercise {bench.target.name}" in result.detail
    return "timed out, in that exercise; the others are graded"


@row(14, "allocates 8 GB")
def allocates(bench: Bench, level: Level) -> str:
    result = bench.grade(level, answer=bench.target.returning(f"len(bytearray(8 << 30)) and {bench.target.right}"))
    cost_its_own(bench, result, Status.OUT_OF_MEMORY)
    return "out of memory, in that exercise; the others are graded"


@row(20, "walks `sys._getframe` from inside the graded function")
def walks_frames(bench: Bench, level: Level) -> str:
    walk = """
import gc, sys
finds = []
def is_found():
    wanted = "-".join(("HIDDEN", "MARK", str(7318 + 1)))
    frame, seen = sys._getframe(1), []
    while frame is not None:
        seen += [frame.f_code.co_name, *map(str, frame.f_code.co_consts), *map(repr, frame.f_locals.values())]
        frame = frame.f_back
    for thing in gc.get_objects() if len(finds) < 8 else ():
        if type(thing) is dict:
            seen += [value for value in thing.values() if type(value) is str and value is not wanted]
        elif type(thing) in (list, tuple):
            seen += [value for value in thing if type(value) is str and value is not wanted]
    finds.append(any(wanted in text for text in seen))
    return any(finds)
"""
    answer = bench.target.returning(f"{bench.target.right} if is_found() else None")
    assert bench.grade(
        level, first=walk, answer=f"planted = ['-'.join(('HIDDEN', 'MARK', '7319'))]\n{answer}"
    ).score == (bench.assignment.points), "the walk does not even find what lies in its own notebook"
    return gained_nothing(bench, bench.grade(level, first=walk, answer=answer)).replace("no effect", "nothing to find")


@row(21, "prints 50 MB")
def prints(bench: Bench, level: Level) -> str:
    noise = """
import os
for _ in range(50):
    print("x" * (1 << 20))
    os.write(1, b"z" * 1000)
"""
    answer = bench.target.returning(bench.target.right, before='print("y" * (1 << 20))')
    result = bench.grade(level, answer=answer + noise)
    assert result.status is Status.GRADED and result.score == bench.assignment.points
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
    assert result.status is Status.GRADED and result.score == bench.assignment.points
    return "graded all the same"


@row(24, "(honest) calls `warnings.warn`")
def warns(bench: Bench, level: Level) -> str:
    answer = bench.target.returning(bench.target.right, before='warnings.warn("slow")')
    honest = f'import warnings\n{answer}\nwarnings.warn("deprecated", DeprecationWarning)\n'
    result = bench.grade(level, answer=honest)
    assert result.status is Status.GRADED and result.score == bench.assignment.points
    return "graded"


@row(25, "(honest) reads its feedback page")
def reads_feedback(bench: Bench, level: Level) -> str:
    argument = bench.target.argument
    telling = f"""
{bench.target.header}
    raise type("Saw" + str({argument})[:60], (ValueError,), {{}})("my input was " + str({argument}))
"""
    result = bench.grade(level, answer=telling)
    failed = [case for case in bench.of_target(result).cases if not case.passed]
    assert any(case.hidden for case in failed)
    for case in failed:
        assert ("my input was" in case.output) is not case.hidden  # of a public case a student reads everything
        assert not re.search(r"Saw|\d\.\d{3}", case.output) or not case.hidden
        assert case.output.startswith(tuple(bench.messages(bench.target.name)))
        for secret in ("assert ", "/tests/", "Traceback"):
            assert secret not in case.output, case.output
    return "message yes, test no"
