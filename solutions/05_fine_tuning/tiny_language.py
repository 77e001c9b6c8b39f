"""A language small enough to be learned in seconds: short stories about people and their work, made from templates.

Real pre-training reads billions of words for weeks. Here are a hundred words and one pattern for each kind of sentence,
so that you can watch the same three objectives work while you wait.
"""

import random
import sys

import torch
from IPython.display import clear_output
from torch import nn
from tqdm import tqdm

PAD, SOS, EOS, UNK, CLS, SEP, MASK = range(7)
SPECIALS = ["[PAD]", "[SOS]", "[EOS]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

WOMEN = ["dana", "noa", "maya", "rut", "lea", "amal", "anna", "tamar"]
MEN = ["john", "omer", "david", "yusuf", "adam", "eli", "gil", "paul"]
WORK = {  # profession: (place, what one does there, to what)
    "chef": ("kitchen", "cooks", ["soup", "rice", "fish", "beans"]),
    "doctor": ("hospital", "treats", ["patients", "wounds", "fevers", "burns"]),
    "teacher": ("school", "teaches", ["history", "algebra", "grammar", "biology"]),
    "judge": ("court", "reads", ["contracts", "verdicts", "appeals", "laws"]),
    "farmer": ("orchard", "picks", ["apples", "pears", "olives", "lemons"]),
    "programmer": ("office", "writes", ["programs", "compilers", "drivers", "parsers"]),
    "pianist": ("theatre", "plays", ["sonatas", "waltzes", "preludes", "ballads"]),
    "soldier": ("camp", "guards", ["gates", "tanks", "bridges", "towers"]),
}
DAYS = ["morning", "monday", "friday", "day"]
GAMES = ["football", "tennis", "chess", "basketball"]
QUESTIONS = {
    "where does this person work ?": 1,  # question: the sentence of a story that answers it
    "what is it that this person does at work ?": 2,
    "which game is played in the evening ?": 3,
}


def stories(count: int, seed: int) -> list[list[str]]:
    """So many stories of four sentences each."""
    draw = random.Random(seed)
    told = []
    for _ in range(count):
        woman = draw.random() < 0.5
        name, she = draw.choice(WOMEN if woman else MEN), "she" if woman else "he"
        profession = draw.choice(list(WORK))
        place, does, things = WORK[profession]
        told.append(
            [
                f"{name} is a {profession} .",
                f"{she} works in the {place} .",
                f"every {draw.choice(DAYS)} {she} {does} {draw.choice(things)} .",
                f"in the evening {name} plays {draw.choice(GAMES)} .",
            ]
        )
    return told


class Words:
    """The language's vocabulary: the special tokens first, then every word in alphabetical order."""

    def __init__(self) -> None:
        words = {word for story in stories(2000, seed=0) for sentence in story for word in sentence.split()}
        words |= {word for question in QUESTIONS for word in question.split()}
        self.itos = SPECIALS + sorted(words)
        self.stoi = {word: number for number, word in enumerate(self.itos)}

    def __len__(self) -> int:
        return len(self.itos)

    def ids(self, text: str) -> list[int]:
        return [self.stoi.get(word, UNK) for word in text.split()]

    def text(self, ids) -> str:
        return " ".join(self.itos[int(number)] for number in ids if int(number) != PAD)


def pad(rows: list[list[int]]) -> torch.Tensor:
    """Rows of ids as one (B, T) tensor, PAD on the right."""
    longest = max(len(row) for row in rows)
    return torch.tensor([row + [PAD] * (longest - len(row)) for row in rows])


def sentences_batch(told: list, words: Words, size: int, seed: int) -> torch.Tensor:
    """(B, T): a random part of a story in each row, [SOS] first and [EOS] last."""
    draw = random.Random(seed)
    rows = []
    for story in draw.choices(told, k=size):
        first = draw.randrange(len(story) - 1)
        rows.append([SOS, *words.ids(" ".join(story[first : first + 2])), EOS])
    return pad(rows)


def pack_pairs(pairs: list, words: Words) -> tuple[torch.Tensor, torch.Tensor]:
    """[CLS] a [SEP] b [SEP] of each pair, as ids (B, T) and segments (B, T)."""
    parts = [([CLS, *words.ids(a), SEP], [*words.ids(b), SEP]) for a, b, *_ in pairs]
    ids = pad([a + b for a, b in parts])
    segments = torch.zeros_like(ids)
    for row, (a, b) in enumerate(parts):
        segments[row, len(a) : len(a) + len(b)] = 1
    return ids, segments


def questions_batch(told: list, words: Words, size: int, seed: int) -> tuple:
    """Questions on stories: ids, segments, and the position of the answer, both (B,) first and last; 0: there is none.

    In half of the stories the sentence that would answer has been left out.
    """
    draw = random.Random(seed)
    pairs, answers = [], []
    for story in draw.choices(told, k=size):
        question, number = draw.choice(list(QUESTIONS.items()))
        answer = (
            " ".join(story[number].split()[-2 if number != 2 else -3 : -1]) if number != 3 else story[3].split()[-2]
        )
        kept = [sentence for i, sentence in enumerate(story) if i != number or draw.random() < 0.5]
        pairs.append((question, " ".join(kept)))
        answers.append(answer if story[number] in kept else "")
    ids, segments = pack_pairs(pairs, words)
    first, last = torch.zeros(size, dtype=torch.long), torch.zeros(size, dtype=torch.long)
    for row, answer in enumerate(answers):
        wanted = words.ids(answer)
        passage = int(segments[row].nonzero()[0])
        for start in range(passage, ids.shape[1] - len(wanted)):
            if wanted and ids[row, start : start + len(wanted)].tolist() == wanted:
                first[row], last[row] = start, start + len(wanted) - 1
    return ids, segments, first, last


class TinyModel(nn.Module):
    """A transformer of two blocks, 64 wide, with a head for each objective. Called, it gives hidden states (B, T, 64)."""

    def __init__(self, vocabulary: int, d_model: int = 64, longest: int = 48) -> None:
        super().__init__()
        self.token = nn.Embedding(vocabulary, d_model)
        self.position = nn.Embedding(longest, d_model)
        self.segment = nn.Embedding(2, d_model)
        block = nn.TransformerEncoderLayer(d_model, 4, 4 * d_model, dropout=0.0, activation="gelu", batch_first=True)
        self.blocks = nn.TransformerEncoder(block, 2, enable_nested_tensor=False)
        self.words = nn.Linear(d_model, vocabulary)
        self.next_sentence = nn.Linear(d_model, 2)
        self.spans = nn.Linear(d_model, 2)

    def forward(self, ids, segments=None, causal=False):
        x = self.token(ids) + self.position(torch.arange(ids.shape[1]))
        if segments is not None:
            x = x + self.segment(segments)
        future = torch.ones(ids.shape[1], ids.shape[1], dtype=torch.bool).triu(1) if causal else None
        return self.blocks(x, mask=future, src_key_padding_mask=ids == PAD)


def learn(model: nn.Module, loss_of, steps: int, title: str, rate: float = 2e-3) -> list[float]:
    """Take so many steps down `loss_of(step)`, a scalar tensor. Returns each step's loss, in nats.

    On one thread: with tensors as small as these a second one waits more than it works, for minutes on a busy machine.
    """
    adam = torch.optim.AdamW(model.parameters(), lr=rate)
    losses = []
    model.train()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        for step in tqdm(range(steps), desc=title, leave=False, file=sys.stdout, mininterval=0.5):
            nats = loss_of(step)
            adam.zero_grad()
            nats.backward()
            adam.step()
            losses.append(nats.item())
    finally:
        torch.set_num_threads(threads)
    clear_output(wait=True)  # the bar has done its work
    model.eval()
    return losses
