"""Jupyter's part in `cell_ids`: when a master is saved in JupyterLab, its new cells get their ids in that moment.

A server extension, switched on where the kit is installed. Without it (another environment, another editor) the ids are
given by the next `autograder build` or `verify`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.authoring.cell_ids import with_ids

NAME = "autograder.authoring.save_hook"


def give_ids_on_save(model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Before a script is written: ids for its cells, if it is a master (``notebook.py`` beside an assignment.toml)."""
    content = model.get("content")
    if model.get("type") != "file" or not isinstance(content, str) or Path(path).name != "notebook.py":
        return
    place = Path(contents_manager._get_os_path(path))
    if not (place.parent / "assignment.toml").is_file():
        return
    before = place.read_text(encoding="utf-8") if place.is_file() else ""
    model["content"] = with_ids(content, before)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": NAME}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Hang the hook into the contents manager, and into the one that jupytext puts in its place later.

    jupytext's extension makes a new contents manager, from the same configuration, and which of the two extensions is
    loaded first depends on their names. A hook that the user has set stays and runs first.
    """
    chosen = app.contents_manager.pre_save_hook

    def hook(**arguments: Any) -> None:
        if chosen is not None:
            chosen(**arguments)
        give_ids_on_save(**arguments)

    app.config.ContentsManager.pre_save_hook = hook
    if chosen is None:
        app.contents_manager.register_pre_save_hook(give_ids_on_save)
