"""Writes the table of docs/blame.md anew: what the wrong variants declare, and `autograder verify` holds them to."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.catalogue import assignment_names, find_assignment, kit_root
from autograder.verification.verify import declared_figures

HEAD = (
    "| assignment | wrong variants | cases failed, mean (most) | lose over half | seen by a public check |\n"
    "|---|---|---|---|---|\n"
)


def table(root: Path) -> str:
    """The table, a row for each assignment whose wrong variants all declare what they fail.

    Slow exercises are left out, and the row says so: their wrong variants are whole systems, not single slips.
    """
    rows = ""
    for name in assignment_names(root):
        assignment = find_assignment(name, root)
        slow = assignment.slow_exercises
        found = declared_figures(assignment, slow)
        if found:
            without = f", without {', '.join(f'`{one}`' for one in slow)}" if slow else ""
            rows += (
                f"| {name}{without} | {found.wrong} | {found.mean:.2f} ({found.most}) | {found.over_half:.0%} "
                f"| {found.public:.0%} |\n"
            )
    return HEAD + rows


def with_table(text: str, root: Path) -> str:
    """The page with its table as it is now."""
    start = text.index(HEAD)
    end = text.index("\n\n", start) + 1
    return text[:start] + table(root) + text[end:]


if __name__ == "__main__":
    page = kit_root() / "docs" / "blame.md"
    page.write_text(with_table(page.read_text(encoding="utf-8"), kit_root()), encoding="utf-8")
    print(f"{page} is written.")
