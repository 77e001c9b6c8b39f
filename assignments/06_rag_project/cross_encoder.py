"""A cross-encoder made of the course's encoder: it reads a question and a passage together (Nogueira and Cho 2019).

Dense retrieval gives a question and a passage a vector each, and compares these. Here both are one input,
`[CLS] question [SEP] passage [SEP]`, so that each word of one attends to each word of the other. Three small heads read the result:

    answers   of [CLS]: how sure it is that the passage answers the question (log odds)
    step      of [CLS]: how sure it is that the passage is a step on the way, and says whom or what to ask about next
    tags      of each token of the passage: how sure it is that it belongs to the answer

The encoder's own weights stay as they are. What was learnt is a low-rank update of each of its linear layers, W + B A, with A of shape
(RANK, in) and B (out, RANK) (LoRA; Hu et al. 2021), and the heads: 0.7 MB in half precision instead of 45. `cross_encoder.safetensors`
beside this file has them; it was trained on (question, passage) pairs of made-up towns, none of which is a public or a hidden world.

    model = CrossEncoder.load()
    model.answers("When does the ferry leave?", ["The ferry leaves at 09:40.", "Bread costs 3 crowns."])

It reads English; Hebrew it reads as `glossary.gloss` writes it. `train` makes one of pairs of your own, and
`CrossEncoder.load("weights/mine.safetensors")` takes it from where you hand it in.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NotRequired, TypedDict

import numpy as np
import torch
from encoder import load_encoder, load_tokenizer
from safetensors.torch import load_file, save_file
from torch import nn

WEIGHTS = Path(__file__).with_name("cross_encoder.safetensors")
MAX_TOKENS = 160
"""Of question and passage together; the rest of a longer passage is not read."""
QUESTION_TOKENS = 100
"""Of the question, of which the rest is not read either: something of the passage has to be."""
RANK = 8


class Pair(TypedDict):
    """What the model learns from: a question, a passage, and what is known of them."""

    question: str
    passage: str
    answers: float
    """1.0 if the passage answers the question, 0.0 if not, UNKNOWN where nobody knows."""
    step: NotRequired[float]
    """The same of a step on the way."""
    marked: NotRequired[list[tuple[int, int]] | None]
    """Where the answer stands, passage[start:end]; [] if it does not stand there, None if nobody knows where."""


UNKNOWN = -1.0


class Reading(NamedTuple):
    """What the model makes of one pair of question and passage; all three are log odds."""

    answers: float
    step: float
    tags: np.ndarray
    """(tokens of the passage,)"""
    places: np.ndarray
    """(tokens of the passage, 2): where each stands, passage[start:end]."""

    def tag(self, start: int, end: int) -> float:
        """The mean tag of the tokens of passage[start:end]; a large negative number if the model has not read that far."""
        inside = (self.places[:, 0] < end) & (self.places[:, 1] > start)
        return float(self.tags[inside].mean()) if inside.any() else -20.0


class LowRank(nn.Module):
    """A linear layer that stays as it is, and what is added to it: x -> W x + b + B A x. Input (..., in), output (..., out)."""

    def __init__(self, linear: nn.Linear, rank: int = RANK):
        super().__init__()
        self.linear = linear
        self.A = nn.Parameter(torch.randn(rank, linear.in_features) / linear.in_features**0.5)
        self.B = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x):
        return self.linear(x) + (x @ self.A.T) @ self.B.T


class CrossEncoder(nn.Module):
    """The encoder with low-rank updates and three heads. Weights that learn: `learnt()`."""

    def __init__(self):
        super().__init__()
        self.encoder = load_encoder()
        for parameter in self.encoder.parameters():
            parameter.requires_grad_(False)
        for layer in self.encoder.encoder.layer:
            for module, name in (
                *((layer.attention.self, part) for part in ("query", "key", "value")),
                (layer.attention.output, "dense"),
                (layer.intermediate, "dense"),
                (layer.output, "dense"),
            ):
                setattr(module, name, LowRank(getattr(module, name)))
        width = self.encoder.config.hidden_size
        self.of_pair = nn.Linear(width, 2)
        self.of_token = nn.Linear(width, 1)
        self.tokenizer = load_tokenizer()
        self.tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
        self.whole = load_tokenizer()

    def learnt(self) -> dict[str, torch.Tensor]:
        """Name -> the parameters that training changes."""
        return {name: value for name, value in self.named_parameters() if value.requires_grad}

    def save(self, path: str | Path) -> None:
        """Write what was learnt, in half precision."""
        save_file({name: value.detach().half().contiguous() for name, value in self.learnt().items()}, path)

    @classmethod
    def load(cls, path: str | Path = WEIGHTS, merge: bool = True) -> "CrossEncoder":
        """The encoder with what was learnt, in evaluation mode.

        Args:
            merge: whether to add the updates to the weights that they update, which is faster; False to train on.

        Raises:
            encoder.EncoderMissingError: if the encoder is not on this machine; the message says how to get it.
            FileNotFoundError: if there are no such weights.
            ValueError: if they are those of another model.
        """
        weights = load_file(path)
        model = cls()
        missing = model.learnt().keys() ^ weights.keys()
        if missing:
            raise ValueError(f"{path} holds the weights of another model: {sorted(missing)[0]} is in one of them only.")
        model.load_state_dict({name: value.float() for name, value in weights.items()}, strict=False)
        return (model.merged() if merge else model).eval()

    def merged(self) -> "CrossEncoder":
        """The same model, faster: each low-rank update added to the layer that it updates."""
        for module in list(self.encoder.modules()):
            for name, child in list(module.named_children()):
                if isinstance(child, LowRank):
                    with torch.no_grad():
                        child.linear.weight += child.B @ child.A
                    setattr(module, name, child.linear)
        return self

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor, keep: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """From a batch of pairs to (B, 2): answers and step, and (B, T): tags.

        Args:
            ids: (B, T) token ids. kinds: (B, T), 0 for the question, 1 for the passage. keep: (B, T), 0 for padding.
        """
        hidden = self.encoder(input_ids=ids, token_type_ids=kinds, attention_mask=keep).last_hidden_state
        return self.of_pair(hidden[:, 0]), self.of_token(hidden)[..., 0]

    def encoded(self, question: str, passage: str):
        """The tokenizer's encoding of a pair: too long a passage loses its end, and so does a question of more than QUESTION_TOKENS."""
        if len(question) > QUESTION_TOKENS:  # of fewer characters there are no more tokens
            ends = [end for _, end in self.whole.encode(question, add_special_tokens=False).offsets]
            question = question[: max(ends[:QUESTION_TOKENS], default=0)]
        return self.tokenizer.encode(question, passage)

    def batch(self, pairs: list[tuple[str, str]]):
        """(ids, kinds, keep, encodings) of some pairs: what `forward` takes, and the tokenizer's own."""
        found = [self.encoded(question, passage) for question, passage in pairs]
        width = max(len(one.ids) for one in found)
        rows = torch.zeros(3, len(found), width, dtype=torch.long)
        for row, one in enumerate(found):
            size = len(one.ids)
            rows[0, row, :size] = torch.tensor(one.ids)
            rows[1, row, :size] = torch.tensor(one.type_ids)
            rows[2, row, :size] = 1
        return rows[0], rows[1], rows[2], found

    @torch.no_grad()
    def read(self, pairs: list[tuple[str, str]], batch_size: int = 16) -> list[Reading]:
        """A Reading of each (question, passage), in their order."""
        found: list[Reading | None] = [None] * len(pairs)
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        for start in range(0, len(order), batch_size):
            part = order[start : start + batch_size]
            ids, kinds, keep, encodings = self.batch([pairs[i] for i in part])
            of_pair, of_token = self(ids, kinds, keep)
            for row, (i, one) in enumerate(zip(part, encodings, strict=True)):
                inside = [t for t, piece in enumerate(one.sequence_ids) if piece == 1]
                places = np.array([one.offsets[t] for t in inside]).reshape(-1, 2)
                answers, step = of_pair[row].tolist()
                found[i] = Reading(answers, step, of_token[row, inside].numpy(), places)
        return found

    def answers(self, question: str, passages: list[str]) -> np.ndarray:
        """How sure the model is of each passage that it answers the question: log odds, (len(passages),)."""
        return np.array([one.answers for one in self.read([(question, passage) for passage in passages])])


