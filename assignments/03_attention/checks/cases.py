"""Reads the checks of an exercise and runs them on the notebook's names; says what is wrong as a teacher would.

A check is a function with plain `assert` lines. To tell what was expected and what came, the comparisons in them are
reported to a `Seen` on the way: `assert torch.allclose(weights, right)` tells both sides, and what the first side is called.
"""

import ast
import builtins
import inspect
import operator
import re
from dataclasses import dataclass
from types import SimpleNamespace

from .difference import difference
from .texts import _

_COMPARING = ("allclose", "equal", "array_equal", "isclose")
_OPERATORS = {
    "Eq": ("==", operator.eq),
    "NotEq": ("!=", operator.ne),
    "Lt": ("<", operator.lt),
    "LtE": ("<=", operator.le),
    "Gt": (">", operator.gt),
    "GtE": (">=", operator.ge),
    "In": ("in", lambda left, right: left in right),
    "NotIn": ("not in", lambda left, right: left not in right),
    "Is": ("is", operator.is_),
    "IsNot": ("is not", operator.is_not),
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "in": "holds", "not in": "lacks"}
"""What is said of the right side of a comparison, where that is what came."""


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


class Seen:
    """The operands of the comparison in a check that was the last to come out false."""

    def __init__(self):
        self.pair = None

    def clear(self):
        self.pair = None
        return True

    def compare(self, kind, left, right, source, ours):
        """Stands where a comparison stood; `ours` says that the student's value is the one on its right."""
        sign, compare = _OPERATORS[kind]
        result = compare(left, right)
        if not _true(result):
            self.pair = (right, left, _TURNED.get(sign, sign), source) if ours else (left, right, sign, source)
        return result

    def near(self, kind, source, ours, left, right, most):
        """Stands where `abs(left - right) < most` stood: the two are told, not how far apart they are."""
        pair = (right, left, "==", source) if ours else (left, right, "==", source)
        try:
            result = _OPERATORS[kind][1](abs(left - right), most)
        except Exception:
            self.pair = pair
            raise
        if not _true(result):
            self.pair = pair
        return result

    def chain(self, first, second, source, left, middle, right):
        """Stands where `left < middle < right` stood, or `left == middle == right`."""
        result = _OPERATORS[first][1](left, middle)
        if _true(result):
            result = _OPERATORS[second][1](middle, right)
        if not _true(result):
            if first == second == "Eq":
                self.pair = (middle if _equal(left, right) else left, right, "==", "")
            else:
                self.pair = (middle, (left, right), "between", source)
        return result

    def call(self, source, ours, function, left, right, *args, **options):
        """Stands where `torch.allclose(left, right, …)` or its like stood."""
        pair = (right, left, "==", source, options) if ours else (left, right, "==", source, options)
        try:
            result = function(left, right, *args, **options)
        except Exception:
            self.pair = pair
            raise
        if not _true(result):
            self.pair = pair
        return result


class _Watching(ast.NodeTransformer):
    """Has the comparisons in `assert` and `return` lines of a check reported to a `Seen`."""

    def __init__(self):
        self.asked = set()

    def visit_FunctionDef(self, node):
        if node.name.startswith("probe_"):
            return node
        before = self.asked
        if any("test_case" in ast.unparse(decorator) for decorator in node.decorator_list):
            self.asked = {argument.arg for argument in node.args.args}
        self.generic_visit(node)
        self.asked = before
        return node

    def visit_Assert(self, node):
        clear = ast.parse("_seen_.clear()", mode="eval").body
        node.test = ast.BoolOp(ast.And(), [clear, self._watched(node.test)])
        return node

    def visit_Return(self, node):
        if node.value is not None:
            node.value = self._watched(node.value)
        return node

    def _watched(self, node):
        if isinstance(node, ast.BoolOp):
            node.values = [self._watched(value) for value in node.values]
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            right = node.comparators[0]
            kind = ast.Constant(type(node.ops[0]).__name__)
            if kind.value in ("Lt", "LtE") and (two := _apart(node.left)):
                return self._reported("near", [kind, *self._told(*two), *two, right])
            return self._reported("compare", [kind, node.left, right, *self._told(node.left, right)])
        elif isinstance(node, ast.Compare) and len(node.ops) == 2 and _in_a_row(node.ops):
            kinds = [ast.Constant(type(one).__name__) for one in node.ops]
            source = ast.Constant(ast.unparse(node.comparators[0]) if self.asked else "")
            return self._reported("chain", [*kinds, source, node.left, *node.comparators])
        elif isinstance(node, ast.Call):
            return self._watched_call(node)
        return node

    def _watched_call(self, node):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _COMPARING and len(node.args) >= 2:
            told = self._told(*node.args[:2])
            return self._reported("call", [*told, node.func, *node.args], node.keywords)
        if name == "all" and not node.args and isinstance(node.func, ast.Attribute):
            node.func.value = self._watched(node.func.value)
        elif name == "all" and isinstance(node.args[0] if node.args else None, ast.GeneratorExp | ast.ListComp):
            node.args[0].elt = self._watched(node.args[0].elt)
        return node

    def _told(self, left, right):
        """The text of the student's side (in a helper it says nothing), and whether that is the right one.

        By custom it is the left, but for what is written out: `"pe" in state`, `0 < len(found)`.
        """
        ours = not self._asks(left) and (self._asks(right) or (_is_fixed(left) and not _is_fixed(right)))
        return [ast.Constant(ast.unparse(right if ours else left) if self.asked else ""), ast.Constant(ours)]

    def _asks(self, node):
        return any(isinstance(part, ast.Name) and part.id in self.asked for part in ast.walk(node))

    def _reported(self, method, args, keywords=()):
        function = ast.Attribute(ast.Name("_seen_", ast.Load()), method, ast.Load())
        return ast.Call(function, args, list(keywords))


def _apart(node):
    """The two of `abs(left - right)`, if it is that."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "abs" and len(node.args) == 1:
        inside = node.args[0]
        if isinstance(inside, ast.BinOp) and isinstance(inside.op, ast.Sub):
            return [inside.left, inside.right]
    return None


def _in_a_row(operators):
    """Whether a chain of two comparisons is one of equality, or says between what something lies."""
    kinds = {type(one) for one in operators}
    return kinds == {ast.Eq} or kinds <= {ast.Lt, ast.LtE}


def _is_fixed(node):
    """Whether it is written out in the check, or a constant by its name."""
    if isinstance(node, ast.Tuple | ast.List):
        return all(map(_is_fixed, node.elts))
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def load_cases(question, source):
    """The cases of an exercise, read from the text of its test file."""
    seen = Seen()
    tree = ast.fix_missing_locations(_Watching().visit(ast.parse(source)))
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


def _equal(left, right):
    try:
        return _true(left == right)
    except Exception:
        return False


def _true(result):
    try:
        return bool(result)
    except (ValueError, RuntimeError):  # an array: true where all of it is
        return bool(result.all())


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
