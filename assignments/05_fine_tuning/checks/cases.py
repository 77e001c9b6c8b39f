"""Reads the checks of an exercise and runs them on the notebook's names; says what is wrong as a teacher would.

A check is a function with plain `assert` lines. To tell what was expected and what came, the comparisons in them are
reported to a `Seen` on the way: `assert torch.allclose(weights, right)` tells both sides, and what the first side is called.
"""

import ast
import builtins
import inspect
import re
from dataclasses import dataclass
from types import SimpleNamespace

from .comparisons import Seen, Watching
from .difference import difference
from .texts import _


@dataclass
class Case:
    """A test case; also stands in for Otter's decorator of this form while the checks are read."""

    name: str = None
    points: float = None
    hidden: bool = False
    success_message: str = None
    failure_message: str = None
    function: object = None
    seen: object = None

    def __call__(self, function):
        self.function = function
        return self

    def run(self, names):
        """A list of paragraphs that say what is wrong; empty if the case passes."""
        wanted = list(inspect.signature(self.function).parameters)
        absent = [name for name in wanted if name not in names and name != "env"]
        if absent:
            return [_absent(absent)]
        unwritten = [name for name in wanted if names.get(name) is ...]
        if unwritten:
            return [_unwritten(unwritten)]
        self.seen.clear()
        try:
            self.function(**{name: names if name == "env" else names[name] for name in wanted})
        except AssertionError as error:
            idle = self.function.__globals__.get("IDLE")  # asked first where what does nothing would pass by that alone
            return _raised(error) or ([_(idle)] if idle and error.args == (idle,) else self._wrong())
        except (Exception, SystemExit) as error:
            return _raised(error) or self._wrong(error)
        return []

    def _wrong(self, error=None):
        """The message, and how what came differs from what was expected, or why it could not even be looked at."""
        told = [_(self.failure_message or _("This check failed."))]
        if self.seen.pair:
            told.append(difference(*self.seen.pair))
        elif error is not None and "NoneType" in str(error):
            told.append(_("None came (is there a `return`?)."))
        elif error is not None:
            kind = type(error).__name__
            told.append(_("What came is of another kind than expected: {kind}: {message}", kind=kind, message=error))
        return told


def load_cases(question, source):
    """The cases of an exercise, read from the text of its test file."""
    seen = Seen()
    tree = ast.fix_missing_locations(Watching().visit(ast.parse(source)))
    namespace = {"__name__": f"checks_of_{question}", "__builtins__": {**vars(builtins), "__import__": _import}}
    namespace["_seen_"] = seen
    exec(compile(tree, f"<checks of {question}>", "exec"), namespace)
    cases = [value for value in namespace.values() if isinstance(value, Case)]
    for case in cases:
        case.seen = seen
    return cases


def _import(name, globals=None, locals=None, fromlist=(), level=0):
    """Gives the checks this file's `Case` where they import Otter's."""
    if name.split(".")[0] == "otter":
        return SimpleNamespace(test_case=Case, test_files=SimpleNamespace(test_case=Case))
    return builtins.__import__(name, globals, locals, fromlist, level)


def _raised(error):
    """If the student's code raised, the exception and the line; nothing if the check itself did."""
    frames = inspect.getinnerframes(error.__traceback__, context=1)
    own = [frame for frame in frames if _is_a_cell(frame.filename)]
    if not any(frame.filename.startswith("<checks of ") for frame in frames[:2]) or not own:
        return []
    if isinstance(error, NotImplementedError) and str(error).endswith(": your code here"):
        text = _(
            "{name} is not written yet: put your code in the place of its `raise` line and run the cell.",
            name=own[-1].function,
        )
        return [text]
    kind, message = type(error).__name__, str(error)
    text = (
        _("Your code raised {kind}: {message}", kind=kind, message=message)
        if message
        else _("Your code raised {kind}.", kind=kind)
    )
    line = (own[-1].code_context or [""])[0].strip()
    return [text, _("in {name}, at the line   {line}", name=own[-1].function, line=line)] if line else [text]


def _is_a_cell(filename):
    """Whether a frame's code is a notebook's: IPython names cells in one of these ways, and keeps their text."""
    return filename.startswith("<ipython-input") or re.search(r"[/\\]ipykernel_\d+[/\\]\d+\.py$", filename) is not None


def _absent(names):
    if len(names) == 1:
        return _("`{name}` is not defined here yet: run your answer cell first.", name=names[0])
    return _("{names} are not defined here yet: run your answer cell first.", names=_listed(names))


def _unwritten(names):
    if len(names) == 1:
        return _("`{name}` is still `...`: write your answer in its place and run the cell.", name=names[0])
    return _("{names} are still `...`: write your answer in its place and run the cell.", names=_listed(names))


def _listed(names):
    return ", ".join(f"`{name}`" for name in names)
