"""The best passage is cited, not that of the answer.

The answer may stand in the second passage or in the fifth. Cite the passage that the chosen sentence comes from.
"""

# exercise: cited_answer
FAILS = ("test_best_sentence", "test_first_of_equal")
HEADLINE = True
import re

from rag_contract import Answer, abstention


def cited_answer(question_terms, sentences, weights, threshold, wanted=None):
    best = abstention()
    for _, sentence, terms in sentences:
        found = re.search(wanted, sentence) if wanted else None
        confidence = coverage(question_terms, terms, weights)
        if confidence > best["confidence"] and (found or not wanted):
            text = found.group() if found else sentence
            best = Answer(text=text, citations=[sentences[0][0]], abstained=False, confidence=confidence)
    return best if best["confidence"] >= threshold else abstention()