class Example(NamedTuple):
    """A pair as the model reads it: lists over its tokens, and what is known of the pair."""

    ids: list[int]
    kinds: list[int]
    wanted: list[float]
    """Of `answers` and `step`; UNKNOWN where nobody knows."""
    tags: list[float]
    weights: list[float]
    """How much a token's tag counts: 0 if nobody knows it, 4 if it is marked, else 1."""


def example(model: CrossEncoder, pair: Pair) -> Example:
    """A pair, tokenized."""
    one = model.encoded(pair["question"], pair["passage"])
    marked = pair.get("marked")
    tags, weights = [0.0] * len(one.ids), [0.0] * len(one.ids)
    if marked is not None:
        for token, part in enumerate(one.sequence_ids):
            if part == 1:
                start, end = one.offsets[token]
                tags[token] = float(any(start < last and end > first for first, last in marked))
                weights[token] = 1 + 3 * tags[token]
    return Example(one.ids, one.type_ids, [pair["answers"], pair.get("step", UNKNOWN)], tags, weights)


def train(
    pairs: Sequence[Pair],
    steps: int,
    batch_size: int = 16,
    rate: float = 1.5e-3,
    seed: int = 0,
    model: CrossEncoder | None = None,
    half: bool = False,
    device: str = "cpu",
) -> tuple[CrossEncoder, list[float]]:
    """Train a cross-encoder: AdamW on binary cross-entropies, the rate rising for 30 steps and then falling to zero.

    Args:
        pairs: a fifth or more of them should answer; of those that do not, some should look as if they did (what a ranking
            puts first and is wrong), for of others there is nothing to learn.
        steps: how many batches; on one core of a laptop a step of 16 pairs takes one to two seconds.
        rate: the learning rate.
        seed: for the order of the pairs and the first low-rank updates.
        model: goes on with this one, in place of a new one; one that was loaded with `merge=False`.
        half: multiply in bfloat16, which is faster on processors made for it and slower on others.
        device: torch's name of what computes; "cuda" where there is a GPU.

    Returns:
        The model, on the CPU, in evaluation mode and not merged, so that it can be saved; and the loss of each step.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = (model or CrossEncoder()).to(device).eval()  # without dropout, which would take a third of the time
    attention = model.encoder.config._attn_implementation
    model.encoder.set_attn_implementation("eager")  # torch's fused attention is slow backwards on a CPU
    learnt = list(model.learnt().values())
    optimiser = torch.optim.AdamW(learnt, lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min((n + 1) / 30, 1 - n / steps))
    losses: list[torch.Tensor] = []
    waiting: list[Example] = []
    examples = [example(model, pair) for pair in pairs]
    for _ in range(steps):
        while len(waiting) < 8 * batch_size:
            waiting += rng.sample(examples, len(examples))
        window = sorted(waiting[: 8 * batch_size], key=lambda one: len(one.ids))
        start = rng.randrange(len(window) - batch_size + 1)  # pairs of about one length need little padding
        waiting = [*window[:start], *window[start + batch_size :], *waiting[8 * batch_size :]]
        with torch.autocast(device, torch.bfloat16, enabled=half):
            loss = _loss(model, window[start : start + batch_size], device)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        schedule.step()
        losses.append(loss.detach())
    model.encoder.set_attn_implementation(attention)
    return model.cpu(), torch.stack(losses).tolist()


def _loss(model: CrossEncoder, examples: list[Example], device: str) -> torch.Tensor:
    """Mean binary cross-entropy of what is known of the pairs, and twice that of their tokens."""
    width = max(len(one.ids) for one in examples)

    def padded(rows: list[list], dtype: torch.dtype) -> torch.Tensor:
        return torch.tensor([row + [0] * (width - len(row)) for row in rows], dtype=dtype).to(device)

    ids, kinds = (padded([one[column] for one in examples], torch.long) for column in (0, 1))
    keep = padded([[1] * len(one.ids) for one in examples], torch.long)
    tags, weights = (padded([one[column] for one in examples], torch.float) for column in (3, 4))
    wanted = torch.tensor([one.wanted for one in examples]).to(device)
    known = (wanted != UNKNOWN).float()
    of_pair, of_token = model(ids, kinds, keep)
    entropy = nn.functional.binary_cross_entropy_with_logits
    of_pairs = (entropy(of_pair.float(), wanted.clamp(0, 1), reduction="none") * known).sum() / known.sum().clamp(min=1)
    of_tokens = (entropy(of_token.float(), tags, reduction="none") * weights).sum() / weights.sum().clamp(min=1)
    return of_pairs + 2 * of_tokens
