"""the masked language model. Shares are counted on many tokens; tolerances are over four deviations."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "mask_tokens"
points = 9

SPECIAL, MASK_ID, VOCABULARY = [0, 4, 5, 6], 6, 50


def draw(seed, rows=300, length=200):
    """Ids (rows, length) in which about a fifth are special; ordinary ones are 7, …, 49."""
    g = torch.Generator().manual_seed(seed)
    ids = torch.randint(7, VOCABULARY, (rows, length), generator=g)
    special = torch.tensor([0, 4, 5])[torch.randint(3, ids.shape, generator=g)]
    return torch.where(torch.rand(ids.shape, generator=g) < 0.2, special, ids)


def share(condition):
    return condition.float().mean().item()


@test_case(
    points=1, failure_message="At a chosen place the label is the original token; at all other places it is -100."
)
def test_labels(mask_tokens):
    ids = draw(0, 20, 50)
    inputs, labels = mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 0)
    chosen = labels != -100
    assert 0 < share(chosen) < 0.5
    assert torch.equal(labels[chosen], ids[chosen])
    assert bool(chosen[inputs != ids].all())


@test_case(points=1, failure_message="Special tokens (padding, [CLS], [SEP]) should never be chosen or replaced.")
def test_special_tokens(mask_tokens):
    ids = draw(1, 40, 50)
    inputs, labels = mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 1)
    special = torch.isin(ids, torch.tensor(SPECIAL))
    assert bool((labels[special] == -100).all())
    assert torch.equal(inputs[special], ids[special])
    assert bool((labels[~special] != -100).any())


@test_case(points=1, failure_message="Most of the chosen tokens should have become [MASK].")
def test_mostly_mask(mask_tokens):
    ids = draw(2, 60, 100)
    inputs, labels = mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 2)
    assert 0.7 < share(inputs[labels != -100] == MASK_ID) < 0.9


@test_case(
    points=1,
    hidden=True,
    failure_message="Each ordinary token should be chosen with the given probability (15 % unless told otherwise).",
)
def test_share_of_chosen(mask_tokens):
    ids = draw(3)
    ordinary = ~torch.isin(ids, torch.tensor(SPECIAL))
    for given, wanted in (((), 0.15), ((0.4,), 0.4)):
        _, labels = mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 3, *given)
        assert abs(share(labels[ordinary] != -100) - wanted) < 0.01
        assert not bool((labels[~ordinary] != -100).any())


@test_case(
    points=1.5,
    hidden=True,
    failure_message="Of the chosen tokens 80 % should become [MASK], 10 % a random token, and 10 % stay; all of them are "
    "asked for.",
)
def test_eighty_ten_ten(mask_tokens):
    ids = draw(4)
    inputs, labels = mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 4, 0.5)
    chosen = labels != -100
    assert torch.equal(labels[chosen], ids[chosen])
    kept = share(inputs[chosen] == ids[chosen])
    masked = share(inputs[chosen] == MASK_ID)
    assert abs(masked - 0.802) < 0.012
    assert abs(kept - 0.102) < 0.01


@test_case(
    points=1,
    hidden=True,
    failure_message="A random token should be drawn evenly from the whole vocabulary, anew for each place.",
)
def test_random_tokens(mask_tokens):
    ids = draw(5, rows=600)
    inputs, labels = mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 5, 0.8)
    swapped = inputs[(labels != -100) & (inputs != MASK_ID) & (inputs != ids)]
    counts = torch.bincount(swapped, minlength=VOCABULARY).float()
    assert len(counts) == VOCABULARY
    ordinary = counts[7:]
    assert ordinary.min() > 0.6 * ordinary.mean() and ordinary.max() < 1.5 * ordinary.mean()


@test_case(
    points=1,
    hidden=True,
    failure_message="Whether a token is chosen should not depend on the others: rows differ in how many are chosen, and "
    "neighbours may both be.",
)
def test_each_on_its_own(mask_tokens):
    ids = torch.full((400, 40), 9)
    _, labels = mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 6)
    chosen = (labels != -100).float()
    assert abs(chosen.sum(1).var().item() - 40 * 0.15 * 0.85) < 2.0
    assert abs((chosen[:, 1:] * chosen[:, :-1]).mean().item() - 0.0225) < 0.008
    assert abs(chosen[:, 0].mean().item() - 0.15) < 0.09 and abs(chosen[:, -1].mean().item() - 0.15) < 0.09


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The same seed should give the same result, whatever random numbers were drawn before; another seed "
    "another one.",
)
def test_seed(mask_tokens):
    ids = draw(7, 20, 50)
    first = mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 11)
    again = mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 11)
    other = mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 12)
    assert torch.equal(first[0], again[0]) and torch.equal(first[1], again[1])
    assert not torch.equal(first[1], other[1])


@test_case(points=0.75, hidden=True, failure_message="The given ids were changed in place; work on a copy.")
def test_ids_are_left_alone(mask_tokens):
    ids = draw(8, 20, 50)
    copy = ids.clone()
    inputs, labels = mask_tokens(ids, SPECIAL, MASK_ID, VOCABULARY, 8)
    assert torch.equal(ids, copy)
    assert inputs.dtype == labels.dtype == torch.int64
