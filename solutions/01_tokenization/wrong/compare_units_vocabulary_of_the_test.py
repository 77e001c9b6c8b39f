"""The vocabulary is built on the test texts too.

Then nothing is ever unknown, and the numbers promise what the tokenizer cannot keep on the next text. The
vocabulary comes from the training texts only.
"""

# exercise: compare_units
FAILS = ("test_vocabulary_from_training_only", "test_unknown_rate", "test_several_texts")
HEADLINE = True


def compare_units(train_texts, test_texts, units, max_size=None):
    table = {}
    for name, cut in units.items():
        vocab = build_vocab([cut(text) for text in [*train_texts, *test_texts]], max_size=max_size)
        tokens = [token for text in test_texts for token in cut(text)]
        table[name] = {
            "vocab_size": len(vocab),
            "tokens_per_text": len(tokens) / len(test_texts),
            "fertility": len(tokens) / sum(len(text.split()) for text in test_texts),
            "unknown_rate": sum(token not in vocab for token in tokens) / len(tokens),
        }
    return table
