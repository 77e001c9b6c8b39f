"""A repeated term counts twice.

A term that stands twice in the question is one thing that is asked. Use sets.
"""

# exercise: cited_answer


def coverage(question_terms, sentence_terms, weights):
    asked = set(question_terms)
    whole = sum(weights[term] for term in question_terms)
    return sum(weights[term] for term in question_terms if term in sentence_terms) / whole if asked else 0.0
