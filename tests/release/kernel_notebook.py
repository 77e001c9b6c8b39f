"""A notebook with a live kernel, as a front end has one: cells are run one by one, and what they show is kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import start_new_kernel


class Notebook:
    """A student's folder, with a kernel that runs in it, or in ``started_in``; ``more`` is of its environment."""

    def __init__(self, folder: Path, name: str, started_in: Path | None = None, **more: str) -> None:
        self.folder, self.path = folder, folder / name
        environment = {**os.environ, "JPY_SESSION_NAME": str(self.path), "OMP_NUM_THREADS": "1", **more}
        place = str(started_in or folder)
        self.manager, self.client = start_new_kernel(kernel_name="python3", cwd=place, env=environment)

    def run(self, source: str) -> str:
        """What a cell printed and showed, as text; errors too."""
        told: list[str] = []

        def hook(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                told.append(content["text"])
            elif message["msg_type"] in ("execute_result", "display_data"):
                told.append(content["data"].get("text/plain", ""))
            elif message["msg_type"] == "error":
                told.append(f"{content['ename']}: {content['evalue']}")

        self.client.execute_interactive(source, output_hook=hook, timeout=120, store_history=True)
        return "".join(told)

    def cell(self, exercise: str) -> Any:
        notebook = nbformat.read(self.path, as_version=4)
        return next(c for c in notebook.cells if c.metadata.get("exercise") == exercise and c.cell_type == "code")

    def answer(self, exercise: str, source: str, *, save: bool = True) -> str:
        """Write an answer into its cell, save the notebook if wanted, and run the cell."""
        notebook = nbformat.read(self.path, as_version=4)
        for cell in notebook.cells:
            if cell.metadata.get("exercise") == exercise and cell.cell_type == "code":
                cell.source = source
        if save:
            nbformat.write(notebook, self.path)
        return self.run(source)

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
