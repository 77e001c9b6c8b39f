"""Only the best sentence is searched.

Sentences without what is wanted cannot answer, so they must not win. You choose first and look afterwards.
"""

# exercise: cited_answer
FAILS = ("test_wanted",)
import re

from rag_contract import Answer, abstention


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    best = abstention()
    for name, sentence, terms in sentences:
        found = re.search(wanted, sentence) if wanted else None
        confidence = coverage(question_terms, terms, weights)
        if confidence > best["confidence"]:
            text = found.group() if found else sentence
            best = Answer(text=text, citations=[name], abstained=False, confidence=confidence)
    return best if best["confidence"] >= threshold else abstention()
