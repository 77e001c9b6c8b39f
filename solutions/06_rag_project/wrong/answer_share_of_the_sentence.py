"""Divided by the sentence in place of the question.

You ask how much of the sentence was asked for; then a sentence of one word wins. Ask how much of the question the
sentence covers.
"""

# exercise: cited_answer
FAILS = ("test_coverage_by_hand", "test_coverage")
import re

from rag_contract import Answer, abstention


def coverage(question_terms, sentence_terms, weights):
    asked = set(question_terms)
    covered = sum(weights[term] for term in sorted(asked & set(sentence_terms)))
    return covered / max(1, len(set(sentence_terms))) / max(weights.values(), default=1.0)


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    best = abstention()
    for name, sentence, terms in sentences:
        found = re.search(wanted, sentence) if wanted else None
        confidence = coverage(question_terms, terms, weights)
        if confidence > best["confidence"] and (found or not wanted):
            text = found.group() if found else sentence
            best = Answer(text=text, citations=[name], abstained=False, confidence=confidence)
    return best if best["confidence"] >= threshold else abstention()
