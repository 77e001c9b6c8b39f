"""The tokenizers of two real models, from files beside this notebook; nothing is downloaded.

- BERT (uncased, English): ``bert_vocab.txt``, 30,522 word pieces (Devlin et al. 2019; Apache-2.0).
- GPT-2: ``gpt2_vocab.bpe``, 50,000 merges (Radford et al. 2019; MIT).

The reference implementations are those of the ``tokenizers`` library, which every Hugging Face model uses.
"""

from functools import lru_cache
from pathlib import Path

from tokenizers import BertWordPieceTokenizer, ByteLevelBPETokenizer, pre_tokenizers

_HERE = Path(__file__).resolve().parent
_SHELVES = {"bert_vocab.txt": "bert_vocabulary", "gpt2_vocab.bpe": "gpt2_bpe"}


def _find(name: str) -> Path:
    """The path of a data file: beside this module, in ``data/``, or in the course kit's ``datasets/``."""
    places = [_HERE / name, _HERE / "data" / name, Path(name).resolve()]
    places += [folder / "datasets" / _SHELVES[name] / name for folder in _HERE.parents]
    for place in places:
        if place.is_file():
            return place
    raise FileNotFoundError(f"{name} is missing. It belongs beside the notebook: unpack the assignment's folder again.")


@lru_cache
def bert_vocab() -> dict[str, int]:
    """BERT's vocabulary, piece → id; the line number is the id."""
    lines = _find("bert_vocab.txt").read_text(encoding="utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


@lru_cache
def gpt2_merges() -> list[tuple[str, str]]:
    """GPT-2's merges in the order learned; a pair's place in the list is its rank."""
    lines = _find("gpt2_vocab.bpe").read_text(encoding="utf-8").split("\n")
    return [tuple(line.split(" ")) for line in lines[1:] if line]


def gpt2_alphabet() -> list[str]:
    """256 printable signs, one for each byte, in the order of GPT-2's first 256 ids.

    A byte that prints keeps its sign; the 68 that do not (control bytes, the space …) get signs from U+0100 on, so the
    space, byte 32, is shown as Ġ.
    """
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + number) for number in range(len(others))]


@lru_cache
def gpt2_vocab() -> dict[str, int]:
    """GPT-2's vocabulary: 256 bytes, then one token a merge, then the end of text. 50,257 in all."""
    merged = [left + right for left, right in gpt2_merges()]
    return {token: number for number, token in enumerate([*gpt2_alphabet(), *merged, "<|endoftext|>"])}


def gpt2_words(text: str) -> list[str]:
    """GPT-2's own pre-tokenization: words with the space before them (Ġ), every byte written as one sign."""
    splitter = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    return [piece for piece, _ in splitter.pre_tokenize_str(text)]


@lru_cache
def real_bert() -> BertWordPieceTokenizer:
    """The library's BERT tokenizer, uncased, with [CLS] and [SEP] around the text."""
    return BertWordPieceTokenizer(bert_vocab(), lowercase=True)


@lru_cache
def real_gpt2() -> ByteLevelBPETokenizer:
    """The library's GPT-2 tokenizer."""
    return ByteLevelBPETokenizer(vocab=gpt2_vocab(), merges=gpt2_merges())
