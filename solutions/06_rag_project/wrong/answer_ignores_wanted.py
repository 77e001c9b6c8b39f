"""The whole sentence in any case.

With `wanted` the answer is what was found: 21:40, not the sentence about it.
"""

# exercise: cited_answer
FAILS = ("test_only_what_is_wanted", "test_wanted")
import re

from rag_contract import Answer, abstention


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    best = abstention()
    for name, sentence, terms in sentences:
        found = re.search(wanted, sentence) if wanted else None
        confidence = coverage(question_terms, terms, weights)
        if confidence > best["confidence"] and (found or not wanted):
            text = sentence
            best = Answer(text=text, citations=[name], abstained=False, confidence=confidence)
    return best if best["confidence"] >= threshold else abstention()
