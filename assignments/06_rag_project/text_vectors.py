"""Texts as vectors, by the course's encoder (all-MiniLM-L6-v2, Reimers and Gurevych 2019): what you did in assignment 5."""

from functools import lru_cache

import numpy as np
import torch
from encoder import load_encoder, load_tokenizer

MAX_TOKENS = 256
"""What this encoder was published for; the rest of a longer text is not read. One more reason to cut into chunks."""


@lru_cache(maxsize=1)
def _model_and_tokenizer():
    tokenizer = load_tokenizer()
    tokenizer.enable_truncation(MAX_TOKENS)
    return load_encoder(), tokenizer


def embed(texts: list[str], batch_size: int = 32, device: str = "cpu") -> np.ndarray:
    """A vector for each text: the mean of its tokens' contextual vectors. float32 (len(texts), 384), of any length.

    Args:
        device: torch's name of what computes; "cuda" where there is a GPU. In grading there is none.

    Raises:
        encoder.EncoderMissingError: if the encoder is not on this machine; the message says how to get it.
    """
    model, tokenizer = _model_and_tokenizer()
    model.to(device)
    rows = [tokenizer.encode(text).ids for text in texts]
    vectors = np.zeros((len(texts), model.config.hidden_size), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(rows[i]))  # texts of about one length need little padding
    for start in range(0, len(order), batch_size):
        part = order[start : start + batch_size]
        width = max(len(rows[i]) for i in part)
        ids = torch.tensor([rows[i] + [0] * (width - len(rows[i])) for i in part], device=device)
        keep = torch.tensor([[1] * len(rows[i]) + [0] * (width - len(rows[i])) for i in part], device=device)
        with torch.no_grad():
            hidden = model(input_ids=ids, attention_mask=keep).last_hidden_state
        weights = keep[..., None].float()
        vectors[part] = ((hidden * weights).sum(1) / weights.sum(1)).cpu().numpy()
    return vectors
