"""The vector of a word that was cut into pieces. The oracle is torch's mean over the rows by hand."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "word_vector"
points = 4
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

WORD_IDS = [None, 0, 1, 1, 1, 2, 3, 3, None]


def draw(seed):
    return torch.randn(9, 5, generator=torch.Generator().manual_seed(seed)) * 3


def does_its_work(word_vector):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    hidden = torch.arange(1.0, 7.0).reshape(3, 2)
    one, two = word_vector(hidden.clone(), [None, 0, 1], 1), word_vector(-hidden, [None, 0, 1], 1)
    return repr(one) != repr(two) and repr(one) != repr(hidden)


@test_case(points=0.5, failure_message="A word of one piece has that piece's vector; a word's number is not a token's.")
def test_one_piece(word_vector):
    hidden = draw(0)
    found = word_vector(hidden, WORD_IDS, 2)
    assert tuple(found.shape) == (5,) and torch.allclose(found, hidden[5], atol=1e-5)


@test_case(points=0.5, failure_message="The vector of a word of several pieces is the mean of all their vectors.")
def test_three_pieces(word_vector):
    hidden = draw(1)
    assert torch.allclose(word_vector(hidden, WORD_IDS, 1), hidden[2:5].mean(0), atol=1e-5)


@test_case(points=1, failure_message="Word 0 is the first word; it is neither None nor nothing.")
def test_first_word(word_vector):
    hidden = draw(2)[:4]
    assert torch.allclose(word_vector(hidden, [None, 0, 1, None], 0), hidden[1], atol=1e-5)


@test_case(points=0.25, hidden=True, failure_message="Word 0 counts as a word in a text of one word as well.")
def test_only_word(word_vector):
    hidden = draw(6)[:3]
    assert torch.allclose(word_vector(hidden, [None, 0, None], 0), hidden[1], atol=1e-5)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The last word's vector should be the mean of the vectors of all its pieces, and of no others.",
)
def test_last_word(word_vector):
    hidden = draw(3)
    assert torch.allclose(word_vector(hidden, WORD_IDS, 3), hidden[6:8].mean(0), atol=1e-5)


@test_case(points=0.5, hidden=True, failure_message="Other words' vectors should change nothing.")
def test_the_rest_does_not_matter(word_vector):
    assert does_its_work(word_vector), IDLE
    hidden = draw(4)
    before = word_vector(hidden.clone(), WORD_IDS, 1)
    hidden[[0, 5, 6, 7, 8]] = 1e4
    assert torch.allclose(word_vector(hidden, WORD_IDS, 1), before, atol=1e-5)


@test_case(points=0.5, hidden=True, failure_message="Where no token belongs to the word, raise ValueError.")
def test_no_such_word(word_vector):
    assert does_its_work(word_vector), IDLE
    for word in (4, -1):
        try:
            word_vector(draw(5), WORD_IDS, word)
        except ValueError:
            continue
        raise AssertionError
