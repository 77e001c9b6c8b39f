"""Which definitions of a notebook are its answers: for each name that an exercise asks for, the last that a student wrote.

What a name holds when the whole notebook has run may be something else: the function's result, stored under its name; the
untouched exercise, copied below as a backup; nothing, after ``del`` or ``%reset``. In the notebook every check had passed by
then. So a definition is kept at the moment when its statement has run, and put back when the last cell has.

What counts as a definition is ``def``, ``class``, an import, and an assignment of something that can be called; not
``softmax = softmax(x)``, and not the exercise as it was handed out. Below an answer of the student's own, a stub of any other
kind (``pass``, ``return None``) is none either.
"""

from __future__ import annotations

import ast
import builtins
import dis
from collections.abc import Iterable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

HOOK = "__answer_was_defined__"
"""The built-in name that a cell calls behind a statement which defines an answer."""
_MISSING = object()
_COMPOUND = (ast.If, ast.Try, ast.With, ast.For, ast.While)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MAX_GLOBALS = 10_000
"""Names of a notebook that are looked at after each cell."""


class Answers(ast.NodeTransformer):
    """Watches a notebook's names from cell to cell. As a transformer of IPython's it sees each cell before it runs.

    Args:
        names: the notebook's namespace.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.asked: dict[str, set[str]] = {}
        self.kept: dict[str, Any] = {}
        self._resolved: dict[str, dict[str, bool]] = {}
        """For each kept answer the module-level names that it uses, and whether they then were something to call."""
        self._code: dict[str, Any] = {}
        """What was last seen under each name that is a module or can be called."""
        self._seen: dict[str, Any] = {}
        """What was last seen under each name that some code of the notebook uses."""
        self._used: set[str] = set()
        self._identities: dict[str, int] = {}
        self._changed_by: dict[str, int] = {}
        self._written: set[str] = set()
        """The names that the student has defined, by more than a stub."""
        self._no_definition: set[str] = set()
        self._fresh: set[str] = set()
        self.cell = 0

    def ask(self, released: dict[str, str]) -> None:
        """From now on, watch for these names.

        Args:
            released: for each name the cell in which an exercise asks for it, as it was handed out.
        """
        self.asked = {name: _stubs(name, source) for name, source in released.items()}
        setattr(builtins, HOOK, self.defined)

    def visit(self, node: ast.AST) -> Any:
        """A cell, with a call of the hook behind each statement that defines an answer."""
        if not isinstance(node, ast.Module) or not self.asked:
            return node
        body: list[ast.stmt] = []
        for statement in node.body:
            body.append(statement)
            if found := sorted(set(self._defined_by(statement))):
                call = ast.Expr(ast.Call(ast.Name(HOOK, ast.Load()), [ast.Constant(name) for name in found], []))
                body.append(ast.fix_missing_locations(ast.copy_location(call, statement)))
        node.body = body
        return node

    def _defined_by(self, statement: ast.AST) -> Iterator[str]:
        if isinstance(statement, _DEFINITIONS):
            if statement.name in self.asked:
                empty = statement.name in self._written and _is_empty(statement)
                if empty or _bones(statement) in self.asked[statement.name]:
                    self._no_definition.add(statement.name)
                else:
                    self._written.add(statement.name)
                    yield statement.name
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                name = alias.asname or alias.name.split(".")[0]
                yield from self.asked if name == "*" else {name} & self.asked.keys()
        elif isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)} & self.asked.keys()
            for name in names:
                if _calls(statement.value, name):
                    self._no_definition.add(name)
                else:
                    yield name
        elif isinstance(statement, _COMPOUND):
            for part in ast.iter_child_nodes(statement):
                yield from self._defined_by(part)
        elif isinstance(statement, ast.ExceptHandler):
            for part in statement.body:
                yield from self._defined_by(part)

    def defined(self, *names: str) -> None:
        """The hook: keep what these names hold now, if it can be called."""
        for name in names:
            value = self.names.get(name, _MISSING)
            if value is not _MISSING and callable(value):
                self.kept[name] = value
                self._fresh.add(name)

    def before_cell(self, number: int) -> None:
        self.cell = number
        self._no_definition = set()
        self._fresh = set()

    def after_cell(self) -> None:
        """See which names the cell has changed, and what the answers that it defined use."""
        if len(self.names) > MAX_GLOBALS:
            return
        for name, value in list(self.names.items()):
            if self._identities.get(name) == id(value):
                continue
            self._identities[name] = id(value)
            self._changed_by[name] = self.cell
            if _is_code(value):
                self._code[name] = value
                self._used.update(_globals_of(value))
            by_other_means = isinstance(value, FunctionType | type)  # %run, exec, globals()[…]
            if name in self.asked and name not in self._fresh | self._no_definition and by_other_means:
                self.kept[name] = value
                self._fresh.add(name)
        for name in self._used & self.names.keys():
            self._seen[name] = self.names[name]
        for name in self._identities.keys() - self.names.keys():
            del self._identities[name]
            self._changed_by[name] = self.cell
        for name in self._fresh:
            uses = self._reached(self.kept[name])
            self._resolved[name] = {used: _is_code(self._value(used)) for used in uses}

    def settle(self) -> list[list[Any]]:
        """Put back what was replaced, and what the answers use.

        Returns:
            for each name that was: itself, how it was lost (``replaced``, ``deleted``, ``stub``, ``shadowed``), the type
            that it had instead, and the cell that did it.
        """
        told = []
        for name, value in self.kept.items():
            now = self.names.get(name, _MISSING)
            if now is value:
                continue
            how = "deleted" if now is _MISSING else "stub" if type(now) in (FunctionType, type) else "replaced"
            told.append(self._told(name, how, now))
            self.names[name] = value
        for answer in list(self.kept.values()):
            told += self._helpers_put_back(answer)
        return told

    def _helpers_put_back(self, answer: Any) -> list[list[Any]]:
        told = []
        were_code = next((self._resolved.get(name, {}) for name, value in self.kept.items() if value is answer), {})
        for used in sorted(self._reached(answer)):
            now = self.names.get(used, _MISSING)
            if now is _MISSING:
                if used in self._seen and not hasattr(builtins, used):
                    self.names[used] = self._seen[used]
                    told.append(self._told(used, "deleted", now))
            elif not _is_code(now) and were_code.get(used):
                if used in self._code:
                    self.names[used] = self._code[used]
                elif callable(getattr(builtins, used, None)):
                    del self.names[used]
                else:
                    continue
                told.append(self._told(used, "shadowed", now))
        return told

    def _told(self, name: str, how: str, now: Any) -> list[Any]:
        kind = "" if now is _MISSING else type.__dict__["__name__"].__get__(type(now))[:100]
        return [name[:100], how, kind, self._changed_by.get(name, self.cell)]

    def _value(self, name: str) -> Any:
        return self.names.get(name, getattr(builtins, name, _MISSING))

    def _reached(self, answer: Any) -> set[str]:
        """The module-level names that a definition uses, itself or through other definitions of the notebook."""
        reached: set[str] = set()
        waiting = list(_globals_of(answer))
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                value = self.names.get(name, _MISSING)
                value = value if _is_code(value) else self._code.get(name, _MISSING)
                waiting += _globals_of(value)
        return reached


def _stubs(name: str, source: str) -> set[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    return {_bones(node) for node in ast.walk(tree) if isinstance(node, _DEFINITIONS) and node.name == name}


def _bones(definition: ast.AST) -> str:
    """A definition without its docstrings, comments and annotations of where it stands."""
    parts = []
    for node in ast.walk(definition):
        own = node.body if isinstance(node, _DEFINITIONS) else []
        told = bool(own) and isinstance(own[0], ast.Expr) and isinstance(own[0].value, ast.Constant)
        parts.append((node, own[0] if told and isinstance(own[0].value.value, str) else None))  # type: ignore[attr-defined]
    text = ast.dump(definition)
    for _, docstring in parts:
        if docstring is not None:
            text = text.replace(ast.dump(docstring), "", 1)
    return text


def _is_empty(definition: ast.stmt) -> bool:
    """Whether a definition is a stub, however its author writes one: nothing in it but ``pass``, ``...``, None, or a refusal.

    Of a class that holds for its methods; one without methods is empty only if it inherits nothing but ``nn.Module``.
    """
    assert isinstance(definition, _DEFINITIONS)
    body = [
        part for part in definition.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
    ]
    if isinstance(definition, ast.ClassDef):
        methods = [part for part in body if isinstance(part, _DEFINITIONS)]
        own = all(ast.unparse(base).split(".")[-1] in ("object", "Module") for base in definition.bases)
        others = [part for part in body if not isinstance(part, ast.Pass | _DEFINITIONS[0] | _DEFINITIONS[1])]
        return own and not others and all(map(_is_empty, methods))
    empty: set[str] = set()
    for part in body:
        if isinstance(part, ast.Assign) and _is_nothing(part.value, empty):
            empty |= {target.id for target in part.targets if isinstance(target, ast.Name)}
        elif isinstance(part, ast.Raise):
            refusal = part.exc.func if isinstance(part.exc, ast.Call) else part.exc
            if not (isinstance(refusal, ast.Name) and refusal.id == "NotImplementedError"):
                return False
        elif isinstance(part, ast.Return):
            if part.value is not None and not _is_nothing(part.value, empty):
                return False
        elif not isinstance(part, ast.Pass) and ast.unparse(part) != "super().__init__()":
            return False
    return True


def _is_nothing(value: ast.expr, empty: set[str]) -> bool:
    """None, ``...``, or a name that holds one of them."""
    if isinstance(value, ast.Name):
        return value.id in empty
    return isinstance(value, ast.Constant) and value.value in (None, ...)


def _calls(value: ast.expr, name: str) -> bool:
    """Whether an expression is what a call of this name returned: ``softmax(x)``, ``softmax(x).sum()``."""
    while isinstance(value, ast.Call | ast.Attribute | ast.Subscript | ast.Await):
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == name:
            return True
        value = value.func if isinstance(value, ast.Call) else value.value
    return False


def _is_code(value: Any) -> bool:
    """Something to call, or a module: asked of its type, so that no object answers for itself."""
    return value is not _MISSING and (callable(value) or issubclass(type(value), ModuleType))


def _globals_of(value: Any) -> set[str]:
    """The module-level names that the code of a notebook's function or class reads."""
    found: set[str] = set()
    waiting: list[Any] = list(_code_of(value))
    while waiting:
        code = waiting.pop()
        found.update(step.argval for step in dis.get_instructions(code) if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"))
        waiting += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return found


def _code_of(value: Any, depth: int = 3) -> Iterable[CodeType]:
    """Of a function, of a class's methods, and of what a decorator has wrapped."""
    if isinstance(value, FunctionType):
        yield value.__code__
        wrapped = value.__dict__.get("__wrapped__")
        if depth and wrapped is not None:
            yield from _code_of(wrapped, depth - 1)
        for cell in value.__closure__ or ():
            try:
                inner = cell.cell_contents
            except ValueError:
                continue
            if depth and isinstance(inner, FunctionType):
                yield from _code_of(inner, depth - 1)
    elif isinstance(value, type) and value.__module__ == "__main__":
        for part in vars(value).values():
            inner = getattr(part, "__func__", getattr(part, "fget", part))
            if depth and isinstance(inner, FunctionType):
                yield from _code_of(inner, depth - 1)
    elif isinstance(value, staticmethod | classmethod) and depth:
        yield from _code_of(value.__func__, depth - 1)
