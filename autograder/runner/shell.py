"""The IPython shell in which a notebook's cells run, made once in the zygote and inherited by every child."""

from __future__ import annotations

import gc
import io
import re
import sys
from typing import Any

from IPython.core.autocall import ZMQExitAutocall
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from traitlets import default

from autograder.source_code import is_plain_python

from .front_end import INSTALLERS, KERNEL_MAGICS, FrontEnd, Memory, runs_as_python
from .patches import Patches

_WRAPPED = re.compile(r"\A\s*%%(?:time|capture)[ \t]*(?=\n)")
"""A magic that runs its cell as it stands; without it, a line that fails in there is found as in any other cell."""
_collect, _collects = gc.collect, gc.isenabled  # as they are before a notebook has put others in their place
_SHELL_MAGICS = frozenset({"bash", "sh", "script", "sx", "system", "!"})


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

    front_end: FrontEnd
    patches: Patches
    last_cell = ""
    """The name under which Python knows the cell that was run last."""

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
        raw_cell = _WRAPPED.sub(lambda found: "\n" * found[0].count("\n"), raw_cell)
        if not self.input_transformers_post and is_plain_python(raw_cell):  # a notebook may have added some
            return raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"
        return super().transform_cell(raw_cell)

    async def run_ast_nodes(self, nodelist: Any, cell_name: str, *args: Any, **kwargs: Any) -> Any:
        self.last_cell = cell_name
        return await super().run_ast_nodes(nodelist, cell_name, *args, **kwargs)

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """A magic of another front end does nothing; those of a plain kernel work."""
        if self.find_line_magic(magic_name) is None:
            self.front_end.aside("magic", f"%{magic_name} {line}")
            return None
        return super().run_line_magic(magic_name, line, _stack_depth + 1)

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """As :meth:`run_line_magic`; the cell of an unknown magic runs if it is Python."""
        if magic_name in _SHELL_MAGICS:
            cell = self.front_end.without_installers(cell)
        if self.find_cell_magic(magic_name) is not None:
            return super().run_cell_magic(magic_name, line, cell)
        self.front_end.aside("magic", f"%%{magic_name} {line}")
        if runs_as_python(magic_name, cell):
            self.run_cell("\n" + cell, store_history=False).raise_error()
        return None

    @default("exiter")
    def _exit_of_a_kernel(self) -> ZMQExitAutocall:
        return ZMQExitAutocall(self)  # exit(0), too: a plain shell's takes no argument

    def ask_exit(self) -> None:
        """``exit`` and ``quit``: a kernel runs the rest of the cell, and then its front end ends it."""
        self.front_end.aside("exit", "exit")

    def system(self, cmd: str) -> None:
        return super().system(self.front_end.without_installers(cmd))

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        return super().getoutput(self.front_end.without_installers(cmd), split, depth + 1)

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
    shell.front_end = FrontEnd()
    shell.front_end.answer_prompts()
    shell.db = Memory()
    shell.run_line_magic("load_ext", "storemagic")
    for name in ("matplotlib", *KERNEL_MAGICS):
        shell.register_magic_function(lambda line="": None, "line", name)  # type: ignore[arg-type]
    for name in INSTALLERS:
        shell.register_magic_function(_installer(shell.front_end, name), "line", name)
    shell.patches = Patches()
    return shell


def _installer(front_end: FrontEnd, name: str) -> Any:
    def install(line: str = "") -> None:
        front_end.aside("install", f"%{name} {line}")

    return install


class BoundedOutput(io.TextIOBase):
    """A text stream that keeps the first ``limit`` characters, counts the rest, and never grows."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.clear()

    def close(self) -> None:
        """Stay open: who comes after may print."""

    def clear(self) -> None:
        for name in ("write", "flush", "close"):  # a notebook's own
            vars(self).pop(name, None)
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
        left_open = pyplot.get_fignums()
        pyplot.close("all")
        if left_open and _collects():
            _collect(1)  # a figure and its parts hold each other; what is older than this cell is not looked through
    return result
