"""The command `autograder`. Each command lives in a file of its name in ``autograder.commands``.

Exit codes: 0 done; 1 `verify` found a test that does not hold, or `doctor` a promise that this machine breaks; 2 something
that you can mend (the message says what); 3 the isolation that was asked for is not to be had; 130 interrupted.
"""

from __future__ import annotations

import sys

from autograder import startup

startup.prepare()

import click

from autograder import __version__
from autograder.errors import KitError
from autograder.places import did_you_mean

COMMANDS = (
    "new",
    "build",
    "verify",
    "grade",
    "report",
    "export",
    "course",
    "gradebook",
    "feedback",
    "explain",
    "similarity",
    "team-marks",
    "world",
    "doctor",
)


class _Commands(click.Group):
    """Imports a command's module only when it is asked for, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command:
        if name not in COMMANDS:
            ctx.fail(f"There is no command {name!r}. {did_you_mean(name, COMMANDS)}")
        name = name.replace("-", "_")
        module = __import__(f"autograder.commands.{name}", fromlist=[name])
        return getattr(module, name)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog="Exit codes: see docs/commands.md."
)
@click.version_option(__version__, prog_name="autograder")
def commands() -> None:
    """Build, verify and grade the assignments of "From Tokens to RAG"."""


def _say(error: str) -> None:
    """One line, also where a message quotes an error that had several."""
    click.echo(f"error: {' '.join(error.splitlines())}", err=True)


def main() -> None:
    """Run the command line; every foreseeable error is one line and an exit code."""
    try:
        code = commands.main(prog_name="autograder", standalone_mode=False)
    except KitError as error:
        _say(str(error))
        code = error.exit_code
    except click.Abort:
        click.echo("interrupted; what is done is kept, and the same command goes on where it stopped", err=True)
        code = 130
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = 2
    except click.ClickException as error:
        place = getattr(error, "ctx", None)
        _say(f"{error.format_message()} `{place.command_path if place else 'autograder'} --help` shows how.")
        code = 2
    except KeyboardInterrupt:
        click.echo("interrupted; what is done is kept, and the same command goes on where it stopped", err=True)
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
