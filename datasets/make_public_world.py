"""Makes public_world/ and practice_world/ from their published seeds, and writes the hashes of their files into their READMEs.

Needs the kit (`make setup`), espeak-ng, tesseract with Hebrew and faster-whisper; a few minutes. Run it in this folder's parent:

    python datasets/make_public_world.py
    python datasets/make_public_world.py --hashes       only the hashes
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

from autograder.worlds import make_world, write_world
from autograder.worlds.hidden import PUBLIC_SEED, check_engines

DATASETS = Path(__file__).resolve().parent
PUBLIC, PRACTICE = DATASETS / "public_world", DATASETS / "practice_world"
PRACTICE_SEED = "practice"


def table(folder: Path) -> str:
    """A row for each file: path and SHA-256."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")
    rows = [f"| `{path.relative_to(folder)}` | `{hashlib.sha256(path.read_bytes()).hexdigest()}` |" for path in paths]
    return "\n".join(["| file | sha256 |", "|---|---|", *rows]) + "\n"


def write_hashes(folder: Path) -> None:
    """Replace the table at the end of the README."""
    readme = folder / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(re.sub(r"\| file \| sha256 \|.*\Z", "", text, flags=re.S) + table(folder), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--hashes"]:
        check_engines()
        public = make_world(PUBLIC_SEED, progress=print)
        write_world(public, PUBLIC, variants=False)
        practice = make_world(PRACTICE_SEED, avoid=public.names, progress=print, profile="demanding")
        write_world(practice, PRACTICE, variants=False)
    for folder in (PUBLIC, PRACTICE):
        write_hashes(folder)
