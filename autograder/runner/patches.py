"""What a notebook has put in the place of Python's and the libraries' own functions: theirs are back when it is graded.

``builtins.sum = mine``, ``torch.softmax = None``, ``del sys.modules["torch"]``: in the notebook that holds for the cells below it,
and so it does here. But the sandbox's own code lives in the same process, so after each cell Python's own built-in functions
are put back, and the notebook's are given to its next one.
"""

from __future__ import annotations

import builtins
import contextlib
import decimal
import functools
import itertools
import json
import math
import os
import random
import re
import sys
import time
from types import ModuleType
from typing import Any

import numpy as np
import torch

_OWNERS: tuple[Any, ...] = (
    sys, os, math, random, time, functools, itertools, json, re, decimal, np, np.ndarray, np.linalg, np.random, torch, torch.nn,
    torch.nn.functional, torch.nn.init, torch.nn.Module, torch.linalg, torch.Tensor, torch.optim,
)  # fmt: skip
"""Modules and classes whose functions notebooks use."""
_MISSING = object()


class Builtins:
    """Python's own built-in functions, and what a notebook has put in their place."""

    def __init__(self) -> None:
        self._own = dict(vars(builtins))
        self._notebooks: dict[str, Any] = {}

    def before_cell(self) -> None:
        """Give the notebook what its cells above have put there."""
        for name, value in self._notebooks.items():
            if value is _MISSING:
                vars(builtins).pop(name, None)
            else:
                vars(builtins)[name] = value

    def after_cell(self) -> None:
        """Put Python's own back."""
        now, own = vars(builtins), self._own
        self._notebooks = {name: now.get(name, _MISSING) for name in own if now.get(name, _MISSING) is not own[name]}
        if self._notebooks:
            now.update(own)

    def replaced(self) -> list[str]:
        """Names of those that the last cell left replaced."""
        return [f"builtins.{name}" for name in self._notebooks]


class Patches:
    """The functions and classes of libraries as they were before a notebook ran, and the modules that were loaded.

    Made once, before any notebook.
    """

    def __init__(self) -> None:
        self._functions = [(owner, _functions_of(owner)) for owner in _OWNERS]
        self._modules = dict(sys.modules)

    def put_back(self) -> list[str]:
        """Give each its own again.

        Returns:
            names of what had been replaced, as people write them: ``torch.softmax``.
        """
        changed = []
        for name, module in self._modules.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
                changed.append(f"sys.modules[{name!r}]")
        for owner, functions in self._functions:
            now = vars(owner)
            for name, function in functions.items():
                if now.get(name) is not function:
                    with contextlib.suppress(Exception):  # a class that takes no attributes
                        setattr(owner, name, function)
                        changed.append(f"{owner.__name__}.{name}")
        return changed


def _functions_of(owner: Any) -> dict[str, Any]:
    """What can be called, and the modules in a module: not its data, which may be meant to change."""
    left_out = {
        "displayhook",
        "excepthook",
        "breakpointhook",
        "unraisablehook",
        "__doc__",
        "__loader__",
        "__builtins__",
    }
    return {
        name: value
        for name, value in vars(owner).items()
        if name not in left_out
        and (callable(value) or isinstance(value, ModuleType | staticmethod | classmethod | property))
    }
