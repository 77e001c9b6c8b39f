"""Ties in reversed order.

You sort pairs (count, word) with `reverse=True`. That reverses both: the largest count comes first, as it should,
and among equals the *last* word of the alphabet. How can one criterion go down and the other up?
"""

# exercise: build_vocab
FAILS = ("test_ties_are_lexicographic", "test_agrees_with_the_library")
from collections import Counter


def build_vocab(tokenized, specials=("[PAD]", "[SOS]", "[EOS]", "[UNK]"), min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens if token not in specials)
    frequent = [token for token in counts if counts[token] >= min_count]
    ordered = sorted(frequent, key=lambda token: (counts[token], token), reverse=True)
    return {token: number for number, token in enumerate([*specials, *ordered][:max_size])}
