"""Divided by the sentence in place of the question.

You ask how much of the sentence was asked for; then a sentence of one word wins. Ask how much of the question the
sentence covers.
"""

# exercise: cited_answer


def coverage(question_terms, sentence_terms, weights):
    asked = set(question_terms)
    covered = sum(weights[term] for term in sorted(asked & set(sentence_terms)))
    return covered / max(1, len(set(sentence_terms))) / max(weights.values(), default=1.0)
