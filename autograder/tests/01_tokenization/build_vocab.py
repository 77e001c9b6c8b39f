"""build_vocab. The oracle is the `WordLevelTrainer` of the Hugging Face `tokenizers` library.

The limits are judged against the student's own vocabulary without a limit: whoever orders it wrongly loses the points for
the order, and only those. Every case has words of its own and hands in a list of specials of its own. What min_count
leaves out is asked in one case: the others hand in 0, so that nothing goes.
"""

import random

from otter.test_files import test_case
from tokenizers import Tokenizer, models, trainers

OK_FORMAT = False
name = "build_vocab"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

NAMES = ["[PAD]", "[SOS]", "[EOS]", "[UNK]"]


def draw(seed, texts=9, length=40):
    """Texts of words that share few frequencies, in both scripts; many words tie."""
    chance = random.Random(seed)
    words = [left + right for left in ("b", "Z", "q", "ש", "א", "é", "7") for right in ("a", "x", "ם", "")]
    return [[chance.choice(words) for _ in range(length)] for _ in range(texts)]


def oracle(tokenized):
    """The tokens in the order of their ids, without the specials."""
    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    trainer = trainers.WordLevelTrainer(special_tokens=NAMES, min_frequency=0, show_progress=False)
    tokenizer.train_from_iterator((tokens for tokens in tokenized), trainer)
    return words_in_order(tokenizer.get_vocab())


def in_order(vocab):
    """The tokens by their ids."""
    return sorted(vocab, key=lambda token: vocab[token])


def words_in_order(vocab):
    return [token for token in in_order(vocab) if token not in NAMES]


def does_its_work(build_vocab):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = build_vocab([["a", "b"]], list(NAMES), 0), build_vocab([["c", "d"]], list(NAMES), 0)
    return repr(one) != repr(two) and repr(one) != repr([["a", "b"]])


@test_case(points=1, failure_message="The reserved tokens come first: [PAD] is 0, [SOS] 1, [EOS] 2, [UNK] 3.")
def test_specials_first(build_vocab):
    vocab = build_vocab([["my", "dog", "is", "cute"], ["my", "cat"]])
    assert [vocab[special] for special in NAMES] == [0, 1, 2, 3]
    assert sorted(vocab.values()) == list(range(len(vocab)))


@test_case(
    points=0.75,
    failure_message="The most frequent token comes first. Every occurrence counts, also several in one text.",
)
def test_frequent_first(build_vocab):
    assert does_its_work(build_vocab), IDLE
    texts = [["rare"], ["often"] * 4, ["some", "more"], ["more", "some"], ["more"]]
    assert words_in_order(build_vocab(texts, specials=list(NAMES), min_count=0)) == ["often", "more", "some", "rare"]


@test_case(
    points=1,
    failure_message="Equally frequent tokens go in lexicographic order, not in the order in which they were seen "
    "and not in the order of a set.",
)
def test_ties_are_lexicographic(build_vocab):
    assert does_its_work(build_vocab), IDLE
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
        "Zebra",
    ]
    assert words_in_order(build_vocab([words[:5], words[5:]], specials=list(NAMES), min_count=0)) == sorted(words)


@test_case(
    points=0.75,
    failure_message="A token that occurs exactly min_count times stays; one that occurs less often goes. Unless told "
    "otherwise, whatever occurs stays.",
)
def test_min_count(build_vocab):
    assert does_its_work(build_vocab), IDLE
    texts = [["l", "m", "n", "o"], ["l", "m", "n"], ["l", "m"], ["l"]]
    for least, kept in ((4, {"l"}), (3, {"l", "m"}), (2, {"l", "m", "n"})):
        assert set(build_vocab(texts, specials=list(NAMES), min_count=least)) - set(NAMES) == kept
    assert set(build_vocab(texts, specials=list(NAMES))) - set(NAMES) == {"l", "m", "n", "o"}


@test_case(
    points=0.75,
    hidden=True,
    failure_message="max_size limits the whole vocabulary, the specials included; what goes is its end.",
)
def test_max_size(build_vocab):
    assert does_its_work(build_vocab), IDLE
    for texts in ([["u", "v", "v", "w", "w", "w", "x", "y"]], draw(2)):
        whole = words_in_order(build_vocab(texts, specials=list(NAMES), min_count=0))
        for size in (4, 6, 7, 4 + len(whole), 100):
            limited = build_vocab(texts, specials=list(NAMES), min_count=0, max_size=size)
            assert words_in_order(limited) == whole[: size - 4]
        assert len(build_vocab(texts, specials=list(NAMES), min_count=0, max_size=3)) == 3


@test_case(
    points=0.75,
    hidden=True,
    failure_message="A special that also occurs in the texts should keep its reserved id, once; it should leave no gap "
    "in the ids and take no word's room.",
)
def test_specials_in_the_text(build_vocab):
    assert does_its_work(build_vocab), IDLE
    plain, mixed = [["g", "h"], ["h"]], [["g", "[EOS]", "[EOS]", "h", "[PAD]"], ["h", "[EOS]", "[UNK]"]]
    for size in (None, 6, 5):
        expected = build_vocab(plain, specials=list(NAMES), min_count=0, max_size=size)
        assert build_vocab(mixed, specials=list(NAMES), min_count=0, max_size=size) == expected


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Other specials can be asked for, as BERT's: those, and no others, in the order given.",
)
def test_other_specials(build_vocab):
    assert does_its_work(build_vocab), IDLE
    bert = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocab = build_vocab([["i", "j", "i"]], specials=list(bert), min_count=0)
    assert set(vocab) == {*bert, "i", "j"}
    assert [token for token in in_order(vocab) if token in bert] == bert


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Something that the function was given has changed: the texts, or the list of specials.",
)
def test_inputs_are_left_alone(build_vocab):
    assert does_its_work(build_vocab), IDLE
    texts, names = [["s", "r", "s"], ["t"]], list(NAMES)
    build_vocab(texts, specials=names)
    assert texts == [["s", "r", "s"], ["t"]]
    assert names == NAMES


@test_case(
    points=0.5,
    hidden=True,
    failure_message="On a larger collection the ids are not those of the docstring: specials, then by frequency, then "
    "lexicographic.",
)
def test_agrees_with_the_library(build_vocab):
    assert does_its_work(build_vocab), IDLE
    for seed in (2, 3):
        texts = draw(seed)
        vocab = build_vocab(texts, specials=list(NAMES), min_count=0)
        assert in_order(vocab) == [*NAMES, *oracle(texts)]
