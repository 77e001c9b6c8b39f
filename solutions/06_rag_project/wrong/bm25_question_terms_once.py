"""Each question term once.

A term that stands twice in the question counts twice. You made a set of them.
"""

# exercise: bm25_scores
FAILS = ("test_asked_twice", "test_repeated_question_term")


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in sorted(set(terms)):
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b + b * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
