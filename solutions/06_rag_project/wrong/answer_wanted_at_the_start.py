"""`wanted` only at the start of the sentence.

re.match looks at the beginning; re.search looks everywhere.
"""

# exercise: cited_answer
FAILS = ("test_only_what_is_wanted", "test_wanted")
import re

from rag_contract import Answer, abstention


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    best = abstention()
    for name, sentence, terms in sentences:
        found = re.match(wanted, sentence) if wanted else None
        confidence = coverage(question_terms, terms, weights)
        if confidence > best["confidence"] and (found or not wanted):
            text = found.group() if found else sentence
            best = Answer(text=text, citations=[name], abstained=False, confidence=confidence)
    return best if best["confidence"] >= threshold else abstention()
