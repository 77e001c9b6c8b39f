"""The small translation task of assignment 4: write the name of a place or language in Hebrew, letter by letter.

Holds data handling and a training loop, no model: the model is yours. Names come from the Unicode consortium's CLDR
(Unicode License v3). The reserved ids are the lecture's, the same in both languages; only they are shared.
"""

import csv
import random
from html import escape
from pathlib import Path

import torch
from IPython.display import display
from torch.nn import functional as F

PAD, SOS, EOS, UNK = 0, 1, 2, 3
RESERVED = ["[PAD]", "[SOS]", "[EOS]", "[UNK]"]


def load_names(path: str = "place_names.tsv") -> list[tuple[str, str]]:
    """(English, Hebrew) names of one word, English in small letters, each English name once."""
    with Path(path).open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        pairs = {row["english"].lower(): row["hebrew"] for row in rows if row["english"].isalpha()}
    return [(english, hebrew) for english, hebrew in sorted(pairs.items()) if " " not in hebrew]


def split_names(pairs: list, held_out: int = 80, seed: int = 0) -> tuple[list, list]:
    """Shuffle, and keep `held_out` names that the model never trains on. Returns (train, test)."""
    pairs = pairs[:]
    random.Random(seed).shuffle(pairs)
    return pairs[held_out:], pairs[:held_out]


def show(rows, columns) -> None:
    """Show words as a table, each in the direction of its own script; as plain lines where no browser draws it."""
    lines = [[escape(word) for word in row] for row in (columns, *rows)]
    style = 'style="text-align:start; padding:0 1.5em"'
    head = "".join(f"<th {style}>{word}</th>" for word in lines[0])
    body = "".join("<tr>" + "".join(f'<td dir="auto" {style}>{w}</td>' for w in line) + "</tr>" for line in lines[1:])
    plain = "\n".join(" | ".join(row) for row in (columns, *rows))
    display({"text/html": f"<table><tr>{head}</tr>{body}</table>", "text/plain": plain}, raw=True)


class Letters:
    """One language's letters as ids: the four reserved ids first, then the letters in order."""

    def __init__(self, words):
        self.itos = RESERVED + sorted(set("".join(words)))
        self.stoi = {letter: i for i, letter in enumerate(self.itos)}

    def __len__(self) -> int:
        return len(self.itos)

    def encode(self, word: str) -> list[int]:
        """The ids of a word's letters, without SOS and EOS."""
        return [self.stoi.get(letter, UNK) for letter in word]

    def decode(self, ids) -> str:
        """The word that ids spell; reserved ids are left out."""
        return "".join(self.itos[int(i)] for i in ids if int(i) >= len(RESERVED))


def pad(rows: list[list[int]]) -> torch.Tensor:
    """Rows of ids as one (B, T) tensor, PAD on the right."""
    length = max(map(len, rows))
    return torch.tensor([row + [PAD] * (length - len(row)) for row in rows])


def batch_of(pairs, english: Letters, hebrew: Letters) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """source (B, T_k); what the decoder is given, SOS first, and what it should answer, EOS last (both (B, T_q))."""
    source = pad([[*english.encode(en), EOS] for en, _ in pairs])
    given = pad([[SOS, *hebrew.encode(he)] for _, he in pairs])
    answer = pad([[*hebrew.encode(he), EOS] for _, he in pairs])
    return source, given, answer


def train(model, pairs, english: Letters, hebrew: Letters, steps: int, batch_size: int = 64, lr: float = 3e-3) -> list:
    """Teach `model(source, given) -> (scores, weights)` to answer the next letter. Returns the loss of each step.

    The loss is the mean cross-entropy, in nats a letter, over the letters that are not padding. All of it runs on one
    thread: for tensors as small as these, two wait for each other.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    order = random.Random(0)
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=lr, total_steps=steps)
    losses = []
    model.train()
    for _ in range(steps):
        source, given, answer = batch_of(order.sample(pairs, min(batch_size, len(pairs))), english, hebrew)
        scores, _ = model(source, given)
        loss = F.cross_entropy(scores.flatten(0, 1), answer.flatten(), ignore_index=PAD)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    model.eval()
    torch.set_num_threads(threads)
    return losses
