"""Every term counts the same.

A sentence that has only the common terms of a question covers little of it. Add up weights, not terms.
"""

# exercise: cited_answer
FAILS = ("test_coverage_by_hand", "test_coverage")
import re

from rag_contract import Answer, abstention


def coverage(question_terms, sentence_terms, weights):
    asked = set(question_terms)
    return len(asked & set(sentence_terms)) / len(asked) if asked else 0.0


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    best = abstention()
    for name, sentence, terms in sentences:
        found = re.search(wanted, sentence) if wanted else None
        confidence = coverage(question_terms, terms, weights)
        if confidence > best["confidence"] and (found or not wanted):
            text = found.group() if found else sentence
            best = Answer(text=text, citations=[name], abstained=False, confidence=confidence)
    return best if best["confidence"] >= threshold else abstention()
