"""The tokenizers of two real models, from files beside this notebook; nothing is downloaded.

- BERT (uncased, English): ``bert_vocab.txt``, 30,522 word pieces (Devlin et al. 2019; Apache-2.0).
- GPT-2: ``gpt2_vocab.bpe``, 50,000 merges (Radford et al. 2019; MIT).

The reference implementations are those of the ``tokenizers`` library, on which the fast tokenizers of Hugging Face's
``transformers`` are built.
"""

from functools import lru_cache
from pathlib import Path

from tokenizers import BertWordPieceTokenizer, ByteLevelBPETokenizer, Regex, pre_tokenizers

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


# GPT-2's id of a byte is its place in this list: first the bytes that print, then the 68 that do not.
_IN_ORDER_OF_IDS = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
_IN_ORDER_OF_IDS += [byte for byte in range(256) if byte not in _IN_ORDER_OF_IDS]


def _byte_signs() -> list[str]:
    """The signs of the bytes 0 to 255. A byte that prints is its own; the others have signs from U+0100 on."""
    signs = [chr(byte) for byte in range(256)]
    for number, byte in enumerate(_IN_ORDER_OF_IDS[-68:]):
        signs[byte] = chr(256 + number)
    return signs


BYTE_SIGNS = _byte_signs()  # BYTE_SIGNS[32], the space, is Ġ


@lru_cache
def gpt2_vocab() -> dict[str, int]:
    """GPT-2's vocabulary: 256 bytes, then one token a merge, then the end of text. 50,257 in all."""
    merged = [left + right for left, right in gpt2_merges()]
    return {
        token: number
        for number, token in enumerate([*(BYTE_SIGNS[byte] for byte in _IN_ORDER_OF_IDS), *merged, "<|endoftext|>"])
    }


# letters, digits, other signs: each run with the space before it; English endings such as 's; what is left of white space
_GPT2_PATTERN = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def gpt2_split(text: str) -> list[str]:
    """GPT-2's own pre-tokenization: words with the space before them. The pieces joined are the text."""
    return [piece for piece, _ in pre_tokenizers.Split(Regex(_GPT2_PATTERN), "isolated").pre_tokenize_str(text)]


@lru_cache
def real_bert() -> BertWordPieceTokenizer:
    """The library's BERT tokenizer, uncased, with [CLS] and [SEP] around the text."""
    return BertWordPieceTokenizer(bert_vocab(), lowercase=True)


@lru_cache
def real_gpt2() -> ByteLevelBPETokenizer:
    """The library's GPT-2 tokenizer."""
    return ByteLevelBPETokenizer(vocab=gpt2_vocab(), merges=gpt2_merges())
