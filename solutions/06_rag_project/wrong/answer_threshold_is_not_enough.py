"""A confidence equal to the threshold is refused.

Abstain *below* the threshold.
"""

# exercise: cited_answer
FAILS = ("test_threshold",)
import re

from rag_contract import Answer, abstention


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    best = abstention()
    for name, sentence, terms in sentences:
        found = re.search(wanted, sentence) if wanted else None
        confidence = coverage(question_terms, terms, weights)
        if confidence > best["confidence"] and (found or not wanted):
            text = found.group() if found else sentence
            best = Answer(text=text, citations=[name], abstained=False, confidence=confidence)
    return best if best["confidence"] > threshold else abstention()
