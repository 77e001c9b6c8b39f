"""merge_pair. The oracle is the BPE model of the Hugging Face `tokenizers` library with one merge."""

from otter.test_files import test_case
from tokenizers import models

OK_FORMAT = False
name = "merge_pair"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def oracle(word, pair):
    """A word of single characters, cut by a BPE model that knows one merge."""
    tokens = [*sorted({*word, *pair}), "".join(pair)]
    model = models.BPE(vocab={token: number for number, token in enumerate(tokens)}, merges=[pair])
    return [token.value for token in model.tokenize(word)]


def does_its_work(merge_pair):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = merge_pair(("a", "b", "c"), ("a", "b")), merge_pair(("d", "b", "c"), ("b", "c"))
    return repr(one) != repr(two) and repr(one) != repr(("a", "b", "c"))


@test_case(points=1, failure_message="The pair should become one symbol, and all other symbols should stay.")
def test_one_occurrence(merge_pair):
    assert list(merge_pair(("n", "e", "w", "e", "r", "_"), ("e", "r"))) == ["n", "e", "w", "er", "_"]
    assert list(merge_pair(("n", "e", "w"), ("n", "e"))) == ["ne", "w"]
    assert list(merge_pair(("ה", "בית", "ים", "_"), ("בית", "ים"))) == ["ה", "ביתים", "_"]


@test_case(
    points=0.75,
    failure_message="No overlap: in a a a the first two become aa, and the third stays. From which side do you go, and "
    "where do you go on after a merge?",
)
def test_no_overlap(merge_pair):
    assert does_its_work(merge_pair), IDLE
    for end in (("x",), ("x", "x")):
        merged = [symbol for symbol in merge_pair(("a", "a", "a", *end), ("a", "a")) if symbol != "x"]
        assert merged == oracle("aaa", ("a", "a"))[: len(merged)]  # a symbol that is missing has its own case


@test_case(
    points=0.75,
    failure_message="Whole symbols are compared, not letters: in (xa, b) there is no pair (a, b). Do you go by "
    "way of one string?",
)
def test_symbols_not_letters(merge_pair):
    assert does_its_work(merge_pair), IDLE
    assert "xab" not in merge_pair(("xa", "b", "_"), ("a", "b"))
    assert "abx" not in merge_pair(("a", "bx", "_"), ("a", "b"))
    assert "abc" not in merge_pair(("ab", "c", "_"), ("a", "bc"))
    assert "zc" not in merge_pair(("a", "z", "c", "_"), (".", "c"))


@test_case(points=0.75, hidden=True, failure_message="Every occurrence should be merged, not only the first.")
def test_all_occurrences(merge_pair):
    assert list(merge_pair(tuple("banana"), ("a", "n"))).count("an") == 2
    assert list(merge_pair(tuple("xnanana_"), ("n", "a"))).count("na") == 3


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The last symbol is missing: the symbols joined should be the word, as before, also for words of "
    "one symbol.",
)
def test_nothing_is_lost(merge_pair):
    assert does_its_work(merge_pair), IDLE
    for word in ("newer", "a", "xer"):
        assert "".join(merge_pair(tuple(word), ("e", "w"))) == word


@test_case(
    points=0.5,
    hidden=True,
    failure_message="What was just merged takes no part in another merge of the same call.",
)
def test_one_pass(merge_pair):
    assert does_its_work(merge_pair), IDLE
    assert "aaaa" not in merge_pair(("a", "a", "aa", "_"), ("a", "a"))
    assert "abab" not in merge_pair(("a", "b", "a", "b", "_"), ("a", "b"))
    assert "aba" not in merge_pair(("a", "b", "a", "_"), ("a", "b"))
    assert "abb" not in merge_pair(("a", "b", "b", "_"), ("a", "b"))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Where the pair does not occur, nothing should be merged: (a, b) is not (b, a), and the two have to "
    "be neighbours.",
)
def test_nothing_to_merge(merge_pair):
    assert does_its_work(merge_pair), IDLE
    for symbols in (("b", "a", "_"), ("a", "x", "b", "_")):
        merged = list(merge_pair(symbols, ("a", "b")))
        assert merged == list(symbols)[: len(merged)]


@test_case(
    points=0.25, hidden=True, failure_message="Some words are not merged as a BPE model with this one merge does it."
)
def test_agrees_with_the_library(merge_pair):
    for word in ("mississippi", "abababbaabba", "bbbabbb", "aabaabaa"):
        for pair in (("s", "s"), ("i", "s"), ("a", "b"), ("b", "b"), ("a", "a"), ("b", "a")):
            assert list(merge_pair(tuple(word), pair)) == oracle(word, pair)
    assert list(merge_pair(("xa", "b", "a", "b"), ("a", "b"))) == ["xa", "b", "ab"]


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The symbols should come in a tuple. Words are keys of a dict in the next exercise, and a list cannot be one.",
)
def test_a_tuple(merge_pair):
    assert does_its_work(merge_pair), IDLE
    for pair in (("b", "c"), ("x", "y")):
        assert isinstance(merge_pair(("a", "b", "c"), pair), tuple)
