"""Of equal sentences the last one wins.

Sentences of better passages come first. A later one must cover more, not just as much.
"""

# exercise: cited_answer
FAILS = ("test_first_of_equal",)
import re

from rag_contract import Answer, abstention


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    best = abstention()
    for name, sentence, terms in sentences:
        found = re.search(wanted, sentence) if wanted else None
        confidence = coverage(question_terms, terms, weights)
        if confidence >= best["confidence"] > -1 and confidence > 0 and (found or not wanted):
            text = found.group() if found else sentence
            best = Answer(text=text, citations=[name], abstained=False, confidence=confidence)
    return best if best["confidence"] >= threshold else abstention()
