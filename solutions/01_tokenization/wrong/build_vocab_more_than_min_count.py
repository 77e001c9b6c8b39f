"""More than min_count in place of at least min_count.

"Leave out what occurs fewer than min_count times" keeps a word that occurs exactly so often. Which comparison says
that? (With yours, whatever occurs once is lost where nobody asks for a minimum.)
"""

# exercise: build_vocab
FAILS = ("test_min_count",)
from collections import Counter


def build_vocab(tokenized, specials=("[PAD]", "[SOS]", "[EOS]", "[UNK]"), min_count=1, max_size=None):
    counts = Counter(token for tokens in tokenized for token in tokens if token not in specials)
    frequent = [token for token in counts if counts[token] > min_count]
    ordered = sorted(frequent, key=lambda token: (-counts[token], token))
    return {token: number for number, token in enumerate([*specials, *ordered][:max_size])}
