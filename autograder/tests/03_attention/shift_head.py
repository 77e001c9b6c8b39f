"""queries and keys for a head that shifts. What they do is found out by torch's own attention."""

import torch
from otter.test_files import test_case
from torch.nn.functional import scaled_dot_product_attention as oracle

OK_FORMAT = False
name = "shift_head"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def weights_of(pair):
    """What attention makes of queries and keys; that numbers are finite is asked in a case of its own."""
    q, k = (torch.nan_to_num(tensor.double(), nan=0.0, posinf=1e4, neginf=-1e4) for tensor in pair)
    return oracle(q, k, torch.eye(k.shape[0], dtype=torch.float64))


def looks_at(pair):
    """The word that each word looks at most."""
    return weights_of(pair).argmax(-1).tolist()


def what_shows(pair):
    """Any width and any strength will do, so mistakes are told apart by whom each word looks at most, by how much, and NaN.

    How much is: by 99 %, by thrice an even share, or by less.
    """
    weights = weights_of(pair)
    most = weights >= weights.amax(-1, keepdim=True) * (1 - 1e-3)
    share, even = (weights * most).sum(-1), most.sum(-1) / weights.shape[-1]
    return most, share > 0.99, share > 3 * even, [bool(tensor.isfinite().all()) for tensor in pair]


def does_its_work(shift_head):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    weights = weights_of(shift_head(6, 1))[1:-1]
    shares = weights.amax(-1)  # alike where weak; where strong, a word at the edge may get a little more
    return len(set(weights.argmax(-1).tolist())) > 2 and bool(shares.std() < 1e-3 or shares.min() > 0.9)


@test_case(points=0.75, failure_message="Five words, by = 0: every word should look at itself.")
def test_copy(shift_head):
    assert does_its_work(shift_head), IDLE
    assert looks_at(shift_head(5, 0)) == [0, 1, 2, 3, 4]


@test_case(points=1, failure_message="Five words, by = 1: every word but the first should look at the one before it.")
def test_previous_word(shift_head):
    assert looks_at(shift_head(5))[1:] == [0, 1, 2, 3]


@test_case(
    points=0.75,
    failure_message="In a sentence of 50 words the share falls under 99 %: more words to beat, and the scaling divides.",
)
def test_strength(shift_head):
    assert weights_of(shift_head(50, 1))[1:-1].amax(-1).min() > 0.99


@test_case(points=0.75, hidden=True, failure_message="`by` should say how many places back a word looks.")
def test_further_back(shift_head):
    for length, by in ((6, 2), (9, 3), (30, 7)):
        assert looks_at(shift_head(length, by))[by:] == list(range(length - by))


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The first words, with nobody that far back, should give 99 % to word 0, not look at the end or "
    "everywhere.",
)
def test_first_words(shift_head):
    assert does_its_work(shift_head), IDLE
    strength = float(weights_of(shift_head(8, 1))[1:-1].amax(-1).min())
    assert float(weights_of(shift_head(8, 1))[0, 0]) > min(0.99, 0.9 * strength)  # too little strength is asked above


@test_case(points=0.5, hidden=True, failure_message="In sentences of 20 and 37 words the share should be 99 % as well.")
def test_other_lengths(shift_head):
    for length in (20, 37):
        assert weights_of(shift_head(length, 1))[1:-1].amax(-1).min() > 0.99


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Queries and keys should be finite float tensors, one for each word, of one and the same width, also "
    "for a single word.",
)
def test_form(shift_head):
    assert does_its_work(shift_head), IDLE
    for length in (1, 7):
        q, k = shift_head(length, 2)
        assert q.is_floating_point() and k.is_floating_point()
        assert q.ndim == 2 and q.shape == k.shape and q.shape[0] == length
        assert q.isfinite().all() and k.isfinite().all()
