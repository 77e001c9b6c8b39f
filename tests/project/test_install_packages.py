"""`make setup` shows how far it is; what pip says besides is in a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "install_packages.py"


@pytest.mark.parametrize(("package", "code"), [("pip", 0), ("no-such-package-of-ours", 1)])
def test_the_installers_noise_is_kept_out_of_the_terminal(package: str, code: int, tmp_path: Path) -> None:
    """The real pip, set up as on a machine that names a folder which is not there: it warns of that."""
    log = tmp_path / "build" / "setup.log"
    environment = {
        **os.environ,
        "PIP_FIND_LINKS": f"{tmp_path}/gone",
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(log), package],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    kept = log.read_text(encoding="utf-8")
    assert done.returncode == code and done.stdout == ""
    assert "WARNING: Location" in kept or code == 0  # asked for only where there is something to look for
    assert "WARNING" not in done.stderr
    if code:
        assert f"No matching distribution found for {package}" in done.stderr and str(log) in done.stderr
    else:
        assert done.stderr == "" and "already satisfied: pip" in kept
