"""Sorted by the alphabet, not by frequency.

Frequency comes first: if the vocabulary is limited, the words that go should be the rare ones, not those with a
late letter.
"""

# exercise: build_vocab
FAILS = ("test_frequent_first", "test_agrees_with_the_library")
from collections import Counter


def build_vocab(tokenized, specials=("[PAD]", "[SOS]", "[EOS]", "[UNK]"), min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens if token not in specials)
    ordered = sorted(token for token in counts if counts[token] >= min_count)
    return {token: number for number, token in enumerate([*specials, *ordered][:max_size])}
