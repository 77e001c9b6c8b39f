"""The limit is reported, and not kept.

You say how large the vocabulary would be with max_size, and look the tokens up in one without a limit: nothing is unknown that training ever
showed. Hand max_size on to build_vocab.
"""

# exercise: compare_units
FAILS = ("test_limited_vocabulary",)


def compare_units(train_texts, test_texts, units, max_size=None):
    word_total = sum(len(text.split()) for text in test_texts)
    table = {}
    for name, cut in units.items():
        vocab = build_vocab([cut(text) for text in train_texts])
        tokens = [token for text in test_texts for token in cut(text)]
        table[name] = {
            "vocab_size": len(vocab) if max_size is None else min(max_size, len(vocab)),
            "tokens_per_text": len(tokens) / len(test_texts),
            "fertility": len(tokens) / word_total,
            "unknown_rate": sum(token not in vocab for token in tokens) / len(tokens),
        }
    return table
