"""Everything is cited.

A citation says where the answer stands. Whoever cites all passages lets the reader search again.
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
            best = Answer(
                text=text,
                citations=list(dict.fromkeys(source for source, _, _ in sentences)),
                abstained=False,
                confidence=confidence,
            )
    return best if best["confidence"] >= threshold else abstention()
