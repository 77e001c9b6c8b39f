"""`autograder build`: everything that is made from the masters."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.errors import KitError

from .options import engine_options


@click.command()
@click.argument("assignments", nargs=-1)
@click.option("--public", type=click.Path(path_type=Path, file_okay=False), help="Also lay out a public folder here.")
@click.option(
    "--to",
    "target",
    type=click.Choice(("gradescope",)),
    help="Build only the zip to upload there: build/gradescope/ASSIGNMENT.zip.",
)
@engine_options
def build(
    assignments: tuple[str, ...], public: Path | None, target: str | None, engine: str | None, language: str | None
) -> None:
    """Build ASSIGNMENTS (all, if none is named): student folder and zip, solution, Otter zip, nbgrader tree."""
    if target is None and (engine or language):
        raise KitError("--engine and --language are for the zip to upload.", "Add --to gradescope, or leave them out.")
    if target is not None and public is not None:
        raise KitError("--to builds one zip, and no public folder.", "Leave out --to or --public.")
    from autograder.authoring.catalogue import assignments_to_work_on, kit_root
    from autograder.release.build import build_assignment, write_traceability
    from autograder.translation import of_environment

    kit = kit_root()
    chosen = assignments_to_work_on(assignments, kit)
    if target is not None:
        from autograder.release.gradescope_zip import write_for_gradescope

        for assignment in chosen:
            path = kit / "build" / "gradescope" / f"{assignment.name}.zip"
            click.echo(write_for_gradescope(assignment, path, kit, engine or "kit", language))
        return
    translate = of_environment()
    for assignment in chosen:
        result = build_assignment(
            assignment, kit, public=public, progress=lambda text: click.echo(f"  {translate(text)}", err=True)
        )
        for path in result.paths:
            click.echo(path)
    page = write_traceability(kit)
    if page is not None:
        click.echo(page)
