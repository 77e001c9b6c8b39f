"""A JupyterLab server, and what a person does in it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import TimeoutError

import autograder

SAVE_HOOK = Path(autograder.__file__).parent / "authoring" / "jupyter" / "from-tokens-to-rag.json"
PATIENCE = 120
"""Seconds until the server must have started: a hang is meant, not a slow machine."""
_QUIET = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},  # every cell is there to be asked
}


def quiet_settings(config: Path) -> Path:
    """The folder of JupyterLab's user settings, below a folder of configurations: no news, no autosave, every cell there to be asked."""
    settings = config / "lab" / "user-settings"
    for name, values in _QUIET.items():
        package, plugin = name.split(":")
        path = settings / package / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    return settings


class LabServer:
    """JupyterLab as `pip install jupyterlab jupytext` gives it, below ``home``; or Notebook 7, which is another page of it."""

    def __init__(self, home: Path, program: str = "jupyterlab") -> None:
        self.root = home / "root"
        self.root.mkdir()
        self.token = secrets.token_hex(16)
        self._runtime = home / "runtime"
        settings = quiet_settings(home / "config")
        extensions = home / "config" / "jupyter_server_config.d"
        extensions.mkdir()
        shutil.copy(SAVE_HOOK, extensions)  # as `make setup` copies it into the environment
        own_home = home / "user"
        own_home.mkdir()
        places = {"CONFIG_DIR": home / "config", "DATA_DIR": home / "data", "RUNTIME_DIR": self._runtime}
        self._log = (home / "log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", program, "--no-browser", "--allow-root", "--ServerApp.port=0"),
                *(f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={self.root}"),
            ],
            env={
                **os.environ,
                **{f"JUPYTER_{name}": str(path) for name, path in places.items()},
                "JUPYTERLAB_SETTINGS_DIR": str(settings),
                "IPYTHONDIR": str(home / "ipython"),
                "HOME": str(own_home),  # hand_in() remembers a link there
                "XDG_CACHE_HOME": os.environ.get(
                    "XDG_CACHE_HOME", str(Path.home() / ".cache")
                ),  # what matplotlib knows of fonts
            },
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def wait(self) -> None:
        """Until it answers; ``url`` says where then."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            for path in self._runtime.glob("jpserver-*.json"):
                try:
                    self.url = json.loads(path.read_text(encoding="utf-8"))["url"]
                except ValueError:
                    continue  # half written
                return
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start; see {self._log.name}")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


class Lab:
    """One page of JupyterLab. Cells are counted from 0."""

    def __init__(self, server: LabServer, folder: Path, page: Any) -> None:
        self.server, self.folder, self.page = server, folder, page

    @property
    def cells(self) -> Any:
        """The cells of the open notebook, as a locator."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell")

    def open(self, name: str) -> None:
        """Right click → Open With → Notebook, which also opens a script as one."""
        place = self.folder.relative_to(self.server.root).as_posix()
        self.page.goto(f"{self.server.url}lab/tree/{place}?reset&token={self.server.token}")
        self.page.locator(".jp-DirListing-item", has_text=name).first.click(button="right")
        self.page.locator(".lm-Menu-itemLabel", has_text="Open With").hover()
        self.page.locator(".lm-Menu").last.get_by_text("Notebook", exact=True).click()
        self.cells.first.wait_for()

    def select(self, cell: int) -> None:
        """Put the command cursor on a cell."""
        self.cells.nth(cell).locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Escape")

    def write(self, text: str) -> None:
        """Type into the selected cell and leave it."""
        self.page.keyboard.press("Enter")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Escape")

    def press(self, *keys: str) -> None:
        """Keys of the command mode: "b" for a cell below, "Control+Shift+ArrowDown" to move it."""
        for key in keys:
            self.page.keyboard.press(key)

    def replace(self, text: str) -> None:
        """Write something else into the selected cell and leave it."""
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Escape")

    def run(self, cell: int) -> str:
        """Run a cell, wait until it has ended, and return what stands below it."""
        self.select(cell)
        before = self.cells.nth(cell).locator(".jp-InputPrompt").inner_text()
        for _ in range(30):  # a kernel that is not ready yet takes no cell, and nothing is said
            self.press("Control+Enter")
            if self._prompt_is(cell, f"prompt !== {json.dumps(before)}", 4_000):
                break
        return self.ended(cell)

    def ended(self, cell: int) -> str:
        """Wait until a cell that was started has ended, and return what stands below it."""
        assert self._prompt_is(cell, r"/\[\d+\]/.test(prompt)", 600_000), f"cell {cell} has not ended"
        return "\n".join(self.cells.nth(cell).locator(".jp-OutputArea-output").all_inner_texts())

    def _prompt_is(self, cell: int, condition: str, patience: int) -> bool:
        """Wait so many milliseconds for a condition on the text before a cell."""
        try:
            self.page.wait_for_function(
                f"""(cell) => {{
                  const cells = document.querySelectorAll(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell");
                  const prompt = cells[cell].querySelector(".jp-InputPrompt")?.innerText ?? "";
                  return {condition};
                }}""",
                arg=cell,
                timeout=patience,
            )
        except TimeoutError:
            return False
        return True

    def choose(self, file: str, entry: str) -> None:
        """An entry of the menu that a right click on a file opens."""
        self.page.locator(".jp-DirListing-item", has_text=file).first.click(button="right")
        self.page.locator(".lm-Menu").last.get_by_text(entry, exact=True).click()

    def save(self) -> None:
        """Control+S, and wait until the server has stored it.

        Pressed again where nothing is sent: JupyterLab ignores it while it still makes the checkpoint of the save before.
        """
        for patience in (5_000, 5_000, 60_000):
            try:
                with self.page.expect_response(
                    lambda answer: "/api/contents/" in answer.url and answer.request.method == "PUT", timeout=patience
                ) as caught:
                    self.page.keyboard.press("Control+s")
                break
            except TimeoutError:
                if patience == 60_000:
                    raise
        assert caught.value.ok, caught.value.text()
