"""Errors that are written for people: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from autograder.messages import Message, Parameter


class KitError(Exception):
    """Something that the person at the keyboard can mend. The command line prints it as one line and exits with 2.

    Args:
        message: what is wrong and where, in one sentence.
        mend: what to do about it, in one sentence.
        parameters: what both are filled with, as in a :class:`~autograder.messages.Message`; what is neither a number nor
            a message is filled in as text.

    Both sentences are literals, never f-strings: they are looked up in the translations (docs/architecture.md).

    >>> error = KitError("There is no folder {folder}.", "Make it.", folder="results")
    >>> error.message, error.mend, str(error)
    ('There is no folder results.', 'Make it.', 'There is no folder results. Make it.')
    """

    exit_code = 2

    def __init__(self, message: str, mend: str = "", /, **parameters: object) -> None:
        self.message = filled(message, parameters)
        self.mend = filled(mend, parameters)
        super().__init__(f"{self.message} {self.mend}".strip())

    def translated(self, translate: Callable[[str], str]) -> str:
        """Both sentences in another language.

        Args:
            translate: as :class:`autograder.translation.Translator`, for messages.
        """
        return f"{translate(self.message)} {translate(self.mend)}".strip()


def filled(text: str, parameters: dict[str, object]) -> Message:
    """A sentence with what is said in it; a message has its own parameters already."""
    return text if isinstance(text, Message) else Message(text, **{name: _said(v) for name, v in parameters.items()})


def _said(value: object) -> Parameter:
    return value if isinstance(value, str | int | float) else str(value)


class IsolationUnavailable(KitError):
    """This machine cannot give the isolation that was asked for."""

    exit_code = 3
