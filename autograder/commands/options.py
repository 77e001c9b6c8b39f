"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
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
