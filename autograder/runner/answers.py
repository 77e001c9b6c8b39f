"""Which definitions of a notebook are its answers: for each name that an exercise asks for, the last that a student wrote.

What a name holds when the whole notebook has run may be something else: the function's result, stored under its name; the
untouched exercise, copied below as a backup; a library's function of that name, after ``from torch import *``; nothing, after
``del`` or ``%reset``. In the notebook every check had passed by then. So a definition is kept at the moment when its
statement has run, and put back when the last cell has; and so are the names that it uses, as they were when it was
defined or, better, when its check ran.

What counts as a definition is ``def``, ``class``, an import, and an assignment of something that can be called; not
``softmax = softmax(x)``, and not the exercise as it was handed out. Below an answer of the student's own, a stub of any other
kind (``pass``, ``return None``) is none either, and what a library gave is one only if it was written out and then checked.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import os
from collections.abc import Iterator, Mapping
from types import FunctionType
from typing import Any

from .definitions import (
    DEFINITIONS,
    MISSING,
    STEADY,
    bones,
    calls,
    globals_of,
    is_code,
    is_empty,
    is_librarys,
    stored_by,
    stubs_in,
)

HOOK = "__answer_was_defined__"
"""The built-in name that a cell calls behind a statement which defines an answer."""
_COMPOUND = (ast.If, ast.Try, ast.With, ast.For, ast.While)
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
        self._asked_by: dict[str, list[str]] = {}
        """The names that each exercise asks for."""
        self._aside: dict[str, Any] = {}
        """What a library gave under the name of an answer that the student had written."""
        self._uses: dict[str, Any] = {}
        """What each name that answers use held when the last of them was defined or checked; MISSING if nothing."""
        self._checked: set[str] = set()
        """Those that a check saw so."""
        self._own: dict[str, Any] = {}
        """The student's own function, class or module that was last seen under each name."""
        self._seen: dict[str, Any] = {}
        """What was last seen under each name that some code of the notebook uses."""
        self._used: set[str] = set()
        self._identities: dict[str, int] = {}
        self._changed_by: dict[str, int] = {}
        self._written: set[str] = set()
        """The names that the student has defined, by more than a stub."""
        self._no_definition: set[str] = set()
        self._fresh: set[str] = set()
        self._unseen: set[str] = set()
        """The answers of this cell of which it has not been seen yet what they use."""
        self._folder = ""
        self.cell = 0

    def ask(self, released: Mapping[str, list[str]]) -> None:
        """From now on, watch for these names.

        Args:
            released: for each name its exercise, and the cell in which that asks for it, as it was handed out.
        """
        self.asked = {name: stubs_in(source, name) for name, (_, source) in released.items()}
        for name, (exercise, _) in released.items():
            self._asked_by.setdefault(exercise, []).append(name)
        # What the shell itself has there is nothing that a cell has changed; to look through what its objects hold takes long.
        self._identities = {name: id(value) for name, value in self.names.items()}
        self._folder = os.getcwd()  # noqa: PTH109 - a text to compare with
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
        if isinstance(statement, DEFINITIONS):
            if statement.name in self.asked:
                empty = statement.name in self._written and is_empty(statement)
                if empty or bones(statement) in self.asked[statement.name]:
                    self._no_definition.add(statement.name)
                else:
                    self._written.add(statement.name)
                    yield statement.name
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                name = alias.asname or alias.name.split(".")[0]
                yield from (f"*{asked}" for asked in self.asked) if name == "*" else {name} & self.asked.keys()
        elif isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)} & self.asked.keys()
            for name in names:
                if calls(statement.value, name):
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
        """The hook: keep what these names hold now, if it can be called.

        Args:
            names: with a star before those that might have come with all of a module (``from torch import *``).
        """
        for name in names:
            with contextlib.suppress(Exception):  # whatever a notebook has put under its names
                self._define(name.removeprefix("*"), by_star=name.startswith("*"))

    def _define(self, name: str, *, by_star: bool = False) -> None:
        value = self.names.get(name, MISSING)
        if value is MISSING or not callable(value) or value is self.kept.get(name):
            return
        if self._is_librarys(value) and (by_star or not self._is_librarys(self.kept.get(name, value))):
            self._no_definition.add(name)
            if not by_star:
                self._aside[name] = value
            return
        self.kept[name] = value
        self._fresh.add(name)
        self._unseen.add(name)

    def checked(self, exercise: str) -> None:
        """The notebook checks an exercise: what its answers and all that they use are now is what the check sees."""
        with contextlib.suppress(Exception):  # whatever a notebook has put under its names
            for name in self._asked_by.get(exercise, ()):
                now = self.names.get(name, MISSING)
                if now is not MISSING and now is self._aside.get(name):
                    self.kept[name] = now
                if now is not MISSING and now is self.kept.get(name):
                    self._unseen.discard(name)
                    self._see_uses(name, checked=True)

    def _see_uses(self, answer: str, *, checked: bool) -> None:
        for used in self._reached(self.kept[answer]):
            self._uses[used] = self.names.get(used, MISSING)
            (self._checked.add if checked else self._checked.discard)(used)

    def before_cell(self, number: int) -> None:
        self.cell = number
        self._no_definition = set()
        self._fresh = set()
        self._unseen = set()

    def after_cell(self) -> None:
        """See which names the cell has changed, and what the answers that it defined use."""
        if len(self.names) > MAX_GLOBALS:
            return
        code_changed = False
        for name, value in list(self.names.items()):
            if self._identities.get(name) == id(value):
                continue
            self._identities[name] = id(value)
            self._changed_by[name] = self.cell
            if is_code(value):
                code_changed = True
                if not self._is_librarys(value):
                    self._own[name] = value
                self._used.update(globals_of(value))
            by_other_means = isinstance(value, FunctionType | type)  # %run, exec, globals()[…]
            if name in self.asked and name not in self._fresh | self._no_definition and by_other_means:
                self.defined(name)
        for name in self._used & self.names.keys():
            self._seen[name] = self.names[name]
        for name in self._identities.keys() - self.names.keys():
            del self._identities[name]
            self._changed_by[name] = self.cell
        for name in self._unseen:
            self._see_uses(name, checked=False)
        if code_changed:  # a helper that was defined below its answer
            for value in self.kept.values():
                for used in self._reached(value) - self._uses.keys():
                    self._uses[used] = self.names.get(used, MISSING)

    def settle(self) -> list[list[Any]]:
        """Put back what was replaced, and what the answers use.

        Returns:
            for each name that was: itself, how it was lost (``replaced``, ``deleted``, ``stub``, ``shadowed``, ``changed``), the type
            that it had instead, and the cell that did it.
        """
        told = []
        for name, value in self.kept.items():
            now = self.names.get(name, MISSING)
            if now is value:
                continue
            own_code = type(now) in (FunctionType, type) and not self._is_librarys(now)
            how = "deleted" if now is MISSING else "stub" if own_code else "replaced"
            told.append(self._told(name, how, now))
            self.names[name] = value
        used: set[str] = set().union(*map(self._reached, self.kept.values())) - self.asked.keys()
        users = [*self.kept.values(), *(self._own[name] for name in used & self._own.keys())]
        for name in sorted(used.difference(*map(stored_by, users))):
            now = self.names.get(name, MISSING)
            right, how = self._as_it_was(name, self._seen.get(name, MISSING) if now is MISSING else now)
            if right is now:
                continue
            if right is MISSING:
                del self.names[name]
            else:
                self.names[name] = right
            told.append(self._told(name, "deleted" if now is MISSING else how, now))
        return told

    def _as_it_was(self, name: str, now: Any) -> tuple[Any, str]:
        """What a name that answers use shall hold for the tests, and what happened to it if that is not what it holds."""
        then = self._uses.get(name, now)
        checked = name in self._checked
        if then is now:
            return now, ""
        if then is MISSING:  # a built-in function, or something that was given a value later
            return (MISSING, "shadowed") if hasattr(builtins, name) else (now, "")
        if is_code(then) and not is_code(now):
            return then if checked else self._own.get(name, then), "shadowed"
        if isinstance(then, STEADY) and self._is_librarys(then):
            return then, "shadowed"
        if checked and not _is_placeholder(then):
            return then, "changed"
        if is_code(then) and self._is_librarys(now):
            return self._own.get(name, then), "shadowed"
        return now, ""

    def _is_librarys(self, value: Any) -> bool:
        return is_librarys(value, self._folder)

    def _told(self, name: str, how: str, now: Any) -> list[Any]:
        kind = "" if now is MISSING else type.__dict__["__name__"].__get__(type(now))[:100]
        return [name[:100], how, kind, self._changed_by.get(name, self.cell)]

    def _reached(self, answer: Any) -> set[str]:
        """The module-level names that a definition uses, itself or through other definitions of the notebook."""
        reached: set[str] = set()
        waiting = list(globals_of(answer))
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                value = self.names.get(name, MISSING)
                if not is_code(value) or self._is_librarys(value):
                    value = self._own.get(name, MISSING)
                waiting += globals_of(value)
        return reached


def _is_placeholder(value: Any) -> bool:
    """What stands for something that is made later: None, an empty list."""
    return value is None or (type(value) in (list, dict, set, tuple, str) and not value)
