"""Always certain.

The confidence is the coverage of the chosen sentence. A confidence that is always 1 tells nobody when to look twice.
"""

# exercise: cited_answer
FAILS = ("test_confidence",)
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
    return {**best, "confidence": 1.0} if best["confidence"] >= max(threshold, 1e-9) else abstention()
