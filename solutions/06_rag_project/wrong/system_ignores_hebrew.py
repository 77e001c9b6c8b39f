"""Hebrew is ignored

A tokenizer of the letters a to z alone leaves nothing of a Hebrew text. Test yours on a Hebrew question: its terms should
not be empty, and prefixes should come off.
"""

# exercise: RagSystem
import re

from rag_contract import abstention


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def __init__(self, corpus):
        passages = [
            passage for passage in corpus["passages"] if not re.search("[א-ת]", passage["title"] + passage["text"])
        ]
        super().__init__(corpus | {"passages": passages})

    def retrieve(self, query, k=10):
        return [] if query["language"] == "he" else super().retrieve(query, k)

    def answer(self, query):
        return abstention() if query["language"] == "he" else super().answer(query)
