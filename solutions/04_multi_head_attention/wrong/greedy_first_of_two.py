"""The first token is chosen once and for all.

You ask the model once and read several tokens off one answer. After each token it has to be asked again, with that
token in what it is given.
"""

# exercise: greedy_decode
FAILS = ("test_spells", "test_whole_prefix", "test_length")


def greedy_decode(next_scores, max_len):
    ranked = next_scores([1]).argsort(descending=True).tolist()[:max_len]
    return ranked[: ranked.index(2)] if 2 in ranked else ranked
