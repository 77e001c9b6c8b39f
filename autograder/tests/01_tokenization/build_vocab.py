"""build_vocab. The oracle is the `WordLevelTrainer` of the Hugging Face `tokenizers` library."""

import random

from otter.test_files import test_case
from tokenizers import Tokenizer, models, trainers

OK_FORMAT = False
name = "build_vocab"
points = 8

NAMES = ["[PAD]", "[SOS]", "[EOS]", "[UNK]"]


def draw(seed, texts=9, length=40):
    """Texts of words that share few frequencies, in both scripts; many words tie."""
    chance = random.Random(seed)
    words = [left + right for left in ("b", "Z", "q", "ש", "א", "é", "7") for right in ("a", "x", "ם", "")]
    return [[chance.choice(words) for _ in range(length)] for _ in range(texts)]


def oracle(tokenized):
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    trainer = trainers.WordLevelTrainer(special_tokens=NAMES, min_frequency=0, show_progress=False)
    tokenizer.train_from_iterator((tokens for tokens in tokenized), trainer)
    return tokenizer.get_vocab()


def in_order(vocab):
    """The tokens by their ids, after a look at the ids."""
    assert sorted(vocab.values()) == list(range(len(vocab)))
    return sorted(vocab, key=lambda token: vocab[token])


@test_case(points=1, failure_message="The reserved tokens come first: [PAD] is 0, [SOS] 1, [EOS] 2, [UNK] 3.")
def test_specials_first(build_vocab):
    vocab = build_vocab([["my", "dog", "is", "cute"], ["my", "cat"]])
    assert [vocab[special] for special in NAMES] == [0, 1, 2, 3]
    assert set(vocab) == {*NAMES, "my", "dog", "is", "cute", "cat"}


@test_case(points=1, failure_message="Behind the specials the most frequent token comes first.")
def test_frequent_first(build_vocab):
    texts = [
        ["rare"],
        ["often", "often"],
        ["some", "often", "some"],
        ["often", "some", "more", "more"],
        ["often", "more"],
    ]
    texts += [["more"]]
    assert in_order(build_vocab(texts))[4:] == ["often", "more", "some", "rare"]


@test_case(
    points=1,
    failure_message="Equally frequent tokens go in lexicographic order, not in the order in which they were seen "
    "and not in the order of a set.",
)
def test_ties_are_lexicographic(build_vocab):
    words = [
        "verdant",
        "the",
        "roamed",
        "forest",
        "fluffy",
        "creature",
        "blue",
        "a",
        "week",
        "model",
        "iphone",
        "apple",
        "תפוח",
        "יער",
    ]
    assert in_order(build_vocab([words[:5], words[5:]]))[4:] == sorted(words)


@test_case(
    points=1,
    hidden=True,
    failure_message="The same words in another order of texts should get the same ids.",
)
def test_order_of_texts_does_not_matter(build_vocab):
    texts = draw(1)
    expected = in_order(build_vocab(texts))
    assert in_order(build_vocab(texts[::-1])) == expected
    assert in_order(build_vocab([text[::-1] for text in texts])) == expected


@test_case(
    points=1,
    hidden=True,
    failure_message="On a larger collection the ids are not: specials, then by frequency, then lexicographic.",
)
def test_agrees_with_the_library(build_vocab):
    for seed in (2, 3):
        texts = draw(seed)
        assert build_vocab(texts) == oracle(texts)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A token that occurs exactly min_count times stays; one that occurs less often goes.",
)
def test_min_count(build_vocab):
    texts = [["a", "b", "b", "c", "c", "c"], ["c", "d", "d", "d"]]
    assert in_order(build_vocab(texts, min_count=3)) == [*NAMES, "c", "d"]
    assert in_order(build_vocab(texts, min_count=2)) == [*NAMES, "c", "d", "b"]


@test_case(
    points=1,
    hidden=True,
    failure_message="max_size limits the whole vocabulary, the specials included, and keeps the most frequent tokens.",
)
def test_max_size(build_vocab):
    texts = [["a", "b", "b", "c", "c", "c", "e", "f"]]
    assert in_order(build_vocab(texts, max_size=6)) == [*NAMES, "c", "b"]
    assert in_order(build_vocab(texts, max_size=7)) == [*NAMES, "c", "b", "a"]
    assert len(build_vocab(texts, max_size=100)) == 9


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A special that also occurs in the texts should keep its reserved id, once; it should leave no gap "
    "in the ids and take no word's room.",
)
def test_specials_in_the_text(build_vocab):
    texts = [["x", "[EOS]", "[EOS]", "y", "[PAD]"], ["y", "[EOS]", "[UNK]"]]
    assert in_order(build_vocab(texts)) == [*NAMES, "y", "x"]
    assert in_order(build_vocab(texts, max_size=6)) == [*NAMES, "y", "x"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Other specials can be asked for, as BERT's; they take the first ids in the order given.",
)
def test_other_specials(build_vocab):
    bert = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    assert in_order(build_vocab([["b", "a", "b"]], specials=bert)) == [*bert, "b", "a"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The texts and the list of specials should be left as they were.",
)
def test_inputs_are_left_alone(build_vocab):
    texts, names = [["b", "a", "b"], ["c"]], list(NAMES)
    vocab = build_vocab(texts, specials=names, min_count=2)
    assert texts == [["b", "a", "b"], ["c"]]
    assert names == NAMES
    assert in_order(vocab) == [*NAMES, "b"]
