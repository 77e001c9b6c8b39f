"""The topic task of assignment 5: texts, batches, the real encoder, the baseline, and what you hand in.

A thousand glosses (short definitions) of WordNet 3.0, each with the one of ten topics that WordNet's own editors gave
it, and 300 more whose topics stay with whoever grades.
"""

import csv
import os
import random
from pathlib import Path

import numpy as np
import torch
from encoder import load_encoder, load_tokenizer
from torch import nn

TOPICS = ["chemistry", "computing", "food", "law", "mathematics", "medicine", "military", "music", "religion", "sport"]
HEAD_FILE, PREDICTIONS_FILE = "topic_head.safetensors", "topic_predictions.csv"
LARGEST_HEAD = 1 << 20
"""Bytes. A head for ten topics on 384 numbers takes 16 KB."""
HERE = Path(__file__).parent


def being_graded() -> bool:
    """Whether a grader runs this notebook: the long demonstrations are left out then. (nbgrader's convention.)"""
    return "NBGRADER_EXECUTION" in os.environ


# The texts.


def load_topics() -> tuple[list[str], list[int]]:
    """The labelled texts and their labels, numbers into TOPICS."""
    with HERE.joinpath("topics.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row["text"] for row in rows], [TOPICS.index(row["topic"]) for row in rows]


def load_held_out() -> list[str]:
    """The texts whose topics you do not get."""
    return HERE.joinpath("held_out.txt").read_text(encoding="utf-8").splitlines()


def load_vectors(pool: str = "cls") -> tuple[torch.Tensor, torch.Tensor]:
    """The frozen encoder's vectors of the labelled texts (1000, 384) and of the held-out ones (300, 384).

    Args:
        pool: "cls" for the vectors of [CLS], "mean" for the means of the real tokens' vectors.
    """
    vectors = torch.from_numpy(np.load(HERE / f"{pool}_vectors.npy").astype(np.float32))
    return vectors[:1000], vectors[1000:]


def load_glove() -> tuple[list[str], torch.Tensor]:
    """9,909 words and their static GloVe vectors (9909, 50)."""
    words = HERE.joinpath("glove_words.txt").read_text(encoding="utf-8").split()
    return words, torch.from_numpy(np.load(HERE / "glove_vectors.npy").astype(np.float32))


# Batches.


def tokenize(texts: list[str]) -> list[list[int]]:
    """The ids of each text with the encoder's own tokenizer, [CLS] first and [SEP] last."""
    tokenizer = load_tokenizer()
    return [tokenizer.encode(text).ids for text in texts]


def pad(rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows of ids as one (B, T) tensor with 0, BERT's [PAD], on the right, and keep (B, T), True for a real token."""
    lengths = torch.tensor([len(row) for row in rows])
    width = int(lengths.max())
    ids = torch.tensor([row + [0] * (width - len(row)) for row in rows])
    return ids, torch.arange(width) < lengths[:, None]


def batches_of(rows: list[list[int]], labels: list[int], size: int = 16, seed: int | None = None) -> list[tuple]:
    """(ids, keep, labels) of each batch. Texts of about the same length come together, so that little is padding.

    With a seed, texts are shuffled before, and batches after; without, everything stays sorted by length.
    """
    order = list(range(len(rows)))
    draw = random.Random(seed)
    if seed is not None:
        draw.shuffle(order)
    order.sort(key=lambda i: len(rows[i]) // 3)
    cuts = [order[i : i + size] for i in range(0, len(order), size)]
    if seed is not None:
        draw.shuffle(cuts)
    return [(*pad([rows[i] for i in cut]), torch.tensor([labels[i] for i in cut])) for cut in cuts]


def in_order(found: list, rows: list[list[int]], size: int) -> list:
    """What was found for the texts of `batches_of(rows, …, size)`, which come by length, in the order of `rows`."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]) // 3)
    return [value for _, value in sorted(zip(order, found, strict=True))]


# The encoder.


class Encoder(nn.Module):
    """A transformers encoder behind a short call: encoder(ids, keep) -> hidden states (B, T, d_model)."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model
        self.d_model = model.config.hidden_size

    def forward(self, ids: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
        return self.model(input_ids=ids, attention_mask=keep.long()).last_hidden_state


def new_encoder() -> Encoder:
    """A fresh copy of all-MiniLM-L6-v2, as published. Raises encoder.EncoderMissingError, which says how to get it."""
    return Encoder(load_encoder())


def optimizer_for(model: nn.Module, encoder_rate: float = 5e-5, head_rate: float = 3e-3) -> torch.optim.Optimizer:
    """AdamW with small steps for what is pre-trained and larger ones for what is new; only for what may move."""
    pre_trained = {id(parameter) for parameter in model.encoder.parameters()}
    moving = [parameter for parameter in model.parameters() if parameter.requires_grad]
    groups = [
        {"params": [parameter for parameter in moving if id(parameter) in pre_trained], "lr": encoder_rate},
        {"params": [parameter for parameter in moving if id(parameter) not in pre_trained], "lr": head_rate},
    ]
    return torch.optim.AdamW([group for group in groups if group["params"]])


# The baseline.


def baseline(train: tuple[list[str], list[int]], test_texts: list[str]) -> list[int]:
    """TF-IDF of words and pairs of words, and logistic regression (scikit-learn): the labels that it predicts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit(train[0])
    model = LogisticRegression(C=10.0, max_iter=2000).fit(vectorizer.transform(train[0]), train[1])
    return model.predict(vectorizer.transform(test_texts)).tolist()


# What you hand in.


def hand_in(train_topic_head) -> dict:
    """Train the head on all labelled texts, write its weights and its predictions, and read both files back.

    Where a grader runs the notebook and the files came along with it, they are only read: what you handed in counts.

    Returns:
        A dict of "weight" (10, 384), "bias" (10,), and "predictions", the 300 predicted topics by name.
    """
    here = Path.cwd()
    files = (here / HEAD_FILE, here / PREDICTIONS_FILE)
    if not (being_graded() and all(file.exists() for file in files)):
        labelled, held_out = load_vectors()
        weight, bias = train_topic_head(labelled, torch.tensor(load_topics()[1]), len(TOPICS), seed=0)
        write_hand_in(weight, bias, (held_out @ weight.T + bias).argmax(-1).tolist())
    return read_hand_in()


def write_hand_in(weight: torch.Tensor, bias: torch.Tensor, predicted: list[int]) -> None:
    """Write both files into the current folder."""
    from safetensors.torch import save

    content = save({"weight": weight.detach().contiguous(), "bias": bias.detach().contiguous()})
    Path(HEAD_FILE).write_bytes(content)
    with Path(PREDICTIONS_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "topic"])
        writer.writerows((row, TOPICS[label]) for row, label in enumerate(predicted))


def read_hand_in() -> dict:
    """Read both files from the current folder. The weights are a safetensors file: numbers, never code.

    Raises:
        ValueError: if a file is too large or does not hold what it should.
    """
    from safetensors.torch import load

    for name in (HEAD_FILE, PREDICTIONS_FILE):
        if Path(name).stat().st_size > LARGEST_HEAD:
            raise ValueError(f"{name} is larger than {LARGEST_HEAD:,} bytes")
    head = load(Path(HEAD_FILE).read_bytes())
    if set(head) != {"weight", "bias"}:
        raise ValueError(f"{HEAD_FILE} should hold weight and bias, and it holds {sorted(head)}")
    with Path(PREDICTIONS_FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if [row.get("row") for row in rows] != [str(number) for number in range(len(rows))]:
        raise ValueError(f"the rows of {PREDICTIONS_FILE} should be numbered 0, 1, 2, …")
    return {"weight": head["weight"], "bias": head["bias"], "predictions": [str(row["topic"]) for row in rows]}
