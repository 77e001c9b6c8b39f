"""Modules that are loaded when something of them is used: what a set-up cell imports for pictures, which no judge draws.

The judge runs the set-up cells for the sake of the solution's functions. What they import there is matplotlib for the most part, half a
second and 30 MB, and neither the solution nor a test asks for it. Whoever does ask gets the module itself.
"""

from __future__ import annotations

import contextlib
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
_ASKS_FOR_ALL = ("__all__", "__version__")
"""Names with underscores that a program asks for; the others are asked for by whoever looks through all modules."""


class WhenUsed(MetaPathFinder):
    """Finds the modules of a folder, and matplotlib, and leaves loading them to the first who uses one.

    Args:
        folder: of the given files.
        around: what must hold while one is loaded.
    """

    def __init__(self, folder: Path, around: Callable[[], AbstractContextManager[None]]) -> None:
        self._folder = folder
        self._around = around

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The module's own, with a loader that waits; None for all other modules."""
        if name not in _FOR_PICTURES and not (self._folder / f"{name}.py").is_file():
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            spec.loader = _Late(spec.loader, self._around)
        return spec

    @contextlib.contextmanager
    def finding(self) -> Iterator[None]:
        """While it lasts, imports find these modules so."""
        sys.meta_path.insert(0, self)
        try:
            yield
        finally:
            sys.meta_path.remove(self)


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
