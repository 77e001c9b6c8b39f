"""`autograder new`: an exercise, or an assignment, to write over."""

from __future__ import annotations

import click


@click.command()
@click.argument("assignment")
@click.argument("exercise", required=False)
@click.option("--title", help="Of a new assignment; without it, its name in words.")
@click.option(
    "--points", type=float, default=4, show_default=True, help="Of a new exercise in an assignment that is there."
)
@click.option(
    "--from", "donor", metavar="NAME", help="The exercise that gives these points; else the one with the most."
)
@click.option("--after", metavar="NAME", help="The exercise behind which the new one is put; else the last one.")
@click.option("--class", "as_class", is_flag=True, help="Students write a class; without it, a function.")
def new(
    assignment: str,
    exercise: str | None,
    title: str | None,
    points: float,
    donor: str | None,
    after: str | None,
    as_class: bool,
) -> None:
    """Begin the assignment ASSIGNMENT, or the exercise EXERCISE of one that is there.

    Writes the text, the solution, public and hidden tests, two wrong solutions and a right one: a small exercise that
    builds and verifies at once, with a word at each place on what belongs there. Write over it piece by piece.
    """
    from autograder.authoring import new_texts
    from autograder.authoring.catalogue import assignment_names, find_assignment, kit_root
    from autograder.authoring.new import new_assignment, new_exercise
    from autograder.authoring.prose import with_figures
    from autograder.errors import KitError
    from autograder.messages import Message
    from autograder.places import at, did_you_mean
    from autograder.translation import of_environment

    kit = kit_root()
    kind = new_texts.CLASS if as_class else new_texts.FUNCTION
    name = assignment.strip().rstrip("/")
    known = assignment_names(kit)
    if name in known:
        if exercise is None:
            raise KitError(
                "There is an assignment '{name}' already.",
                "For a new exercise in it name the exercise too: autograder new {name} my_function",
                name=name,
            )
        plan = new_exercise(find_assignment(name, kit), exercise, points, donor, after, kind)
    else:
        near = did_you_mean(name, known)
        if exercise is not None and title is None and near.startswith("Did you mean"):
            raise KitError(
                "There is no assignment {name}.",
                "{near} For a new assignment of that name give --title.",
                name=repr(name),
                near=near,
            )
        exercise = exercise or kind.first_name
        plan = new_assignment(kit, name, exercise, title, kind)
    plan.write(check=lambda: with_figures(find_assignment(name, kit)))
    for path in plan.files:
        click.echo(at(path))
    translate = of_environment()
    for line in plan.said:
        click.echo(translate(Message("note: {note}", note=line)), err=True)
    click.echo(
        translate(
            Message(
                "next: autograder verify {name} --exercise {exercise}\n"
                "      autograder build {name}\n"
                "Each file says what belongs where; docs/adding_an_exercise.md has the rules.",
                name=name,
                exercise=exercise,
            )
        ),
        err=True,
    )
