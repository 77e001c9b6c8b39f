"""What a definition in a student's code is: empty or not, whose it is, and which module-level names it uses."""

from __future__ import annotations

import ast
import dis
import functools
import sys
import types
from collections.abc import Iterable
from types import CodeType, FunctionType, ModuleType
from typing import Any

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MISSING = object()
"""What a name holds that holds nothing."""
STEADY = (FunctionType, types.BuiltinFunctionType, types.MethodType, type, ModuleType)
"""Code that is not made anew with other sizes, as a layer or a tokenizer is."""
_MODULE_OF = type.__dict__["__module__"].__get__
"""Of a class, as it was made, whatever its metaclass says."""
_DEPTH = 3
"""Wrappers around wrappers that are looked into."""


def stubs_in(source: str, name: str) -> set[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    return {bones(node) for node in ast.walk(tree) if isinstance(node, DEFINITIONS) and node.name == name}


def bones(definition: ast.AST) -> str:
    """A definition without its docstrings, comments and annotations of where it stands."""
    parts = []
    for node in ast.walk(definition):
        own = node.body if isinstance(node, DEFINITIONS) else []
        told = bool(own) and isinstance(own[0], ast.Expr) and isinstance(own[0].value, ast.Constant)
        parts.append((node, own[0] if told and isinstance(own[0].value.value, str) else None))  # type: ignore[attr-defined]
    text = ast.dump(definition)
    for _, docstring in parts:
        if docstring is not None:
            text = text.replace(ast.dump(docstring), "", 1)
    return text


def is_empty(definition: ast.stmt) -> bool:
    """Whether a definition is a stub, however its author writes one: nothing in it but ``pass``, ``...``, None, or a refusal.

    Of a class that holds for its methods; one without methods is empty only if it inherits nothing but ``nn.Module``.
    """
    assert isinstance(definition, DEFINITIONS)
    body = [
        part for part in definition.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
    ]
    if isinstance(definition, ast.ClassDef):
        methods = [part for part in body if isinstance(part, DEFINITIONS)]
        own = all(ast.unparse(base).split(".")[-1] in ("object", "Module") for base in definition.bases)
        others = [part for part in body if not isinstance(part, ast.Pass | DEFINITIONS[0] | DEFINITIONS[1])]
        return own and not others and all(map(is_empty, methods))
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


def calls(value: ast.expr, name: str) -> bool:
    """Whether an expression is what a call of this name returned: ``softmax(x)``, ``softmax(x).sum()``."""
    while isinstance(value, ast.Call | ast.Attribute | ast.Subscript | ast.Await):
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == name:
            return True
        value = value.func if isinstance(value, ast.Call) else value.value
    return False


def is_code(value: Any) -> bool:
    """Something to call, or a module: asked of its type, so that no object answers for itself."""
    return value is not MISSING and (callable(value) or issubclass(type(value), ModuleType))


def globals_of(value: Any) -> frozenset[str]:
    """The module-level names that the code of a notebook's function or class reads."""
    return frozenset().union(*(_names_in(code)[0] for code in _code_of(value)))


def stored_by(value: Any) -> frozenset[str]:
    """The module-level names that it gives values to (``global counter``): they are its own memory."""
    return frozenset().union(*(_names_in(code)[1] for code in _code_of(value)))


@functools.lru_cache(1024)
def _names_in(code: CodeType) -> tuple[frozenset[str], frozenset[str]]:
    """The module-level names that some code reads and writes, functions within it included."""
    read: set[str] = set()
    written: set[str] = set()
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            read.add(step.argval)
        elif step.opname in ("STORE_GLOBAL", "DELETE_GLOBAL"):
            written.add(step.argval)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            inner = _names_in(constant)
            read |= inner[0]
            written |= inner[1]
    return frozenset(read), frozenset(written)


def _code_of(value: Any, depth: int = _DEPTH) -> Iterable[CodeType]:
    """Of a function, of a class's methods, and of what a decorator has wrapped; of the notebook's, not of modules'."""
    if isinstance(value, FunctionType):
        if value.__globals__.get("__name__") == "__main__":
            yield value.__code__
        for inner in _wrapped_by(value):
            if depth and isinstance(inner, FunctionType):
                yield from _code_of(inner, depth - 1)
    elif isinstance(value, type) and value.__module__ == "__main__":
        for part in vars(value).values():
            inner = getattr(part, "__func__", getattr(part, "fget", part))
            if depth and isinstance(inner, FunctionType):
                yield from _code_of(inner, depth - 1)
    elif isinstance(value, staticmethod | classmethod) and depth:
        yield from _code_of(value.__func__, depth - 1)


def _wrapped_by(function: FunctionType) -> Iterable[Any]:
    """What a decorator has left in a function of its own."""
    yield function.__dict__.get("__wrapped__")
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:
            continue


def is_librarys(value: Any, handed_in: str, depth: int = _DEPTH) -> bool:
    """Whether something to call, or a module, is a library's or Python's own, and nothing of the notebook's is in it.

    Args:
        value: what a name holds; nothing of it is run.
        handed_in: the folder of the notebook. A module in it is the student's.
        depth: wrappers that are looked into.
    """
    kind = type(value)
    if issubclass(kind, ModuleType):
        return _is_installed(object.__getattribute__(value, "__dict__").get("__name__"), handed_in)
    if issubclass(kind, type):
        return _is_installed(_MODULE_OF(value), handed_in)
    if kind is types.MethodType:
        return is_librarys(value.__func__, handed_in, depth)
    if kind is FunctionType:
        inside, installed = _wrapped_by(value), _is_installed(value.__globals__.get("__name__"), handed_in)
    else:
        inside, installed = _held_by(value), is_librarys(kind, handed_in)
    if not installed or not depth:
        return installed
    return all(is_librarys(one, handed_in, depth - 1) for one in inside if _may_be_own(one))


def _may_be_own(value: Any) -> bool:
    """Whether it may be a notebook's own: a function, a class, an object of a class of its own, or one that holds such."""
    kind = type(value)
    return (
        kind in (FunctionType, types.MethodType, functools.partial) or issubclass(kind, type) or not _is_builtin(kind)
    )


def _is_builtin(kind: type) -> bool:
    return _MODULE_OF(kind) == "builtins"


def _held_by(value: Any) -> Iterable[Any]:
    """What an object holds, and what the modules in it are (``nn.Sequential``)."""
    if type(value) is functools.partial:
        return [value.func, *value.args]
    try:
        own = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return []
    inner = own.get("_modules")
    return [*own.values(), *(inner.values() if type(inner) is dict else ())]


def _is_installed(module: Any, handed_in: str) -> bool:
    if module == "__main__" or type(module) is not str or module not in sys.modules:
        return False
    file = getattr(sys.modules[module], "__file__", None)
    return not (type(file) is str and file.startswith(handed_in + "/"))
