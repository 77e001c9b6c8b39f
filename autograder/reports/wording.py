"""What statuses mean, in words for students. English here; translated where they are shown."""

from __future__ import annotations

from autograder.results import Status
from autograder.translation import _

LABELS = {
    Status.GRADED: _("graded"),
    Status.TIMED_OUT: _("timed out"),
    Status.OUT_OF_MEMORY: _("out of memory"),
    Status.CRASHED: _("crashed"),
    Status.TAMPERED: _("tampered"),
    Status.UNREADABLE: _("unreadable"),
}

ISOLATION = {
    "namespaces": _(
        "Each submission ran in a sandbox of its own, without network, without the machine's files and processes, and "
        "with limits of time, memory and disk."
    ),
    "landlock": _(
        "Each submission ran without network and without most files, with limits of time and memory; it could see which "
        "other processes run on the machine."
    ),
    "process": _(
        "Each submission ran in a process of its own with limits of time and memory. Nothing kept it from files or the "
        "network: trust these marks as far as you trust the students."
    ),
}
"""What each level of isolation gave, for whoever reads the report."""

WHOLE_MARK = {"all": _("The mark"), "final": _("The final mark")}
"""What an override is for that is for no single exercise."""

SIGNS = {
    Status.GRADED: "✓",
    Status.TIMED_OUT: "◷",
    Status.OUT_OF_MEMORY: "▣",
    Status.CRASHED: "✕",
    Status.TAMPERED: "⚠",
    Status.UNREADABLE: "?",
}
"""Beside the label, so that colour never stands alone."""

OF_EXERCISE = {
    Status.TIMED_OUT: _(
        "Your code ran longer than the limit for this exercise and was stopped. The other exercises were graded all "
        "the same. A loop that does not end, or work that grows with the square of the input, is the usual cause."
    ),
    Status.OUT_OF_MEMORY: _(
        "Your code asked for more memory than it may use in this exercise. The other exercises were graded all the "
        "same. Look for an array whose size is a product of several lengths."
    ),
    Status.CRASHED: _(
        "The Python process ended in the middle of this exercise (as os._exit does, or an error in compiled code). The "
        "other exercises were graded all the same."
    ),
    Status.TAMPERED: _("The grader met answers here that no ordinary code gives, and stopped. Talk to your teacher."),
    Status.UNREADABLE: _("The code of this exercise could not be read."),
}

OF_SUBMISSION = {
    Status.TIMED_OUT: _(
        "Part of your notebook ran longer than it may and was stopped there; everything else was graded all the same."
    ),
    Status.OUT_OF_MEMORY: _(
        "Part of your notebook asked for more memory than it may use; everything else was graded all the same."
    ),
    Status.CRASHED: _(
        "The Python process ended in the middle of your notebook; everything that could be run was graded all the same."
    ),
    Status.TAMPERED: _("The grader met answers that no ordinary code gives, and stopped. Talk to your teacher."),
    Status.UNREADABLE: _(
        "Your notebook could not be read, so nothing was graded. Open it, save it, check that it opens again, and hand "
        "it in once more."
    ),
}
