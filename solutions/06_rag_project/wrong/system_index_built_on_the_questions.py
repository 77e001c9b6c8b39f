"""The index was built on questions

Your retrieval compares the question with the public world's questions and returns the passages that are gold for the most
similar one. The corpus is what has to be searched: other worlds have other passages.
"""

# exercise: RagSystem
from rag_contract import load_world


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def __init__(self, corpus):
        super().__init__(corpus)
        world = load_world("public_world")
        self.known = {passage["id"] for passage in corpus["passages"]}
        self.asked = [
            (set(one["text"].lower().split()), world["gold"][one["id"]]["relevance"]) for one in world["queries"]
        ]

    def retrieve(self, query, k=10):
        words = set(query["text"].lower().split())
        nearest = sorted(self.asked, key=lambda pair: -len(words & pair[0]))
        return list(dict.fromkeys(id for _, relevance in nearest for id in relevance if id in self.known))[:k]
