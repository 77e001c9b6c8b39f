"""A sentence that covers nothing may answer.

With a threshold of 0 you return the first sentence that there is, though it has no word of the question. Confidence 0
is no answer.
"""

# exercise: cited_answer
FAILS = ("test_nothing",)
import re

from rag_contract import Answer, abstention


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    best = {**abstention(), "confidence": -1.0}
    for name, sentence, terms in sentences:
        found = re.search(wanted, sentence) if wanted else None
        confidence = coverage(question_terms, terms, weights)
        if confidence > best["confidence"] and (found or not wanted):
            text = found.group() if found else sentence
            best = Answer(text=text, citations=[name], abstained=False, confidence=confidence)
    return best if best["citations"] and best["confidence"] >= threshold else abstention()
