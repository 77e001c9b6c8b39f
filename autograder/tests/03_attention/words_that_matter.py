"""reading the picture: the row of a word, not its column."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "words_that_matter"
points = 4

WORDS = ["fluffy", "blue", "creature", "roamed", "verdant", "forest", "today"]


def draw(seed, size=7):
    """Weights (size, size), whose rows sum to 1 and whose columns do not; all numbers of a row are well apart."""
    g = torch.Generator().manual_seed(seed)
    steps = torch.arange(1.0, size + 1)
    return torch.stack([steps[torch.randperm(size, generator=g)] for _ in range(size)]) / steps.sum()


def expected(weights, words, word, n):
    row = dict(enumerate(weights[words.index(word)].tolist()))
    return [words[j] for j in sorted(row, key=row.get, reverse=True)[:n]]


@test_case(
    points=1,
    failure_message="*creature* looks at *fluffy* and *blue*; in this picture, read the row of *creature*.",
)
def test_creature(words_that_matter):
    weights = torch.tensor([[0.6, 0.1, 0.3], [0.2, 0.5, 0.3], [0.35, 0.55, 0.1]])
    assert list(words_that_matter(weights, ["fluffy", "blue", "creature"], "creature", 2)) == ["blue", "fluffy"]


@test_case(points=0.5, failure_message="When n is not given, three words are named, the heaviest first.")
def test_three_by_default(words_that_matter):
    weights = torch.tensor([[0.1, 0.2, 0.3, 0.4], [0.25, 0.3, 0.05, 0.4], [0.4, 0.1, 0.2, 0.3], [0.7, 0.1, 0.15, 0.05]])
    assert list(words_that_matter(weights, ["a", "b", "c", "d"], "a")) == ["d", "c", "b"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="You named the words to which the word matters. Those that matter to it stand in its row.",
)
def test_the_row(words_that_matter):
    for seed, word in enumerate(WORDS):
        weights = draw(seed)
        assert list(words_that_matter(weights, WORDS, word, 4)) == expected(weights, WORDS, word, 4)


@test_case(points=0.5, hidden=True, failure_message="The heaviest word comes first.")
def test_the_heaviest(words_that_matter):
    weights = draw(11)
    for word in WORDS:
        assert list(words_that_matter(weights, WORDS, word, 1)) == expected(weights, WORDS, word, 1)


@test_case(points=0.5, hidden=True, failure_message="A word may matter most to itself; it is not left out.")
def test_the_word_itself(words_that_matter):
    weights = 0.5 * torch.eye(len(WORDS)) + 0.5 * draw(12)
    for word in WORDS:
        first, _ = words_that_matter(weights, WORDS, word, 2)
        assert first == word


@test_case(points=0.5, hidden=True, failure_message="With n = T, all words are named, in order of their weights.")
def test_all_words(words_that_matter):
    weights = draw(13)
    assert list(words_that_matter(weights, WORDS, "forest", len(WORDS))) == expected(weights, WORDS, "forest", 7)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Other words of the sentence may stand in it twice; each place has its own weight.",
)
def test_repeated_words(words_that_matter):
    words, weights = ["the", "cat", "saw", "the", "dog"], draw(14, 5)
    assert list(words_that_matter(weights, words, "saw", 5)) == expected(weights, words, "saw", 5)
