"""greedy decoding. The models are tables of scores, so the right answer can be read off."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "greedy_decode"
points = 5

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
        return scores(([*answer, EOS] + [EOS] * 20)[len(prefix) - 1])

    return next_scores


@test_case(points=1, failure_message="A model that spells 5, 9, 4 and then says EOS should give [5, 9, 4].")
def test_spells(greedy_decode):
    assert list(greedy_decode(speller([5, 9, 4]), 10)) == [5, 9, 4]


@test_case(points=0.5, failure_message="A model that never says EOS should be stopped after max_len tokens.")
def test_stops_at_max_len(greedy_decode):
    assert list(greedy_decode(lambda prefix: scores(7), 4)) == [7, 7, 7, 7]


@test_case(
    points=0.5, hidden=True, failure_message="Only EOS ends a sequence. All other ids are written like any letter."
)
def test_only_eos_ends(greedy_decode):
    assert list(greedy_decode(speller([5, 0, 3, 8]), 10)) == [5, 0, 3, 8]


@test_case(
    points=0.5, hidden=True, failure_message="The model should be given everything written so far, beginning with SOS."
)
def test_whole_prefix(greedy_decode):
    seen = []
    greedy_decode(speller([6, 3], seen), 10)
    assert seen[:3] == [[SOS], [SOS, 6], [SOS, 6, 3]]
    seen.clear()
    greedy_decode(speller([4, 5, 6, 7] * 5, seen), 30)
    assert seen[-1] == [SOS, *[4, 5, 6, 7] * 5]


@test_case(points=0.5, hidden=True, failure_message="A model that says EOS at once should give an empty list.")
def test_empty(greedy_decode):
    assert list(greedy_decode(speller([]), 5)) == []


@test_case(
    points=0.5,
    hidden=True,
    failure_message="What comes next depends on what was written: choose the best score each time.",
)
def test_depends_on_what_was_written(greedy_decode):
    def add(prefix):
        prefix = ids_of(prefix)
        return scores(5 if len(prefix) == 1 else prefix[-1] + 2 if prefix[-1] < 10 else EOS)

    assert list(greedy_decode(add, 20)) == [5, 7, 9, 11]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A word of exactly max_len tokens should come out whole; max_len = 1 gives one token.",
)
def test_exact_length(greedy_decode):
    assert list(greedy_decode(speller([4, 8, 5]), 3)) == [4, 8, 5]
    assert list(greedy_decode(speller([4, 8, 5]), 1)) == [4]


@test_case(points=0.5, hidden=True, failure_message="Return a list of plain Python integers.")
def test_plain_integers(greedy_decode):
    written = greedy_decode(speller([3, 10]), 6)
    assert type(written) is list
    assert all(type(i) is int for i in written)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The same call twice gives two results: take the best token, do not draw one.",
)
def test_nothing_random(greedy_decode):
    def close_race(prefix):
        return torch.linspace(0.0, 0.01, VOCABULARY)

    assert list(greedy_decode(close_race, 6)) == [VOCABULARY - 1] * 6
