"""What a notebook asks of its front end or of the network, and cannot have while it is graded: it takes no line below with it.

Magics of other front ends (Colab's, Kaggle's, Databricks') do nothing. Packages are not installed: there is no network, and an
installer that is started only waits for one. A prompt is answered with nothing.
"""

from __future__ import annotations

import ast
import builtins
import fnmatch
import getpass
import re
from collections.abc import Callable
from typing import Any

KERNEL_MAGICS = (
    "autosave",
    "clear",
    "cls",
    "connect_info",
    "edit",
    "ed",
    "less",
    "man",
    "more",
    "page",
    "qtconsole",
    "subshell",
)
"""Those that ipykernel adds to IPython's, and those of IPython's that wait for a person."""
INSTALLERS = ("pip", "pip3", "conda", "mamba", "micromamba", "uv")
OTHER_LANGUAGES = frozenset(
    {"R", "bigquery", "cython", "cpp", "cu", "cuda", "fortran", "html", "ipytest", "java", "julia", "mermaid", "octave", "rust",
     "scala", "shell", "skip", "spark", "sql", "writetemplate"}
)  # fmt: skip
"""Cell magics of extensions whose cell is no Python, or is not meant to run."""
_INSTALL = re.compile(
    r"^\s*(?:sudo\s+)?(?:\S*/)?(?:python[\d.]*\s+-m\s+)?(?:pip[\d.]*|conda|mamba|micromamba|uv|apt|apt-get|brew|npm)"
    r"\s+(?:\S+\s+)*?(?:install|uninstall|update|upgrade|add|remove|sync|download|wheel)\b"
)
MAX_PROMPTS = 20
"""Of one cell: a loop that asks until it gets an answer ends."""
MAX_ASIDES = 20
MAX_TEXT = 100


class FrontEnd:
    """Stands in for one, and remembers for each cell what it was asked and did not do.

    ``asides`` holds pairs of a kind (``magic``, ``install``, ``prompt``, ``exit``) and what was asked.
    """

    def __init__(self) -> None:
        self.asides: list[list[str]] = []
        self.in_cell = False
        self._prompts = 0

    def begin_cell(self) -> None:
        self.asides, self._prompts, self.in_cell = [], 0, True

    def end_cell(self) -> list[list[str]]:
        self.in_cell = False
        return self.asides

    def aside(self, kind: str, text: str) -> None:
        entry = [kind, text.strip()[:MAX_TEXT]]
        if entry not in self.asides and len(self.asides) < MAX_ASIDES:
            self.asides.append(entry)

    def answer_prompts(self) -> None:
        """Answer what a cell asks for; a function that a test calls gets no answer, as it gets none from a person."""
        builtins.input = self._answered(builtins.input, "input")
        getpass.getpass = self._answered(getpass.getpass, "getpass")

    def _answered(self, real: Callable[..., Any], name: str) -> Callable[..., Any]:
        def answer(*args: Any, **kwargs: Any) -> Any:
            self._prompts += self.in_cell
            if not self.in_cell or self._prompts > MAX_PROMPTS:
                return real(*args, **kwargs)
            self.aside("prompt", f"{name}({str(args[0])[:50]!r})" if args else f"{name}()")
            return ""

        answer.__name__ = name
        return answer

    def without_installers(self, command: str) -> str:
        """A shell command without its parts that install something."""
        parts = re.split(r"(&&|\|\||;|\n)", command)
        kept = []
        for part in parts:
            if _INSTALL.match(part):
                self.aside("install", part)
                part = "true"
            kept.append(part)
        return "".join(kept) if any(part == "true" for part in kept) else command


def runs_as_python(name: str, cell: str) -> bool:
    """Whether a cell of an unknown magic is Python, as those that measure, format or log are."""
    if name in OTHER_LANGUAGES:
        return False
    try:
        ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


class Memory(dict[str, Any]):
    """In place of the database on the disk in which ``%store`` keeps its variables: this run's alone."""

    def keys(self, pattern: str = "*") -> list[str]:  # type: ignore[override]
        return [name for name in self if fnmatch.fnmatch(name, pattern)]
