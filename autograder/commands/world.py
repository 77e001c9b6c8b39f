"""`autograder world`: fictional worlds for the RAG project, to look at, to practise on, and hidden ones to grade with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.errors import KitError
from autograder.messages import Message
from autograder.translation import _, of_environment

if TYPE_CHECKING:
    from autograder.worlds.made import MadeWorld


@click.command()
@click.option("--seed", metavar="TEXT", help="Any text; the same text gives the same world.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write the world of the seed here.")
@click.option("--text-only", is_flag=True, help="Placeholders for pictures and recordings, with perfect transcripts.")
@click.option(
    "--demanding", is_flag=True, help="Many things alike, described more often than named; 500 passages and more."
)
@click.option("--variants", is_flag=True, help="Also write the counterfactual variants.")
@click.option(
    "--hidden", metavar="ASSIGNMENT", help="Make this assignment's hidden worlds; without --seed, of a fresh seed."
)
def world(
    seed: str | None, out: Path | None, text_only: bool, demanding: bool, variants: bool, hidden: str | None
) -> None:
    """Make a fictional world with questions: of a SEED into a folder, or hidden ones for an ASSIGNMENT."""
    if hidden is not None:
        if out or text_only or demanding or variants:
            raise KitError("--hidden takes no option but --seed.", "Leave all other options out.")
        _hidden(hidden, seed or "")
        return
    if not seed or not out:
        raise KitError("Which world, and where to?", "Give --seed and --out, or --hidden and an assignment.")
    from autograder.worlds import make_world, write_world

    if not text_only:
        _check_engines()
    made = make_world(seed, media=not text_only, progress=_progress, profile="demanding" if demanding else "plain")
    write_world(made, out, variants)
    _progress(_size(made))
    click.echo(out)


def _hidden(name: str, seed: str) -> None:
    from autograder.authoring.catalogue import assignment_names, kit_root
    from autograder.places import did_you_mean
    from autograder.worlds.hidden import write_hidden_worlds

    kit = kit_root()
    name, known = name.strip().rstrip("/"), assignment_names(kit)
    if name not in known:  # not loaded, since loading it may ask for the very file that is made here
        raise KitError("There is no assignment {name}.", did_you_mean(name, known), name=repr(name))
    _check_engines()
    path, worlds = write_hidden_worlds(kit / "autograder" / "tests" / name, seed, progress=_progress)
    for made in worlds:
        _progress(_size(made))
    _progress(Message("The seed is in {file} and nowhere else.", file=path.name))
    click.echo(path)


def _check_engines() -> None:
    from autograder.worlds.hidden import check_engines

    _progress(_("looking for espeak-ng, tesseract and faster-whisper"))
    check_engines()


def _size(made: MadeWorld) -> Message:
    return Message(
        "{place}: {passages} passages, {questions} questions",
        place=made.plan.place.en,
        passages=len(made.passages),
        questions=len(made.questions),
    )


def _progress(text: str) -> None:
    click.echo(f"  {of_environment()(text)}", err=True)
