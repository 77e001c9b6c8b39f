"""Errors that are written for people: what is wrong, where, and what to do about it."""

from __future__ import annotations


class KitError(Exception):
    """Something that the person at the keyboard can mend. The command line prints it as one line and exits with 2.

    Args:
        message: what is wrong and where, in one sentence.
        mend: what to do about it, in one sentence.
    """

    exit_code = 2

    def __init__(self, message: str, mend: str = "") -> None:
        self.message = message
        self.mend = mend
        super().__init__(f"{message} {mend}".strip())


class IsolationUnavailable(KitError):
    """This machine cannot give the isolation that was asked for."""

    exit_code = 3
