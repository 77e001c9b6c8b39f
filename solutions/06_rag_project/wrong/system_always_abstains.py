"""The system always abstains

"I don't know" is never wrong, and never of use. Your threshold lies above everything that your scores reach: print the
confidence of ten answers that you know to be right.
"""

# exercise: RagSystem
from rag_contract import abstention


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def answer(self, query):
        return abstention()
