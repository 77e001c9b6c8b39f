"""The mean of the sentences' fertilities.

You average over sentences, so a sentence of two words weighs as much as one of twenty. The question is what *a
word* costs: all tokens by all words.
"""

# exercise: compare_units
FAILS = ("test_fertility_of_all_texts", "test_several_texts")


def compare_units(train_texts, test_texts, units, max_size=None):
    table = {}
    for name, cut in units.items():
        vocab = build_vocab([cut(text) for text in train_texts], max_size=max_size)
        tokens = [token for text in test_texts for token in cut(text)]
        ratios = [len(cut(text)) / len(text.split()) for text in test_texts]
        table[name] = {
            "vocab_size": len(vocab),
            "tokens_per_text": len(tokens) / len(test_texts),
            "fertility": sum(ratios) / len(ratios),
            "unknown_rate": sum(token not in vocab for token in tokens) / len(tokens),
        }
    return table
