"""The command `autograder`. Each command lives in a file of its name in ``autograder.commands``.

Exit codes: 0 done; 1 `verify` found a test that does not hold, or `doctor` a promise that this machine breaks; 2 something
that you can mend (the message says what); 3 the isolation that was asked for is not to be had; 130 interrupted;
143 ended by SIGTERM.
"""

from __future__ import annotations

import errno
import signal
import sys

from autograder import startup

startup.prepare()
startup.leave_out_jupyter_server()

import click

from autograder import __version__
from autograder.errors import KitError
from autograder.messages import Message
from autograder.places import did_you_mean
from autograder.translation import Translator, of_environment, translator

SUMMARIES = {
    "new": "Begin an assignment, or an exercise of one.",
    "build": "Make what students, Otter and nbgrader get from the masters.",
    "verify": "Grade every known wrong and right solution.",
    "grade": "Grade a folder, a zip or a notebook; a result for each.",
    "report": "Write the report and the table of a class anew.",
    "export": "Write marks for Gradescope, Canvas, Moodle or nbgrader.",
    "course": "A course: its people, dates, extensions and overrides.",
    "serve": "Take hand-ins over the network, and grade them.",
    "gradebook": "Write the grade book of the course.",
    "feedback": "Write what each student may see.",
    "explain": "Say how the mark of a student came about.",
    "similarity": "Compare the code of a class's submissions.",
    "team-marks": "Combine the automatic points with a rubric's.",
    "world": "Make a fictional world with questions.",
    "doctor": "Try what this machine can isolate, and list its tools.",
}
"""Each command in a line, so that `autograder --help` imports none of them."""
COMMANDS = tuple(SUMMARIES)


class _Commands(click.Group):
    """Imports a command's module only when it is asked for, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command:
        if name not in COMMANDS:
            wrong = Message("There is no command {name}.", name=repr(name))
            ctx.fail(f"{_translated(wrong)} {_translated(did_you_mean(name, COMMANDS))}")
        name = name.replace("-", "_")
        module = __import__(f"autograder.commands.{name}", fromlist=[name])
        return getattr(module, name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog="Exit codes: see docs/commands.md."
)
@click.version_option(__version__, prog_name="autograder")
def commands() -> None:
    """Build, verify and grade the assignments of "From Tokens to RAG"."""


KEPT = Message("what is done is kept, and the same command goes on where it stopped")
_OF_THIS_SYSTEM = frozenset({"resource", "fcntl", "pyseccomp", "_ctypes", "ctypes"})
"""Modules that a Python may lack, or a system; nothing can be confined without them."""


_FULL_OR_CLOSED = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})


class _Terminated(BaseException):
    """SIGTERM, from a batch system or a shutdown: everything is cleaned up as after a Ctrl-C."""


def _terminate(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one must not cut the cleaning up short
    raise _Terminated


def _say(error: str) -> None:
    """One line, also where a message quotes an error that had several."""
    what = " ".join(_translated(error).splitlines())
    click.echo(_translated(Message("error: {what}", what=what)), err=True)


def _translated(text: str) -> str:
    """In the language of the command that was given."""
    return _translator(sys.argv[1:])(text)


def _translator(arguments: list[str]) -> Translator:
    """Of the language that the command was given, else of the environment's; English where there is no such translation."""
    asked = None
    for place, argument in enumerate(arguments):
        if argument == "--language":
            asked = "".join(arguments[place + 1 : place + 2])
        elif argument.startswith("--language="):
            asked = argument.partition("=")[2]
    if asked is None:
        return of_environment()
    try:
        return translator(asked)
    except KitError:
        return translator(None)


def main() -> None:
    """Run the command line; every foreseeable error is one line and an exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        code = commands.main(prog_name="autograder", standalone_mode=False)
    except KitError as error:
        _say(error.translated(_translated))
        code = error.exit_code
    except click.Abort:
        click.echo(_translated(Message("interrupted; {kept}", kept=KEPT)), err=True)
        code = 130
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = 2
    except click.ClickException as error:
        place = getattr(error, "ctx", None)
        command = place.command_path if place else "autograder"
        _say(Message("{what} `{command} --help` shows how.", what=error.format_message(), command=command))
        code = 2
    except KeyboardInterrupt:
        click.echo(_translated(Message("interrupted; {kept}", kept=KEPT)), err=True)
        code = 130
    except _Terminated:
        click.echo(_translated(Message("ended by SIGTERM; {kept}", kept=KEPT)), err=True)
        code = 143
    except ModuleNotFoundError as error:
        if error.name not in _OF_THIS_SYSTEM:
            raise
        lacking = Message(
            "This Python has no module {name}, without which nothing can be confined. "
            "Grade on Linux with a Python that has it (docs/troubleshooting.md).",
            name=repr(error.name),
        )
        _say(lacking)
        code = 3
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except OSError as error:
        if error.errno not in _FULL_OR_CLOSED:
            raise
        full = Message(
            "{file} could not be written ({reason}). Make room or mend the permissions; {kept}.",
            file=error.filename or Message("A file"),
            reason=error.strerror or "",
            kept=KEPT,
        )
        _say(full)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


def run() -> None:
    """The command as a process of its own: :func:`main`, and then to the end without delay."""
    try:
        main()
    except SystemExit as ended:
        startup.leave(ended.code if isinstance(ended.code, int) else 0)


if __name__ == "__main__":
    run()
