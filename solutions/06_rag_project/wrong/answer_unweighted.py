"""Every term counts the same.

A sentence that has only the common terms of a question covers little of it. Add up weights, not terms.
"""

# exercise: cited_answer


def coverage(question_terms, sentence_terms, weights):
    asked = set(question_terms)
    return len(asked & set(sentence_terms)) / len(asked) if asked else 0.0
