"""max_size does not count the specials.

A model's embedding table has one row for each id, also for [PAD]. If it has `max_size` rows and you number
`max_size` words plus four specials, the last four ids have no row.
"""

# exercise: build_vocab
FAILS = ("test_max_size",)
from collections import Counter


def build_vocab(tokenized, specials=("[PAD]", "[SOS]", "[EOS]", "[UNK]"), min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens if token not in specials)
    ordered = sorted((t for t in counts if counts[t] >= min_count), key=lambda t: (-counts[t], t))
    return {token: number for number, token in enumerate([*specials, *ordered[:max_size]])}
