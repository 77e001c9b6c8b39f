"""compare_units. Expected numbers follow from texts that are small enough to count by hand."""

import math

from otter.test_files import test_case

OK_FORMAT = False
name = "compare_units"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

TOLERANCE = 1e-6  # of the expected value


def train():
    """Fresh texts for every call, so that a function that writes into them spoils its own case only."""
    return ["the dog sleeps", "the cat sleeps", "the dog"]


def held_out():
    """Texts of 2, 6 and 4 words."""
    return ["the owl", "a dog sleeps in the forest", "dog dog dog owl"]


def words(text):
    return text.split()


def letters(text):
    return list(text.replace(" ", ""))


def halves(text):
    """Every word in two parts; a word of one letter stays whole."""
    return [part for word in text.split() for part in (word[: len(word) // 2], word[len(word) // 2 :]) if part]


def close(value, expected):
    return math.isclose(float(value), expected, rel_tol=TOLERANCE, abs_tol=1e-9)


def rate(compare_units, train_texts, test_texts, unit=words):
    return float(compare_units(train_texts, test_texts, {"unit": unit})["unit"]["unknown_rate"])


def fertility(compare_units, test_texts, unit=letters):
    return float(compare_units(train(), test_texts, {"unit": unit})["unit"]["fertility"])


def does_its_work(compare_units):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = (
        compare_units(["a b"], ["a b"], {"words": str.split}),
        compare_units(["a b c d"], ["a e f"], {"words": str.split}),
    )
    return repr(one) != repr(two) and repr(one) != repr(["a b"])


@test_case(
    points=0.75,
    failure_message="An entry for each unit, with the size of its vocabulary: specials and tokens of the training texts, "
    "and of nothing else.",
)
def test_vocabulary_from_training_only(compare_units):
    table = compare_units(train(), held_out(), {"word": words, "letter": letters})
    assert set(table) == {"word", "letter"}
    assert int(table["word"]["vocab_size"]) == 4 + 4
    assert int(table["letter"]["vocab_size"]) == 4 + len(set("thedogsleepscat"))


@test_case(
    points=0.75,
    failure_message="Fertility is tokens per word on the test texts; words are what stands between spaces (text.split()), "
    "whatever the unit is.",
)
def test_fertility(compare_units):
    assert close(fertility(compare_units, ["the owl sleeps"]), 12 / 3)
    assert close(fertility(compare_units, ["the owl sleeps"], halves), 6 / 3)
    assert close(fertility(compare_units, ["the, owl"], lambda text: text.replace(",", " ,").split()), 3 / 2)


@test_case(
    points=0.75,
    failure_message="The unknown rate is the share of the test tokens that the training texts do not show.",
)
def test_unknown_rate(compare_units):
    assert close(rate(compare_units, train(), ["the dog and owl sleeps"]), 2 / 5)
    assert close(rate(compare_units, ["הבית ליד היער"], ["מהבית אל היער"]), 2 / 3)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Fertility is the ratio of the sums over all test texts, not the mean of the texts' ratios.",
)
def test_fertility_of_all_texts(compare_units):
    assert does_its_work(compare_units), IDLE
    one = fertility(compare_units, ["the owl a forest of green trees"])
    assert close(fertility(compare_units, ["the owl a", "forest", "of green trees"]), one)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Every occurrence of an unknown token counts, not every different token.",
)
def test_occurrences_count(compare_units):
    assert does_its_work(compare_units), IDLE
    if close(rate(compare_units, ["a"], ["b a"]), 1 / 2):  # the plain rate has a case of its own
        assert close(rate(compare_units, ["a"], ["b b b a"]), 3 / 4)
        assert close(rate(compare_units, ["a"], ["b b", "b a c"]), 4 / 5)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Unknown tokens are divided by the number of tokens, not by the number of words.",
)
def test_share_of_the_tokens(compare_units):
    assert does_its_work(compare_units), IDLE
    if close(rate(compare_units, ["a"], ["b a"]), 1 / 2):
        assert close(rate(compare_units, ["the dog"], ["the owl"], letters), 2 / 6)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="max_size limits each vocabulary, specials included.",
)
def test_limited_vocabulary(compare_units):
    table = compare_units(train(), ["the dog"], {"word": words, "letter": letters}, max_size=6)
    assert int(table["word"]["vocab_size"]) == 6
    assert int(table["letter"]["vocab_size"]) == 6
    text = ["a b"]  # to measure on what was trained on, or the other way round, is asked elsewhere
    assert close(compare_units(text, text, {"word": words}, max_size=5)["word"]["unknown_rate"], 1 / 2)


@test_case(
    points=0.5, hidden=True, failure_message="tokens_per_text is the number of test tokens by the number of test texts."
)
def test_tokens_per_text(compare_units):
    texts = ["the dog sleeps", "the cat"]
    table = compare_units(texts, list(texts), {"word": words, "letter": letters})
    assert close(table["word"]["tokens_per_text"], 5 / 2)
    assert close(table["letter"]["tokens_per_text"], 18 / 2)


@test_case(points=0.25, hidden=True, failure_message="On several texts some numbers are not those of the docstring.")
def test_several_texts(compare_units):
    table = compare_units(train(), held_out(), {"word": words, "letter": letters})
    expected = {"vocab_size": 8, "tokens_per_text": 4.0, "fertility": 1.0, "unknown_rate": 5 / 12}
    assert all(close(table["word"][key], value) for key, value in expected.items())
    assert close(table["letter"]["fertility"], 39 / 12)
