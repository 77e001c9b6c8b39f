"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

LEVELS = ("namespaces", "landlock", "process", "best")


def isolation_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--isolation`` and ``--require-isolation``."""
    command = click.option(
        "--require-isolation",
        type=click.Choice(LEVELS[:-1]),
        help="With --isolation best: the weakest level that is acceptable; otherwise exit with code 3.",
    )(command)
    return click.option(
        "--isolation",
        type=click.Choice(LEVELS),
        default="namespaces",
        show_default=True,
        help="How strongly to confine submissions. Weaker levels must be named; 'best' takes the strongest there is.",
    )(command)


def course_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--course``: the course.toml to use; without it, the nearest one."""
    return click.option(
        "--course",
        type=click.Path(path_type=Path, exists=True),
        help="course.toml or its folder; if not given, the nearest one is used, if there is any.",
    )(command)


def strict_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--strict``: exit code 1 where results and people do not match in full."""
    return click.option(
        "--strict", is_flag=True, help="Exit code 1 if anybody has no result, or any result nobody or a conflict."
    )(command)


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--engine`` and ``--language`` of a zip that grades on Gradescope."""
    command = click.option("--language", metavar="CODE", help="Language of what students read there, e.g. he.")(command)
    return click.option(
        "--engine",
        type=click.Choice(("kit", "otter")),
        help="Who grades on Gradescope: the kit's own engine (the default), or plain Otter.",
    )(command)
