"""Words per token in place of tokens per word.

Your fertility is the wrong way round: it falls where words fall into more tokens. Fertility asks how many tokens
*one word* becomes.
"""

# exercise: compare_units
FAILS = ("test_fertility", "test_several_texts")


def compare_units(train_texts, test_texts, units, max_size=None):
    table = {}
    for name, cut in units.items():
        vocab = build_vocab([cut(text) for text in train_texts], max_size=max_size)
        tokens = [token for text in test_texts for token in cut(text)]
        table[name] = {
            "vocab_size": len(vocab),
            "tokens_per_text": len(tokens) / len(test_texts),
            "fertility": sum(len(text.split()) for text in test_texts) / len(tokens),
            "unknown_rate": sum(token not in vocab for token in tokens) / len(tokens),
        }
    return table
