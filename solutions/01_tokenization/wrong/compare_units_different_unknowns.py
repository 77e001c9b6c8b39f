"""Unknown words are counted once each.

You compare the *sets* of tokens. A model meets tokens as often as they occur: an unknown word that stands in every
sentence hurts in every sentence.
"""

# exercise: compare_units
FAILS = ("test_occurrences_count", "test_several_texts")


def compare_units(train_texts, test_texts, units, max_size=None):
    table = {}
    for name, cut in units.items():
        vocab = build_vocab([cut(text) for text in train_texts], max_size=max_size)
        tokens = [token for text in test_texts for token in cut(text)]
        table[name] = {
            "vocab_size": len(vocab),
            "tokens_per_text": len(tokens) / len(test_texts),
            "fertility": len(tokens) / sum(len(text.split()) for text in test_texts),
            "unknown_rate": sum(token not in vocab for token in set(tokens)) / len(set(tokens)),
        }
    return table
