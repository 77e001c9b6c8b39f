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
points = 8
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


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


def does_its_work(bpe_encode_word):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    merges = [("a", "b"), ("b", "c")]
    one, two = bpe_encode_word("abc", merges), bpe_encode_word("bcab", merges)
    return repr(one) != repr(two) and repr(one) != repr("abc")


@test_case(points=1, failure_message="A word whose merges are all in the list should come out as one symbol.")
def test_a_known_word(bpe_encode_word):
    merges = [("l", "o"), ("lo", "w"), ("low", "_")]
    assert list(bpe_encode_word("low_", merges)) == ["low_"]


@test_case(points=1, failure_message="The merge that was learned first goes first, wherever in the word it applies.")
def test_rank_decides(bpe_encode_word):
    assert list(bpe_encode_word("abc_", [("b", "c"), ("a", "b")]))[:2] == ["a", "bc"]
    assert list(bpe_encode_word("abc_", [("a", "b"), ("b", "c")]))[:2] == ["ab", "c"]


@test_case(points=1, failure_message="Characters that no merge knows stay as they are; no merges, no change.")
def test_nothing_to_merge(bpe_encode_word):
    assert does_its_work(bpe_encode_word), IDLE
    assert list(bpe_encode_word("dog_", [("c", "a"), ("ca", "t")])) == ["d", "o", "g", "_"]
    assert list(bpe_encode_word("dog_", [])) == ["d", "o", "g", "_"]


@test_case(
    points=1,
    hidden=True,
    failure_message="All occurrences of the pair should be merged, from left to right, without overlap.",
)
def test_all_occurrences(bpe_encode_word):
    assert list(bpe_encode_word("nanana_", [("a", "n")]))[:4] == ["n", "an", "an", "a"]
    assert list(bpe_encode_word("aaaaa_", [("a", "a")]))[:3] == ["aa", "aa", "a"]


@test_case(
    points=1,
    hidden=True,
    failure_message="Merges are replayed, not looked up: a symbol may be in the list and be out of reach, because the pair "
    "that would make it is not the pair that was learned.",
)
def test_only_pairs_that_were_learned(bpe_encode_word):
    assert does_its_work(bpe_encode_word), IDLE
    assert "abc" not in bpe_encode_word("abc_", [("b", "c"), ("ab", "c")])
    assert "abcd" not in bpe_encode_word("abcd_", [("b", "c"), ("ab", "cd")])


@test_case(
    points=1,
    hidden=True,
    failure_message="Joined together, the symbols should be the word again: nothing lost, and no end sign put behind it.",
)
def test_nothing_is_lost(bpe_encode_word):
    assert does_its_work(bpe_encode_word), IDLE
    merges = [("a", "t"), ("c", "at"), ("א", "ב")]
    for word in ("cat", "tact", "a", "", "בא", "_cat"):
        known = [*merges, *((char, char) for char in word)]
        assert "".join(bpe_encode_word(word, known)) == word


@test_case(points=0.5, hidden=True, failure_message="On random words the cuts differ from those of a BPE model.")
def test_agrees_with_the_library(bpe_encode_word):
    for seed, letters in ((1, "abc_"), (2, "abcd_"), (3, "אבגד_")):
        merges = learn([f"{word}_" for word in draw(seed, letters, 60)], 25)
        for word in draw(seed + 100, letters + "q", 12):
            assert list(bpe_encode_word(f"{word}_", merges)) == oracle(f"{word}_", merges)


@test_case(
    points=1,
    hidden=True,
    failure_message="Your function changed the list of merges that it was given.",
)
def test_merges_are_left_alone(bpe_encode_word):
    assert does_its_work(bpe_encode_word), IDLE
    merges = [("b", "c"), ("a", "b"), ("c", "d")]
    bpe_encode_word("abcdab_", merges)
    assert merges == [("b", "c"), ("a", "b"), ("c", "d")]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The symbols should come in a list, also where nothing was merged, or nothing is there to cut.",
)
def test_a_list(bpe_encode_word):
    assert does_its_work(bpe_encode_word), IDLE
    for word in ("abc", "x", ""):
        assert isinstance(bpe_encode_word(word, [("a", "b")]), list)
