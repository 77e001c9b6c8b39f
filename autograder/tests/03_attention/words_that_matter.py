"""reading the picture: the row of a word, not its column."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "words_that_matter"
points = 4
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

WORDS = ["fluffy", "blue", "creature", "roamed", "verdant", "forest", "today"]


def named(result, words):
    """The words of a result; that positions are no words is asked in a case of its own."""
    return [word if isinstance(word, str) else words[int(word)] for word in result]


def by_weight(row, words):
    """The words by falling weight."""
    return [words[j] for j in sorted(range(len(words)), key=lambda j: -float(row[j]))]


def draw(seed, size=7):
    """Symmetric weights (row and column agree), with zeros on the diagonal and all numbers of a row different."""
    table = torch.rand(size, size, generator=torch.Generator().manual_seed(seed)).triu(1)
    return table + table.T


def does_its_work(words_that_matter):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    first = torch.tensor([[0.1, 0.7, 0.2], [0.5, 0.1, 0.4], [0.3, 0.6, 0.1]])
    second = torch.tensor([[0.1, 0.2, 0.7], [0.3, 0.1, 0.6], [0.5, 0.4, 0.1]])
    one, two = (words_that_matter(table, ["a", "b", "c"], "a", 2) for table in (first, second))
    return repr(one) != repr(two)


@test_case(
    points=0.75,
    failure_message="*creature* looks at *blue*, then at *fluffy*, hardly at *roamed*: read the row of *creature*.",
)
def test_creature(words_that_matter):
    words = ["fluffy", "blue", "roamed", "creature"]
    weights = torch.tensor([[0.25, 0.3, 0.4, 0.05], [0.3, 0.4, 0.1, 0.2], [0.05, 0.1, 0.15, 0.7], [0.3, 0.4, 0.1, 0.2]])
    got = [word for word in named(words_that_matter(weights, words, "creature", 4), words) if word != "creature"]
    got = got if got[0] == "blue" else got[::-1]  # the heavy end first or last: that is asked below
    assert got == ["blue", "fluffy", "roamed"][-len(got) :] or got == ["blue", "fluffy", "roamed"][: len(got)]


@test_case(points=0.5, failure_message="The heaviest word comes first.")
def test_the_heaviest_first(words_that_matter):
    table = torch.tensor([[0.0, 0.5, 0.2], [0.5, 0.0, 0.3], [0.2, 0.3, 0.0]])
    assert named(words_that_matter(table, ["a", "b", "c"], "a", 3), ["a", "b", "c"])[0] == "b"


@test_case(points=0.5, failure_message="The result should hold words, not their positions.")
def test_words(words_that_matter):
    assert does_its_work(words_that_matter), IDLE
    assert all(isinstance(word, str) for word in words_that_matter(draw(1), WORDS, "blue"))


@test_case(points=0.5, hidden=True, failure_message="`n` says how many words are named; without it, three are.")
def test_how_many(words_that_matter):
    assert does_its_work(words_that_matter), IDLE
    for n in (1, 2, 5):
        assert len(words_that_matter(draw(2), WORDS, "forest", n)) == n
    assert len(words_that_matter(draw(3), WORDS, "forest")) == 3


@test_case(points=0.5, hidden=True, failure_message="A word may matter most to itself; it is not left out.")
def test_the_word_itself(words_that_matter):
    weights = draw(12, 3) + 5 * torch.eye(3)
    assert "blue" in named(words_that_matter(weights, WORDS[:3], "blue", 3), WORDS[:3])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="In a longer sentence, the words do not come by falling weight in the word's row.",
)
def test_longer_sentences(words_that_matter):
    assert does_its_work(words_that_matter), IDLE
    for seed, word in enumerate(WORDS):
        weights = draw(seed)
        weights[:, WORDS.index(word)] = torch.linspace(1, 0, 7)[
            torch.randperm(7, generator=torch.Generator().manual_seed(seed))
        ]
        got = [w for w in named(words_that_matter(weights, WORDS, word, 3), WORDS) if w != word]
        assert got == [w for w in by_weight(weights[WORDS.index(word)], WORDS) if w != word][: len(got)]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Other words of the sentence may stand in it twice; each place has its own weight.",
)
def test_repeated_words(words_that_matter):
    words = ["the", "saw", "the"]
    assert named(words_that_matter(draw(14, 3), words, "saw", 3), words).count("the") == 2


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The words should come in a list. Yours come in something else: a tuple, say.",
)
def test_a_list(words_that_matter):
    assert does_its_work(words_that_matter), IDLE
    for n in (1, 3):
        assert isinstance(words_that_matter(draw(5), WORDS, "blue", n), list)
