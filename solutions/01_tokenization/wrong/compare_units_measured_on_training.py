"""Measured on the training texts.

What a tokenizer costs shows on texts that it has not seen; on its own training texts nothing is unknown. Build on
the one, measure on the other.
"""

# exercise: compare_units
FAILS = ("test_fertility", "test_unknown_rate", "test_several_texts")


def compare_units(train_texts, test_texts, units, max_size=None):
    table = {}
    for name, cut in units.items():
        vocab = build_vocab([cut(text) for text in train_texts], max_size=max_size)
        tokens = [token for text in train_texts for token in cut(text)]
        table[name] = {
            "vocab_size": len(vocab),
            "tokens_per_text": len(tokens) / len(train_texts),
            "fertility": len(tokens) / sum(len(text.split()) for text in train_texts),
            "unknown_rate": sum(token not in vocab for token in tokens) / len(tokens),
        }
    return table
