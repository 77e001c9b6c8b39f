"""The answer is made of the question's words

A sentence that repeats the question looks like the best evidence, and its best words are then those that were asked
with. Leave the question's own terms out when you choose what to return.
"""

# exercise: RagSystem
from rag_contract import Answer, abstention


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def answer(self, query):
        best = self.retrieve(query, 1)
        if not query["text"] or not best:
            return abstention()
        return Answer(text=query["text"], citations=best, abstained=False, confidence=1.0)
