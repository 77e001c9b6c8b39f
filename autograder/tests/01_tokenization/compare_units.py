"""compare_units. Expected numbers follow from texts that are small enough to count by hand."""

import math

from otter.test_files import test_case

OK_FORMAT = False
name = "compare_units"
points = 7

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


@test_case(
    points=0.5, failure_message="Expected an entry for each unit, with its vocabulary's size, specials included."
)
def test_vocabulary_size(compare_units):
    table = compare_units(train(), held_out(), {"word": words, "letter": letters})
    assert set(table) == {"word", "letter"}
    assert int(table["word"]["vocab_size"]) == 4 + 4
    assert int(table["letter"]["vocab_size"]) == 4 + len(set("thedogsleepscat"))


@test_case(points=1, failure_message="Fertility is tokens per word on the test texts; a word unit has fertility 1.")
def test_fertility(compare_units):
    table = compare_units(train(), ["the owl", "dogs"], {"word": words, "letter": letters})
    assert close(table["word"]["fertility"], 1.0)
    assert close(table["letter"]["fertility"], 10 / 3)


@test_case(points=1, failure_message="The unknown rate is the share of test tokens that training did not show.")
def test_unknown_rate(compare_units):
    table = compare_units(train(), ["the dog sleeps", "the owl"], {"word": words})
    assert close(table["word"]["unknown_rate"], 1 / 5)


@test_case(
    points=1,
    hidden=True,
    failure_message="The vocabulary comes from the training texts only. Other test texts should not change it.",
)
def test_vocabulary_from_training_only(compare_units):
    table = compare_units(["a b", "b c"], ["x y z", "x"], {"word": words})
    assert int(table["word"]["vocab_size"]) == 4 + 3
    assert close(table["word"]["unknown_rate"], 1.0)
    known = compare_units(["a b", "b c"], ["a b", "c"], {"word": words})
    assert int(known["word"]["vocab_size"]) == 4 + 3
    assert close(known["word"]["unknown_rate"], 0.0)


@test_case(
    points=1,
    hidden=True,
    failure_message="Fertility is the ratio of the sums over all test texts, not the mean of the texts' ratios.",
)
def test_fertility_of_all_texts(compare_units):
    table = compare_units(train(), held_out(), {"letter": letters, "half": halves})
    assert close(table["letter"]["fertility"], (6 + 21 + 12) / 12)
    assert close(table["half"]["fertility"], 23 / 12)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The unknown rate is unknown tokens by all tokens (not by words), and every occurrence counts, not "
    "every different token.",
)
def test_occurrences_count(compare_units):
    table = compare_units(train(), held_out(), {"word": words})
    assert close(table["word"]["unknown_rate"], 5 / 12)  # owl twice; a, in, forest
    table = compare_units(["a"], ["b b b a", "b a"], {"word": words})
    assert close(table["word"]["unknown_rate"], 4 / 6)
    table = compare_units(train(), held_out(), {"letter": letters})
    assert close(table["letter"]["unknown_rate"], 6 / 39)  # w twice; i, n, f, r


@test_case(
    points=0.5,
    hidden=True,
    failure_message="max_size limits each vocabulary, specials included; what falls out of it is unknown.",
)
def test_limited_vocabulary(compare_units):
    table = compare_units(train(), held_out(), {"word": words, "letter": letters}, max_size=6)
    assert int(table["word"]["vocab_size"]) == 6  # the, dog
    assert close(table["word"]["unknown_rate"], 6 / 12)
    assert int(table["letter"]["vocab_size"]) == 6


@test_case(
    points=0.5, hidden=True, failure_message="tokens_per_text is the number of test tokens by the number of test texts."
)
def test_tokens_per_text(compare_units):
    table = compare_units(train(), held_out(), {"word": words, "letter": letters})
    assert close(table["word"]["tokens_per_text"], 12 / 3)
    assert close(table["letter"]["tokens_per_text"], 39 / 3)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Words are what stands between spaces (text.split()), whatever the unit cuts off or joins.",
)
def test_words_are_between_spaces(compare_units):
    def with_punctuation(text):
        return text.replace(".", " .").replace(",", " ,").split()

    def pairs(text):
        split = text.split()
        return [" ".join(split[place : place + 2]) for place in range(0, len(split), 2)]

    table = compare_units(["a, b. c"], ["a, b.", "c d e f."], {"mark": with_punctuation, "pair": pairs})
    assert close(table["mark"]["fertility"], 9 / 6)
    assert close(table["pair"]["fertility"], 3 / 6)


@test_case(
    points=0.5, hidden=True, failure_message="Texts and units should be left as they were, and Hebrew be counted alike."
)
def test_inputs_are_left_alone(compare_units):
    seen, unseen = ["הבית ליד היער"], ["מהבית אל היער"]
    table = compare_units(seen, unseen, {"word": words})
    assert close(table["word"]["unknown_rate"], 2 / 3)
    assert (seen, unseen) == (["הבית ליד היער"], ["מהבית אל היער"])
