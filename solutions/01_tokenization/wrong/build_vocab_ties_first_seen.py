"""Ties in the order in which words were seen.

`Counter.most_common` leaves equally frequent words in the order of the texts. Shuffle the texts and the ids change.
A second sort criterion settles it: the word itself.
"""

# exercise: build_vocab
FAILS = ("test_ties_are_lexicographic", "test_agrees_with_the_library")
HEADLINE = True
from collections import Counter


def build_vocab(tokenized, specials=("[PAD]", "[SOS]", "[EOS]", "[UNK]"), min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens if token not in specials)
    ordered = [token for token, number in counts.most_common() if number >= min_count]
    return {token: number for number, token in enumerate([*specials, *ordered][:max_size])}
