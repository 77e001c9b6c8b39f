"""Has the comparisons in a check reported on the way, so that what was expected and what came can be told.

`Watching` puts a call of a `Seen` in the place of each: of `==`, `<`, `in` and their like, of `allclose` and `equal`, of
`abs(one - other) < tolerance`, `low < x < high`, `isinstance(…)` and `(…).all()`. Each part of a check is still evaluated once.
"""

import ast
import operator

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

    def near(self, kind, largest, source, ours, left, right, most):
        """Stands where `abs(left - right) < most` stood: the two are told, not how far apart they are."""
        options = {"any_dtype": True}  # only numbers were compared
        pair = (right, left, "==", source, options) if ours else (left, right, "==", source, options)
        try:
            apart = abs(left - right)
            result = _OPERATORS[kind][1](apart.max() if largest else apart, most)
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

    def every(self, source, values):
        """Stands where `values.all()` stood."""
        result = values.all()
        if not _true(result):
            self.pair = (values, None, "all", source)
        return result

    def kind(self, source, value, kinds):
        """Stands where `isinstance(value, kinds)` stood."""
        result = isinstance(value, kinds)
        if not result:
            self.pair = (value, kinds, "kind", source)
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


class Watching(ast.NodeTransformer):
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
                largest, *two = two
                return self._reported("near", [kind, ast.Constant(largest), *self._told(*two), *two, right])
            return self._reported("compare", [kind, node.left, right, *self._told(node.left, right)])
        elif isinstance(node, ast.Compare) and len(node.ops) == 2 and _in_a_row(node.ops):
            kinds = [ast.Constant(type(one).__name__) for one in node.ops]
            return self._reported("chain", [*kinds, self._said(node.comparators[0]), node.left, *node.comparators])
        elif isinstance(node, ast.Call):
            return self._watched_call(node)
        return node

    def _watched_call(self, node):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _COMPARING and len(node.args) >= 2:
            told = self._told(*node.args[:2])
            return self._reported("call", [*told, node.func, *node.args], node.keywords)
        if name == "isinstance" and len(node.args) == 2:
            return self._reported("kind", [self._said(node.args[0]), *node.args])
        if name == "bool" and len(node.args) == 1:
            node.args = [self._watched(node.args[0])]
        elif name == "all" and not node.args and isinstance(node.func, ast.Attribute):
            if not isinstance(node.func.value, ast.Compare):
                return self._reported("every", [self._said(node.func.value), node.func.value])
            node.func.value = self._watched(node.func.value)
        elif name == "all" and isinstance(node.args[0] if node.args else None, ast.GeneratorExp | ast.ListComp):
            node.args[0].elt = self._watched(node.args[0].elt)
        return node

    def _told(self, left, right):
        """The text of the student's side (in a helper it says nothing), and whether that is the right one.

        By custom it is the left, but for what is written out: `"pe" in state`, `0 < len(found)`.
        """
        ours = not self._asks(left) and (self._asks(right) or (_is_fixed(left) and not _is_fixed(right)))
        return [self._said(right if ours else left), ast.Constant(ours)]

    def _said(self, node):
        """The text of what came; nothing in a helper, and nothing of a probe, which no student has heard of."""
        text = ast.unparse(node)
        return ast.Constant(text if self.asked and "probe_" not in text else "")

    def _asks(self, node):
        return any(isinstance(part, ast.Name) and part.id in self.asked for part in ast.walk(node))

    def _reported(self, method, args, keywords=()):
        function = ast.Attribute(ast.Name("_seen_", ast.Load()), method, ast.Load())
        return ast.Call(function, args, list(keywords))


def _apart(node):
    """Of `abs(left - right)`, `(left - right).abs()` or `(left - right).abs().max()`: whether the largest is taken, and the two."""
    if not isinstance(node, ast.Call):
        return None
    largest = _is_method(node, "max")
    if largest:
        node = node.func.value
    if _is_method(node, "abs"):
        inside = node.func.value
    elif not largest and getattr(node.func, "id", "") == "abs" and len(node.args) == 1:
        inside = node.args[0]
    else:
        return None
    return [largest, inside.left, inside.right] if _is_difference(inside) else None


def _is_method(node, name):
    """Whether it is a call of a method of this name, without arguments."""
    return isinstance(node, ast.Call) and not node.args and getattr(node.func, "attr", "") == name


def _is_difference(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)


def _in_a_row(operators):
    """Whether a chain of two comparisons is one of equality, or says between what something lies."""
    kinds = {type(one) for one in operators}
    return kinds == {ast.Eq} or kinds <= {ast.Lt, ast.LtE}


def _is_fixed(node):
    """Whether it is written out in the check, or a constant by its name."""
    if isinstance(node, ast.Tuple | ast.List):
        return all(map(_is_fixed, node.elts))
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


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
