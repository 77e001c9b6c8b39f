"""`autograder build`: everything that is made from the masters."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("--public", type=click.Path(path_type=Path, file_okay=False), help="Also lay out a public folder here.")
def build(assignments: tuple[str, ...], public: Path | None) -> None:
    """Build ASSIGNMENTS (all, if none is named): student folder and zip, solution, Otter zip, nbgrader tree."""
    from autograder.authoring.catalogue import assignments_to_work_on, kit_root
    from autograder.release.build import build_assignment, write_traceability

    kit = kit_root()
    chosen = assignments_to_work_on(assignments, kit)
    for assignment in chosen:
        result = build_assignment(
            assignment, kit, public=public, progress=lambda text: click.echo(f"  {text}", err=True)
        )
        for path in result.paths:
            click.echo(path)
    page = write_traceability(kit)
    if page is not None:
        click.echo(page)
