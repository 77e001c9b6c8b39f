"""It never answers.

A system that always says "I don't know" is never wrong and never of use.
"""

# exercise: cited_answer
FAILS = (
    "test_best_sentence",
    "test_abstains",
    "test_only_what_is_wanted",
    "test_confidence",
    "test_first_of_equal",
    "test_threshold",
    "test_wanted",
)
DEFEATS = "Answering from a sentence is the exercise; here nothing is ever answered."
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
    return abstention()
