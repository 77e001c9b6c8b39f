"""Modules that are loaded when something of them is used: what a set-up cell imports for pictures, which no judge draws.

The judge runs the set-up cells for the sake of the solution's functions. What they import there is matplotlib for the most part, half a
second and 30 MB, and neither the solution nor a test asks for it. Whoever does ask gets the module itself; and where a cell
imports single names of it (``from token_pictures import chips``), something that does what they do.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

_FOR_PICTURES = ("matplotlib", "matplotlib.pyplot")
_SHOWS = "IPython.display"
"""Of this, single names alone wait: IPython's own modules import one another in an order that must be kept."""
_ASKS_FOR_ALL = ("__all__", "__version__")
"""Names with underscores that a program asks for; the others are asked for by whoever looks through all modules."""


class WhenUsed(MetaPathFinder):
    """Finds the modules of a folder, and matplotlib, and leaves loading them to the first who uses one.

    Args:
        folder: of the given files.
        around: what must hold while one of the folder is loaded.
    """

    def __init__(self, folder: Path, around: Callable[[], AbstractContextManager[None]]) -> None:
        self._folder = folder
        self._around = around

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The module's own, with a loader that waits; None for all other modules."""
        if not self._waits(name):
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            spec.loader = _Late(spec.loader, self._around_of(name))
        return spec

    def _around_of(self, name: str) -> Callable[[], AbstractContextManager[None]]:
        """What must hold while a module is loaded: nothing for a library, which outlives the folder that it was first asked for in."""
        return self._around if self._is_given(name) else contextlib.nullcontext

    def _waits(self, name: str) -> bool:
        return name in _FOR_PICTURES or self._is_given(name)

    def _is_given(self, name: str) -> bool:
        return (self._folder / f"{name}.py").is_file()

    def single_names(self, tree: ast.Module, texts: Iterable[str]) -> dict[str, Any]:
        """Take out of a cell's imports the names that nothing in the judge uses, which would load their module.

        Args:
            tree: the cell; it is changed.
            texts: of the solution, the tests and the other cells.

        Returns:
            for each name something that is called, or asked for an attribute, in its place.
        """
        found: dict[str, Any] = {}
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        words = used.union(*(re.findall(r"\w+", text) for text in texts))
        for statement in list(tree.body):
            if not isinstance(statement, ast.ImportFrom) or statement.level or statement.module is None:
                continue
            module = statement.module
            if module != _SHOWS and not self._waits(module):
                continue
            spare = [alias for alias in statement.names if (alias.asname or alias.name) not in {*words, "*"}]
            around = self._around_of(module)
            found |= {alias.asname or alias.name: _Name(module, alias.name, around) for alias in spare}
            statement.names = [alias for alias in statement.names if alias not in spare]
            if not statement.names:
                tree.body.remove(statement)
        return found

    @contextlib.contextmanager
    def finding(self) -> Iterator[None]:
        """While it lasts, imports find these modules so."""
        sys.meta_path.insert(0, self)
        try:
            yield
        finally:
            sys.meta_path.remove(self)


class _Name:
    """Stands for what a module has under a name, and imports that module when it is used."""

    def __init__(self, module: str, name: str, around: Callable[[], AbstractContextManager[None]]) -> None:
        self._of = module, name, around

    def _itself(self) -> Any:
        module, name, around = self._of
        with around():
            return getattr(importlib.import_module(module), name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._itself()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._itself(), name)


class _Late(Loader):
    def __init__(self, loader: Loader, around: Callable[[], AbstractContextManager[None]]) -> None:
        self._loader = loader
        self._around = around

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        spec = module.__spec__

        def ask(name: str) -> Any:
            if name.startswith("__") and name not in _ASKS_FOR_ALL:
                raise AttributeError(name)
            del module.__getattr__
            before = dict(vars(module))
            module.__loader__ = spec.loader = self._loader
            try:
                with self._around():
                    self._loader.exec_module(module)
            except BaseException:  # also of an alarm: whoever asks next begins again
                vars(module).clear()
                vars(module).update(before)
                self.exec_module(module)
                raise
            return getattr(module, name)

        module.__loader__ = spec.loader = self
        module.__getattr__ = ask  # type: ignore[method-assign]


def waits(module: object) -> bool:
    """Whether this is a module that nobody has used yet."""
    return isinstance(module, ModuleType) and isinstance(module.__loader__, _Late)


def load_what_is_named(names: Mapping[str, Any], texts: Iterable[str]) -> None:
    """Load the modules among some names that a text uses: not in the middle of a case, which a module could draw numbers from.

    Args:
        names: what set-up cells have defined.
        texts: of the solution and of the tests.
    """
    waiting = {name: module for name, module in names.items() if waits(module)}
    for text in texts if waiting else ():
        for name, module in waiting.items():
            if waits(module) and re.search(rf"\b(?:{re.escape(name)}|{re.escape(module.__name__)})\b", text):
                getattr(module, "__all__", None)
