"""Ids from the order of a set.

A set has no order of its own: for strings it changes each time that Python starts. Tomorrow *dog* gets another id,
and with it another word's meaning. Sort what you number: by frequency, then lexicographically.
"""

# exercise: build_vocab
FAILS = ("test_frequent_first", "test_ties_are_lexicographic", "test_agrees_with_the_library")
HEADLINE = True
import zlib
from collections import Counter


def build_vocab(tokenized, specials=("[PAD]", "[SOS]", "[EOS]", "[UNK]"), min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens if token not in specials)
    tokens = {token for token in counts if counts[token] >= min_count}
    # The checksum stands for the order of a set, which differs from run to run, so that this file always does the same.
    scrambled = sorted(tokens, key=lambda token: zlib.crc32(token.encode()))
    return {token: number for number, token in enumerate([*specials, *scrambled][:max_size])}
