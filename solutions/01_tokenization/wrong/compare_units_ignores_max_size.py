"""max_size is not passed on.

The vocabulary has as many entries as the training texts give, whatever limit was asked for. Hand `max_size` to
`build_vocab`.
"""

# exercise: compare_units
FAILS = ("test_limited_vocabulary",)


def compare_units(train_texts, test_texts, units, max_size=None):
    table, words = {}, sum(len(text.split()) for text in test_texts)
    for name, cut in units.items():
        vocab = build_vocab([cut(text) for text in train_texts])
        tokens = [token for text in test_texts for token in cut(text)]
        table[name] = {
            "vocab_size": len(vocab),
            "tokens_per_text": len(tokens) / len(test_texts),
            "fertility": len(tokens) / words,
            "unknown_rate": sum(token not in vocab for token in tokens) / len(tokens),
        }
    return table
