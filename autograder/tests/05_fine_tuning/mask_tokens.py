"""The masked language model. Shares are counted on many tokens; tolerances are over four deviations.

The texts come from generators with seeds of their own, from 101 on: no student's function is given one of them, for its
random numbers would repeat those that made the texts.
"""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "mask_tokens"
points = 9
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

SPECIAL, MASK_ID, VOCABULARY = [0, 4, 5, 6], 6, 50


def draw(seed, rows=300, length=200):
    """Ids (rows, length) in which about a fifth are special; ordinary ones are 7, …, 49."""
    g = torch.Generator().manual_seed(seed)
    ids = torch.randint(7, VOCABULARY, (rows, length), generator=g)
    special = torch.tensor([0, 4, 5])[torch.randint(3, ids.shape, generator=g)]
    return torch.where(torch.rand(ids.shape, generator=g) < 0.2, special, ids)


def share(condition):
    return condition.float().mean().item()


def does_its_work(mask_tokens):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    ids = torch.arange(2, 42).reshape(2, 20)
    one, two = mask_tokens(ids.clone(), [0], 1, 50, 977), mask_tokens(ids.flip(1), [0], 1, 50, 977)
    return repr(one) != repr(two) and repr(one) != repr(ids)


@test_case(
    points=1,
    failure_message="The chosen places should be asked for: the label there is the original token, and int64 like the inputs.",
)
def test_labels(mask_tokens):
    ids = draw(101, 20, 50)
    inputs, labels = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 0)
    asked = labels != -100
    assert inputs.dtype == labels.dtype == torch.int64
    assert bool(asked.any()) and torch.equal(labels[asked], ids[asked])


@test_case(points=0.75, failure_message="Special tokens (padding, [CLS], [SEP]) should never be replaced.")
def test_special_tokens(mask_tokens):
    ids = draw(102, 40, 50)
    inputs, _ = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 1)
    special = torch.isin(ids, torch.tensor(SPECIAL))
    assert torch.equal(inputs[special], ids[special])


@test_case(points=0.5, failure_message="Most places are not chosen: nothing is asked there, so their label is -100.")
def test_most_is_not_asked(mask_tokens):
    _, labels = mask_tokens(draw(103, 20, 50), SPECIAL, MASK_ID, VOCABULARY, 0)
    assert share(labels != -100) < 0.5  # that some place is asked for is another case's affair


@test_case(
    points=0.75,
    failure_message="Most of the tokens that change should become [MASK], but not all: some become random ones.",
)
def test_mostly_mask(mask_tokens):
    ids = draw(104, 60, 100)
    inputs, _ = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 2)
    assert 0.75 < share(inputs[inputs != ids] == MASK_ID) < 0.99


@test_case(
    points=1,
    failure_message="One chosen token in ten should stay as it is and be asked for all the same; a token that was not chosen "
    "is not asked for.",
)
def test_one_in_ten_stays(mask_tokens):
    ids = draw(109)
    inputs, labels = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 7, 0.5)
    asked = labels != -100
    assert abs(share(inputs[asked] == ids[asked]) - 0.102) < 0.02


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Special tokens are never chosen, so at their places nothing should be asked.",
)
def test_special_tokens_are_not_asked(mask_tokens):
    ids = draw(105, 40, 50)
    _, labels = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 3, 0.5)
    assert bool((labels[torch.isin(ids, torch.tensor(SPECIAL))] == -100).all())


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Each token that was replaced should be asked for, by its original id.",
)
def test_labels_of_what_changed(mask_tokens):
    ids = draw(106, 20, 50)
    inputs, labels = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 4, 0.9)
    changed = inputs != ids
    assert torch.equal(labels[changed], ids[changed])


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Each ordinary token should be chosen with the given probability (15 % unless told otherwise).",
)
def test_share_of_chosen(mask_tokens):
    # nine in ten of the chosen tokens change, and all of them in a notebook that masks each one
    ids = draw(107)
    ordinary = ~torch.isin(ids, torch.tensor(SPECIAL))
    for given, wanted in (((), 0.15), ((0.4,), 0.4)):
        inputs, _ = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 5, *given)
        assert 0.85 * wanted < share((inputs != ids)[ordinary]) < 1.05 * wanted


@test_case(
    points=0.5,
    hidden=True,
    failure_message="For each token that becomes a random one, eight should become [MASK] (80 % and 10 % of the chosen).",
)
def test_eight_to_one(mask_tokens):
    ids = draw(108)
    inputs, _ = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 6, 0.5)
    assert abs(share(inputs[inputs != ids] == MASK_ID) - 0.802 / 0.8996) < 0.02


@test_case(
    points=1,
    hidden=True,
    failure_message="A random token should be drawn evenly from the whole vocabulary, special tokens too, anew for each "
    "place.",
)
def test_random_tokens(mask_tokens):
    ids = draw(110, rows=600)
    inputs, _ = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 8, 0.8)
    ordinary = ~torch.isin(ids, torch.tensor(SPECIAL))
    swapped = inputs[ordinary & (inputs != MASK_ID) & (inputs != ids)]
    if len(swapped) < 100:
        return  # that there are too few of them is another case's affair
    counts = torch.bincount(swapped, minlength=VOCABULARY).float()
    assert len(counts) == VOCABULARY
    others = counts[torch.arange(VOCABULARY) != MASK_ID]
    assert others.min() > 0.6 * others.mean() and others.max() < 1.5 * others.mean()


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Whether a token is chosen should not depend on the others: rows differ in how many are chosen, and "
    "neighbours may both be.",
)
def test_each_on_its_own(mask_tokens):
    assert does_its_work(mask_tokens), IDLE
    ids = torch.full((400, 40), 9)
    inputs, _ = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 9)
    changed = (inputs != ids).float()
    rate = changed.mean().item()
    assert abs(changed.sum(1).var().item() - 40 * rate * (1 - rate)) < 2.0
    assert abs((changed[:, 1:] * changed[:, :-1]).mean().item() - rate**2) < 0.008
    assert abs(changed[:, 0].mean().item() - rate) < 0.09 and abs(changed[:, -1].mean().item() - rate) < 0.09


@test_case(
    points=1,
    hidden=True,
    failure_message="The same seed should give the same result, whatever random numbers were drawn before; another seed "
    "another one.",
)
def test_seed(mask_tokens):
    ids = draw(111, 20, 50)
    first = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 11)
    again = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 11)
    other = mask_tokens(ids.clone(), SPECIAL, MASK_ID, VOCABULARY, 12)
    assert torch.equal(first[0], again[0]) and torch.equal(first[1], again[1])
    assert not torch.equal(first[0], other[0])


@test_case(points=1, hidden=True, failure_message="The given ids were changed in place; work on a copy.")
def test_ids_are_left_alone(mask_tokens):
    assert does_its_work(mask_tokens), IDLE
    ids = draw(112, 20, 50)
    copy = ids.clone()
    mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 13)
    assert torch.equal(ids, copy)
