"""bpe_encode_word. The oracle is the BPE model of the Hugging Face `tokenizers` library.

Merges are read from a corpus by the library's own trainer, so every symbol that a merge uses was made by an earlier
one. On the words used here replaying "lowest rank first" and replaying the list from its beginning give the same.
"""

import json
import random

from otter.test_files import test_case
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

OK_FORMAT = False
name = "bpe_encode_word"
points = 9


def draw(seed, letters, number):
    """Words of two to nine letters."""
    chance = random.Random(seed).random
    return ["".join(letters[int(chance() * len(letters))] for _ in range(2 + int(chance() * 8))) for _ in range(number)]


def learn(words, merges):
    """Merges from the library's trainer."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    size = len(set("".join(words))) + merges
    trainer = trainers.BpeTrainer(vocab_size=size, min_frequency=0, show_progress=False)
    tokenizer.train_from_iterator([" ".join(words)], trainer)
    return [tuple(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]]


def oracle(word, merges):
    tokens = dict.fromkeys([*sorted(set(word)), *(part for pair in merges for part in (*pair, "".join(pair)))])
    model = models.BPE(vocab={token: number for number, token in enumerate(tokens)}, merges=merges)
    return [token.value for token in model.tokenize(word)]


@test_case(points=1.5, failure_message="A word whose merges are all in the list should come out as one symbol.")
def test_a_known_word(bpe_encode_word):
    merges = [("l", "o"), ("lo", "w"), ("low", "_")]
    assert list(bpe_encode_word("low_", merges)) == ["low_"]
    assert list(bpe_encode_word("lower_", merges)) == ["low", "e", "r", "_"]


@test_case(points=1, failure_message="The merge that was learned first goes first, wherever in the word it applies.")
def test_rank_decides(bpe_encode_word):
    assert list(bpe_encode_word("abc", [("b", "c"), ("a", "b")])) == ["a", "bc"]
    assert list(bpe_encode_word("abc", [("a", "b"), ("b", "c")])) == ["ab", "c"]


@test_case(points=1, failure_message="Characters that no merge knows stay as they are; no merges, no change.")
def test_nothing_to_merge(bpe_encode_word):
    assert list(bpe_encode_word("dog_", [("c", "a"), ("ca", "t")])) == ["d", "o", "g", "_"]
    assert list(bpe_encode_word("dog_", [])) == ["d", "o", "g", "_"]


@test_case(points=1.5, hidden=True, failure_message="On random words the cuts differ from those of a BPE model.")
def test_agrees_with_the_library(bpe_encode_word):
    for seed, letters in ((1, "abc"), (2, "abcd_"), (3, "xy")):
        merges = learn(draw(seed, letters, 60), 25)
        for word in draw(seed + 100, letters, 12):
            assert list(bpe_encode_word(word, merges)) == oracle(word, merges)


@test_case(
    points=1,
    hidden=True,
    failure_message="All occurrences of the pair should be merged, from left to right, without overlap.",
)
def test_all_occurrences(bpe_encode_word):
    assert list(bpe_encode_word("banana", [("a", "n")])) == ["b", "an", "an", "a"]
    assert list(bpe_encode_word("aaaaa", [("a", "a")])) == ["aa", "aa", "a"]
    assert list(bpe_encode_word("aaaaa", [("a", "a"), ("aa", "aa")])) == ["aaaa", "a"]


@test_case(
    points=1,
    hidden=True,
    failure_message="Merges are replayed, not looked up: the longest symbol that fits the letters may be out of reach.",
)
def test_the_longest_symbol_need_not_win(bpe_encode_word):
    merges = [("b", "c"), ("a", "b"), ("ab", "c"), ("c", "d"), ("bc", "d")]
    assert list(bpe_encode_word("abcd", merges)) == ["a", "bcd"]
    assert list(bpe_encode_word("abxcd", merges)) == ["ab", "x", "cd"]


@test_case(points=0.5, hidden=True, failure_message="Words of one character, or of none, should come back as they are.")
def test_short_words(bpe_encode_word):
    assert list(bpe_encode_word("a", [("a", "b")])) == ["a"]
    assert list(bpe_encode_word("", [("a", "b")])) == []


@test_case(points=0.5, hidden=True, failure_message="Joined together, the symbols should be the word again.")
def test_nothing_is_lost(bpe_encode_word):
    merges = learn(draw(5, "אבגד_", 50), 20)
    for word in [*draw(6, "אבגדה_", 6), "cat", "א b", "...", "ab##c"]:
        symbols = bpe_encode_word(word, merges)
        assert "".join(symbols) == word
        assert all(symbols)


@test_case(
    points=0.5, hidden=True, failure_message="A Hebrew word should be cut as a BPE model cuts it, end sign included."
)
def test_hebrew(bpe_encode_word):
    corpus = [
        "הבית_",
        "בבית_",
        "מהבית_",
        "הבית_",
        "ביתי_",
        "היער_",
        "ביער_",
        "הילד_",
        "הילדה_",
        "הילדים_",
        "ספר_",
        "הספר_",
        "ספרים_",
        "הספרים_",
        "הכלב_",
    ]
    merges = learn(corpus, 22)
    for word in ("ובבית_", "כשהילדים_", "ספריהם_", "הכלבה_", "לבית_", "שהבית_"):
        assert list(bpe_encode_word(word, merges)) == oracle(word, merges)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The list of merges should be left as it was, and the same word always cut in the same way.",
)
def test_merges_are_left_alone(bpe_encode_word):
    merges = [("b", "c"), ("a", "b"), ("c", "d")]
    assert list(bpe_encode_word("abcd", merges)) == ["a", "bc", "d"]
    assert merges == [("b", "c"), ("a", "b"), ("c", "d")]
    assert list(bpe_encode_word("cdab", merges)) == ["cd", "ab"]
    assert list(bpe_encode_word("abcd", merges)) == ["a", "bc", "d"]
