"""Unknown tokens are divided by the number of words.

For a word unit the two are the same, for letters they are not. A share of *tokens* is unknown: divide by the tokens.
"""

# exercise: compare_units
FAILS = ("test_share_of_the_tokens",)


def compare_units(train_texts, test_texts, units, max_size=None):
    table, words = {}, sum(len(text.split()) for text in test_texts)
    for name, cut in units.items():
        vocab = build_vocab([cut(text) for text in train_texts], max_size=max_size)
        tokens = [token for text in test_texts for token in cut(text)]
        table[name] = {
            "vocab_size": len(vocab),
            "tokens_per_text": len(tokens) / len(test_texts),
            "fertility": len(tokens) / words,
            "unknown_rate": sum(token not in vocab for token in tokens) / words,
        }
    return table
