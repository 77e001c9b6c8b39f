"""Intake: from whatever the world hands in to one :class:`Submission` each.

``collect(path, assignment)`` takes a folder, a zip or a single notebook, and no submission stops the batch: what
cannot be read comes back with its ``problem``. Only what the person at the keyboard can mend (a path that is not there,
a folder without notebooks) raises :class:`~autograder.errors.KitError`.
"""

from __future__ import annotations

from autograder.intake.collect import collect
from autograder.intake.hand_out import HandOut, hand_out_of
from autograder.intake.submission import DEFAULT_LIMITS, ReadLimits, Submission

__all__ = ["DEFAULT_LIMITS", "HandOut", "ReadLimits", "Submission", "collect", "hand_out_of"]
