"""A world on disk: see the end of the contract (solutions/06_rag_project/rag_contract.py) for the form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.worlds.made import MadeWorld
from autograder.worlds.media import content_hash

_OURS = re.compile(r"[pq]\d+(_[a-z]+)?\.(png|wav)")


def world_files(world: MadeWorld, variants: bool = True) -> dict[str, bytes]:
    """The files of a world's folder, by their path in it.

    Args:
        variants: whether variants.json and its media are among them; the public world has none.
    """
    files = {
        "passages.jsonl": _lines(world.passages),
        "questions.jsonl": _lines(world.questions),
    }
    used = {line.get(key) for line in (*world.passages, *world.questions) for key in ("file", "image", "recording")}
    media = {name: content for name, content in world.media.items() if variants or name in used}
    hashes = {content_hash(content) for content in media.values()}
    files["transcripts.json"] = _json({h: text for h, text in world.transcripts.items() if h in hashes})
    if variants:
        files["variants.json"] = _json(world.variants)
    return files | {f"media/{name}": content for name, content in media.items()}


def write_world(world: MadeWorld, folder: Path, variants: bool = True) -> Path:
    """Write a world into a folder, which is made. An older world's media go; what else is there stays."""
    files = world_files(world, variants)
    for path in folder.glob("media/*"):
        if _OURS.fullmatch(path.name) and f"media/{path.name}" not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
