"""A model's answers, recorded with their prompts, and replayed where there is neither model nor network: in grading.

    model = Recorder(load_generator("qwen3:4b", base_url="http://localhost:11434/v1"), "weights/recorded.json")
    model.generate(prompt)      # asks the model, once for each prompt, and writes its answer down

    model = Replayer("weights/recorded.json")
    model.generate(prompt)      # what was written down, or NotRecordedError

Both are generators like those of `generators.py`. The file is JSON that anybody can read: under the SHA-256 of prompt and length stand the
prompt, the length and the model's text, and a prompt that was changed by hand no longer fits its hash. It is handed in with the notebook
(`weights/*.json`). It can hold answers about worlds that you have; to a prompt that was not recorded there is none, and a system that needs it
abstains, with the reason.
"""

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from rag_contract import ContractError, NotRecordedError

MOST_BYTES = 8_000_000
"""Of a file; what hand-in takes of one."""
FORM = "recorded answers 1"


def prompt_hash(prompt: str, max_new_tokens: int) -> str:
    """Under what a prompt is recorded: the SHA-256 of it and of the length that was asked for, as 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps([prompt, max_new_tokens]).encode("utf-8")).hexdigest()


class Replayer:
    """Says what was recorded, and nothing else.

    Args:
        path: a file that a Recorder wrote.

    Raises:
        ContractError: if the file is missing, too large or not such a file, or a prompt does not fit its hash.
    """

    def __init__(self, path: str | Path) -> None:
        self.model, self.answers = _read(Path(path))

    def generate(self, prompt: str, max_new_tokens: int = 64) -> str:
        """The recorded answer.

        Raises:
            NotRecordedError: if there is none to this prompt with this length.
        """
        found = self.answers.get(prompt_hash(prompt, max_new_tokens))
        if found is None:
            short = " ".join(prompt.split())
            short = short if len(short) <= 60 else f"…{short[-59:]}"
            raise NotRecordedError(f"no model's answer was recorded to the prompt {short!r}")
        return found["text"]


class Recorder:
    """Asks a generator, each prompt once, ever, and writes every answer down at once.

    Args:
        generator: from `generators.load_generator`, or whatever has `generate(prompt, max_new_tokens)`.
        path: a JSON file; made if it is not there, and continued if it is.
        model: the model's name, for whoever reads the file.

    Raises:
        ContractError: as Replayer, if the file is there.
    """

    def __init__(self, generator: Any, path: str | Path, model: str = "") -> None:
        self.generator, self.path = generator, Path(path)
        kept_model, self.answers = _read(self.path) if self.path.exists() else ("", {})
        self.model = model or kept_model

    def generate(self, prompt: str, max_new_tokens: int = 64) -> str:
        """The model's answer, from the file where it stands there.

        Raises:
            ContractError: if the file would become larger than what can be handed in; it stays as it was.
            Exception: what the generator raises; nothing is recorded then.
        """
        key = prompt_hash(prompt, max_new_tokens)
        if key not in self.answers:
            text = self.generator.generate(prompt, max_new_tokens)
            recorded = {"prompt": prompt, "max_new_tokens": max_new_tokens, "text": text}
            _write(self.path, self.model, self.answers | {key: recorded})
            self.answers[key] = recorded
        return self.answers[key]["text"]


def _read(path: Path) -> tuple[str, dict[str, dict[str, Any]]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ContractError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB. Record fewer or shorter prompts.")
        read = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContractError(f"{path} cannot be read ({error}). A Recorder writes it.") from None
    except (ValueError, RecursionError) as error:
        raise ContractError(f"{path} is no JSON ({error}).") from None
    if not isinstance(read, dict) or read.get("form") != FORM or not isinstance(read.get("answers"), dict):
        raise ContractError(f"{path} is not a file that a Recorder wrote.")
    for key, one in read["answers"].items():
        kinds = {"prompt": str, "max_new_tokens": int, "text": str}
        if not isinstance(one, dict) or not all(type(one.get(name)) is kind for name, kind in kinds.items()):
            raise ContractError(f"{path}: {key}: a recorded answer has a prompt, max_new_tokens and a text.")
        if prompt_hash(one["prompt"], one["max_new_tokens"]) != key:
            raise ContractError(f"{path}: {key} is not the hash of its prompt. Record it again.")
    return str(read.get("model", "")), read["answers"]


def _write(path: Path, model: str, answers: dict[str, dict[str, Any]]) -> None:
    """Whole or not at all; the same answers give the same bytes, in whatever order they were asked for."""
    made = {"form": FORM, "model": model, "answers": answers}
    data = (json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
    if len(data) > MOST_BYTES:
        raise ContractError(
            f"{path} would be larger than {MOST_BYTES // 1_000_000} MB, which is all that can be handed in."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
