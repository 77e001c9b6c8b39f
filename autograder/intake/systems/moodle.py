"""Moodle's "Download all submissions" (mod/assign/classes/downloader.php).

A folder, or with "download submissions in folders" switched off a file, is named ``PREFIX_assignsubmission_PLUGIN``. The prefix
is a person's name, or "Participant" where names are hidden, and the participant's number; where teams hand in, the team's
name and *its* number; for those in no team "Default group", in the site's language, without a number. So a prefix without a
number says that teams handed in. Where all have one, nothing in the download tells teams from people.
"""

from __future__ import annotations

import re

from autograder.intake.names import clean
from autograder.intake.tree import Entry
from autograder.intake.upload import Upload, place_of, tops_of
from autograder.results import HandIn

_NAME = re.compile(r"^(?P<name>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*)|\.\w+)?$")


def is_ours(name: str) -> bool:
    """Whether Moodle writes such a name."""
    return _NAME.match(name) is not None


def uploads(entries: list[Entry], under: int) -> tuple[list[Upload], list[Entry]] | None:
    """The submissions, and what lies beside them; None where nothing is named as Moodle does."""
    found: dict[tuple[str, str | None], Upload] = {}
    beside: list[Entry] = []
    named = {top: match for top in tops_of(entries, under) if (match := _NAME.match(top))}
    if not named:
        return None
    teams = any(match["id"] is None for match in named.values())
    for top, its in tops_of(entries, under).items():
        match = named.get(top)
        if match is None:
            beside += its
            continue
        key = (match["name"], match["id"])
        if key not in found:
            wished = "_".join(part for part in key if part)
            found[key] = Upload(clean(match["name"]), wished, place_of(its, under), under=under + 1)
            found[key].hand_in = _hand_in(top, clean(match["name"]), match["id"], teams)
        upload = found[key]
        upload.entries += its
        if len(its[0].parts) == under + 1 and not its[0].folder:  # "download in folders" switched off
            upload.under = under
            upload.shown[its[0].parts] = match["file"] or top
    return list(found.values()), beside


def _hand_in(top: str, name: str, number: str | None, teams: bool) -> HandIn:
    where = f"Moodle's name “{clean(top)}”"
    if not teams:
        return HandIn(system="moodle", person_id=number, read_from={"person_id": where})
    read_from = {"group": where, **({"group_id": where} if number else {})}
    return HandIn(system="moodle", group=name, group_id=number, read_from=read_from)
