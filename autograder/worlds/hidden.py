"""The hidden worlds of an assignment: drawn from a secret seed, which is kept nowhere but in their zip."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from autograder.errors import KitError
from autograder.files import write_zip
from autograder.worlds.made import MadeWorld
from autograder.worlds.media import Progress
from autograder.worlds.world import make_world
from autograder.worlds.writing import world_files

PUBLIC_SEED = "lagoon"
"""Of the world that students get, datasets/public_world/."""
HIDDEN_WORLDS = 2
WORDING, PROFILE = "held-out", "demanding"
"""How hidden worlds are told and asked, and how much of them there is (see `texts.LEXICONS` and `profiles.PROFILES`)."""
ZIP_NAME = "hidden_worlds.zip"


def hidden_worlds(
    seed: str,
    media: bool = True,
    progress: Progress = lambda _text: None,
    wording: str = WORDING,
    profile: str = PROFILE,
) -> list[MadeWorld]:
    """The hidden worlds of a seed; no two of them, and none of them and the public one, share a name.

    Args:
        wording, profile: in which sentences they are told and asked, and how much of them there is, see `make_world`.
    """
    avoid = set(make_world(PUBLIC_SEED, media=False).names)
    worlds = []
    for number in range(1, HIDDEN_WORLDS + 1):
        world = make_world(f"{seed}/{number}", media, avoid, progress, wording, profile)
        avoid |= world.names
        worlds.append(world)
    return worlds


def write_hidden_worlds(
    tests: Path, seed: str = "", media: bool = True, progress: Progress = lambda _text: None
) -> tuple[Path, list[MadeWorld]]:
    """Make the hidden worlds and put them, with their variants and the seed, into a zip; an older zip is replaced.

    Args:
        tests: the folder of the assignment's hidden tests.
        seed: any text; without one a fresh random one is drawn.

    Returns:
        The zip's path, and what is in it.

    Raises:
        KitError: if there is no such folder, or an engine is missing.
    """
    if not tests.is_dir():
        raise KitError(
            "There is no folder {tests} for the hidden tests.", "Name an assignment that has hidden tests.", tests=tests
        )
    seed = seed or secrets.token_hex(16)
    worlds = hidden_worlds(seed, media, progress)
    members = {"seed.txt": f"{seed}\n".encode()}
    for world in worlds:
        members |= {f"{world.plan.place.en.lower()}/{name}": content for name, content in world_files(world).items()}
    path = tests / ZIP_NAME
    write_zip(path, members)
    return path, worlds


def check_engines() -> None:
    """Miss an engine before minutes of work, not after.

    Raises:
        KitError: what is missing, and how to get it.
    """
    from autograder.worlds import recognise
    from autograder.worlds.pictures import poster
    from autograder.worlds.speech import speak

    if shutil.which("espeak-ng") is None:
        raise KitError("espeak-ng, which speaks the recordings, is not on this machine.", "apt-get install espeak-ng")
    for language in ("en", "he"):
        recognise.read_picture(poster("A", ["1"], language), language)
    recognise.hear(speak("One.", "en"), "en")
