"""The IPython shell in which a notebook's cells run, made once in the zygote and inherited by every child."""

from __future__ import annotations

import io
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

from autograder.source_code import is_plain_python


class _SilentDisplayHook(DisplayHook):
    """Evaluates the last expression of a cell and shows it to nobody: grading reads values, not pictures."""

    def __call__(self, result: Any = None) -> None:
        if result is not None:
            self.shell.user_ns["_"] = result  # type: ignore[union-attr]


class _SilentDisplayPublisher(DisplayPublisher):
    """Takes what ``display()`` publishes and drops it."""

    def publish(self, *args: Any, **kwargs: Any) -> None:
        return None


class GradingShell(InteractiveShell):
    """An IPython shell without history, colours, tracebacks on screen or rendered pictures."""

    def init_history(self) -> None:
        super().init_history()
        self.history_manager.enabled = False  # type: ignore[union-attr]

    def init_displayhook(self) -> None:
        self.displayhook_class = _SilentDisplayHook
        super().init_displayhook()

    def transform_cell(self, raw_cell: str) -> str:
        """The cell in plain Python, without magics; most cells are that already.

        IPython tokenises each cell in search of them, which takes longer than running it.
        """
        if not self.input_transformers_post and is_plain_python(raw_cell):  # a notebook may have added some
            return raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"
        return super().transform_cell(raw_cell)

    def should_run_async(self, raw_cell: str, **transformed: Any) -> bool:
        """Whether the cell awaits something at its top level; IPython compiles each cell to find out."""
        return ("await" in raw_cell or "async" in raw_cell) and super().should_run_async(raw_cell, **transformed)

    def enable_gui(self, gui: str | None = None) -> None:
        return None

    def _showtraceback(self, *args: Any, **kwargs: Any) -> None:
        return None

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        # Building a coloured traceback takes longer than most cells; the agent reads the exception itself.
        return None

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        return None


def make_shell() -> GradingShell:
    """The one shell of this process; ``instance()`` makes it the one that ``display()`` and ``get_ipython()`` find."""
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autoindent = False
    config.InteractiveShell.display_pub_class = "autograder.runner.shell._SilentDisplayPublisher"
    shell = GradingShell.instance(config=config)
    shell.register_magic_function(lambda line="": None, "line", "matplotlib")  # type: ignore[arg-type]
    return shell


class BoundedOutput(io.TextIOBase):
    """A text stream that keeps the first ``limit`` characters, counts the rest, and never grows."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.clear()

    def clear(self) -> None:
        self._parts: list[str] = []
        self._kept = 0
        self.written = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written += len(text)
        room = self.limit - self._kept
        if room > 0:
            self._parts.append(text[:room])
            self._kept += min(len(text), room)
        return len(text)

    @property
    def was_cut(self) -> bool:
        return self.written > self._kept


def run_cell(shell: GradingShell, source: str) -> ExecutionResult:
    """Run one cell as a notebook would, then close the figures that it left open."""
    result = shell.run_cell(source, store_history=False)
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")
    return result
