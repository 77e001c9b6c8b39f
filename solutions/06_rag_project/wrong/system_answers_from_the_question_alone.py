"""The corpus is never read

Without its passages your system gives the same answers: they come from the words of the question, such as the first
of two names that are compared. Nothing that the corpus does not add can be cited.
"""

# exercise: RagSystem
import re

from rag_contract import Answer, abstention


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def answer(self, query):
        names = re.findall(r"\b[A-Z][a-z]+\b|[א-ת]{4,}", query["text"])
        if not names:
            return abstention()
        return Answer(text=names[-1], citations=self.retrieve(query, 1), abstained=False, confidence=0.5)
