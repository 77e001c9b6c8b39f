"""wordpiece_scores. The expected numbers are those of the Hugging Face course, or counted by hand, as fractions."""

from fractions import Fraction

from otter.test_files import test_case

OK_FORMAT = False
name = "wordpiece_scores"
points = 3
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

TOLERANCE = 1e-6  # of the expected value
COURSE = {
    ("h", "##u", "##g"): 10,
    ("p", "##u", "##g"): 5,
    ("p", "##u", "##n"): 12,
    ("b", "##u", "##n"): 4,
    ("h", "##u", "##g", "##s"): 5,
}


def close(value, expected):
    return abs(float(value) - float(expected)) <= TOLERANCE * float(expected)


def formula_is_right(wordpiece_scores):
    """Whoever has another formula has lost the points of the first case, and keeps those for the counts."""
    words = {("a", "##b"): 1, ("c", "##b"): 1, ("e", "##b"): 1, ("a", "##d"): 1}
    return close(wordpiece_scores(words)["a", "##b"], Fraction(1, 2 * 3))


def does_its_work(wordpiece_scores):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = wordpiece_scores({("a", "##b"): 2}), wordpiece_scores({("c", "##d"): 3})
    return repr(one) != repr(two) and repr(one) != repr({("a", "##b"): 2})


@test_case(
    points=0.5,
    failure_message="A pair's score is its count, divided by the product of the counts of its two pieces, for all pairs of "
    "neighbours and no others.",
)
def test_score(wordpiece_scores):
    assert formula_is_right(wordpiece_scores)
    scores = wordpiece_scores({("a", "##b"): 1, ("c", "##b"): 1, ("d",): 1})
    assert set(scores) == {("a", "##b"), ("c", "##b")}


@test_case(
    points=0.5,
    failure_message="In the example of the text ##u + ##g has the score 1/36 and ##g + ##s 1/20. How often a word occurs "
    "counts for the pair and for both of its pieces.",
)
def test_frequencies_count(wordpiece_scores):
    assert does_its_work(wordpiece_scores), IDLE
    if formula_is_right(wordpiece_scores):
        scores = wordpiece_scores({("a", "##b"): 2, ("c", "##b"): 3, ("a", "##d"): 1})
        assert close(scores["a", "##b"], Fraction(2, 3 * 5))
        assert close(scores["c", "##b"], Fraction(3, 3 * 5))
        hugs = wordpiece_scores(dict(COURSE))
        assert hugs["##g", "##s"] > hugs["##u", "##g"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A piece counts at every place: also where it stands alone in its word, or has no neighbour on that side.",
)
def test_pieces_count_everywhere(wordpiece_scores):
    assert does_its_work(wordpiece_scores), IDLE
    if formula_is_right(wordpiece_scores):
        assert close(wordpiece_scores({("a", "##b"): 1, ("a",): 1})["a", "##b"], Fraction(1, 2))
        scores = wordpiece_scores({("##b", "##c"): 1, ("##c", "##d"): 1, ("##d", "##b"): 1})
        assert close(scores["##b", "##c"], Fraction(1, 2 * 2))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A piece that occurs twice in a word counts twice, and so does a pair.",
)
def test_twice_in_a_word(wordpiece_scores):
    assert does_its_work(wordpiece_scores), IDLE
    if formula_is_right(wordpiece_scores):
        scores = wordpiece_scores({("##a", "##b", "##x", "##a", "##b", "##y"): 1})
        assert close(scores["##a", "##b"], Fraction(2, 2 * 2))


@test_case(points=0.5, hidden=True, failure_message="Your function changed the dict of words that it was given.")
def test_words_are_left_alone(wordpiece_scores):
    assert does_its_work(wordpiece_scores), IDLE
    words = dict(COURSE)
    wordpiece_scores(words)
    assert words == COURSE


@test_case(
    points=0.25, hidden=True, failure_message="On a collection of words some scores are not those of the formula."
)
def test_a_collection(wordpiece_scores):
    scores = wordpiece_scores(dict(COURSE))
    counts = {"h": 15, "p": 17, "b": 4, "##u": 36, "##g": 20, "##n": 16, "##s": 5}
    pairs = {
        ("h", "##u"): 15,
        ("p", "##u"): 17,
        ("b", "##u"): 4,
        ("##u", "##g"): 20,
        ("##u", "##n"): 16,
        ("##g", "##s"): 5,
    }
    assert set(scores) == set(pairs)
    for (left, right), number in pairs.items():
        assert close(scores[left, right], Fraction(number, counts[left] * counts[right]))


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Each score should be a float; yours is a number of another kind.",
)
def test_floats(wordpiece_scores):
    assert does_its_work(wordpiece_scores), IDLE
    assert all(isinstance(score, float) for score in wordpiece_scores(dict(COURSE)).values())
