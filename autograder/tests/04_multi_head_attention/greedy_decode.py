"""greedy decoding. The models are tables of scores, so the right answer can be read off."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "greedy_decode"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

SOS, EOS, VOCABULARY = 1, 2, 12


def scores(best, rest=-3.0):
    """Scores (VOCABULARY,) with the highest, which may be negative, at `best`."""
    row = torch.full((VOCABULARY,), rest)
    row[best] = rest + 1.0
    return row


def ids_of(prefix):
    """What a model was given, as a plain list of ints."""
    return [int(i) for i in prefix]


def speller(answer, seen=None):
    """A model that spells `answer`, whatever has been written so far, and notes what it was given."""

    def next_scores(prefix):
        prefix = ids_of(prefix)
        if seen is not None:
            seen.append(prefix)
        return scores(([*answer, EOS] + [EOS] * 20)[max(len(prefix) - 1, 0)])

    return next_scores


def letters(written):
    """What was written, as ints, without the start and the end: whether those are in it, and of what type, is asked once."""
    ids = ids_of(written)
    ids = ids[1:] if ids[:1] == [SOS] else ids
    return ids[:-1] if ids[-1:] == [EOS] else ids


def does_its_work(greedy_decode):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = greedy_decode(speller([5, 4]), 6), greedy_decode(speller([7, 8]), 6)
    return repr(one) != repr(two)


@test_case(points=0.75, failure_message="A model that spells 5, 9, 4 and then says EOS should give 5, 9, 4 and stop.")
def test_spells(greedy_decode):
    # behind EOS the model would go on: nothing of that is to be seen
    assert letters(greedy_decode(speller([5, 9, 4, EOS, 7, 7]), 10)) == [5, 9, 4]


@test_case(points=0.5, failure_message="EOS ends the sequence and does not belong to it.")
def test_eos_is_left_out(greedy_decode):
    assert does_its_work(greedy_decode), IDLE
    assert ids_of(greedy_decode(speller([5, 9, 4]), 10))[-1:] != [EOS]


@test_case(
    points=0.5, failure_message="SOS is only what the model is given to begin with; it does not belong to the sequence."
)
def test_sos_is_left_out(greedy_decode):
    assert does_its_work(greedy_decode), IDLE
    assert ids_of(greedy_decode(speller([5, 9, 4]), 10))[:1] != [SOS]


@test_case(
    points=0.5, hidden=True, failure_message="Only EOS ends a sequence. All other ids are written like any letter."
)
def test_only_eos_ends(greedy_decode):
    assert does_its_work(greedy_decode), IDLE
    answers = [5, 0, 3, SOS, 8], [5, 4, 6, 7, 8], [5, 4, 6, 7, 8]
    got, usual, again = (letters(greedy_decode(speller(answer), 5)) for answer in answers)
    if usual == again:  # what is random is asked below
        assert len(got) == len(usual)


@test_case(
    points=0.75, hidden=True, failure_message="The model should be given everything written so far, beginning with SOS."
)
def test_whole_prefix(greedy_decode):
    assert does_its_work(greedy_decode), IDLE
    seen = []
    written = letters(greedy_decode(speller([4, 5, 6, 7] * 5, seen), 21))
    longest = max(seen, key=len)
    for prefix in seen:
        assert prefix[:1] == [SOS]
        assert prefix == longest[: len(prefix)]
    assert len(longest) >= len(written)  # what is written, right or wrong, was given


@test_case(
    points=0.75,
    hidden=True,
    failure_message="max_len tokens are written where EOS does not come, the last of them too, and no more.",
)
def test_length(greedy_decode):
    assert does_its_work(greedy_decode), IDLE
    for most in (6, 1, 0):
        assert len(letters(greedy_decode(speller([7] * 12), most))) == most


@test_case(points=0.5, hidden=True, failure_message="Return a list of plain Python integers.")
def test_plain_integers(greedy_decode):
    assert does_its_work(greedy_decode), IDLE
    written = greedy_decode(speller([3, 10]), 2)
    assert type(written) is list
    assert all(type(i) is int for i in written)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The model takes the ids so far as a list of integers. Yours is given something else: a tensor, a tuple?",
)
def test_the_model_gets_a_list(greedy_decode):
    assert does_its_work(greedy_decode), IDLE
    kinds = []

    def next_scores(prefix):
        kinds.append(type(prefix) is list and all(type(i) is int for i in prefix))
        return scores(EOS if len(prefix) > 3 else 5 if kinds[-1] else 7)

    greedy_decode(next_scores, 6)
    assert kinds and all(kinds)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The same call twice gives two results: take the best token, do not draw one.",
)
def test_nothing_random(greedy_decode):
    assert does_its_work(greedy_decode), IDLE

    def close_race(prefix):
        return torch.linspace(0.0, 0.01, VOCABULARY)

    first, second = (ids_of(greedy_decode(close_race, 12)) for _ in range(2))
    assert first == second
