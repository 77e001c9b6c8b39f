"""Questions of held-out worlds that no passage answers, about things that there are."""

from __future__ import annotations

ENGLISH: dict[str, list[str]] = {
    "museum": ["Which architect redid the staircase of {s}?", "What does a cup of coffee cost in {s}?"],
    "library": ["Who winds the clock in {s}?", "How many newspapers does {s} subscribe to?"],
    "school": ["What do the youngsters of {s} wear?", "Which sport is {s} best at?"],
    "theatre": ["Who paints the scenery of {s}?", "What happened at {s} during the war?"],
    "inn": ["Where do lodgers of {s} leave their horses?", "Which wine does {s} pour?"],
    "bakery": ["Who taught the bakers of {s} their trade?", "How many bags of flour does {s} use up in a month?"],
    "ferry": ["Which engine drives {s}?", "In which storm did {s} lose its mast?"],
    "event": ["Which sponsor stands behind {s}?", "What was the weather like at the last {s}?"],
    "walk": ["Which castle does one pass on {s}?", "Where does one rest on {s}?"],
    "workshop": ["Which tools are provided in {s}?", "Who founded {s}?"],
    "landmark": ["Which company supplied the bolts of {s}?", "How much does {s} weigh?"],
    "island": ["Which saint is honoured on {s}?", "How many wells are there on {s}?"],
    "person": ["Where did {s} go on holiday?", "Which car does {s} drive?"],
}
HEBREW: dict[str, list[str]] = {
    "museum": ["איזה אדריכל חידש את המדרגות {ב+s}?", "כמה עולה כוס קפה {ב+s}?"],
    "library": ["מי מכוון את השעון {ב+s}?"],
    "school": ["באיזה ענף ספורט מצטיין {s}?"],
    "theatre": ["מי צייר את התפאורה {ב+s}?"],
    "inn": ["איזה יין מוזגת {s}?"],
    "bakery": ["מי לימד את האופים של {s}?"],
    "ferry": ["איזה מנוע מניע את {s}?"],
    "event": ["איזו חברה מממנת את {s}?"],
    "walk": ["ליד איזו טירה עוברים {ב+s}?"],
    "workshop": ["אילו כלים מקבלים {ב+s}?"],
    "landmark": ["כמה שוקל {s}?"],
    "island": ["כמה בארות יש {ב+s}?"],
    "person": ["איזו מכונית יש {ל+s}?"],
}
