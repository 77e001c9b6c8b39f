"""Questions that no passage of any world answers, about things that there are: some ask plainly, some presume too much."""

from __future__ import annotations

ENGLISH: dict[str, list[str]] = {
    "museum": [
        "What is the café in {s} called?",
        "Who painted the ceiling of {s}?",
        "How many guards does {s} employ?",
        "In which year was {s} robbed?",
    ],
    "library": [
        "Who donated the first book to {s}?",
        "How many computers does {s} have for its readers?",
        "On which day does {s} read stories to children?",
    ],
    "school": [
        "Who drives the school bus of {s}?",
        "What is the motto of {s}?",
        "Which language do the children of {s} learn first?",
    ],
    "theatre": [
        "Who sews the costumes at {s}?",
        "In which year did {s} burn down?",
        "Who wrote the play with which {s} was opened?",
    ],
    "inn": [
        "What is the name of the cat that lives at {s}?",
        "How much does a parking space cost at {s}?",
        "Which singer once slept at {s}?",
    ],
    "bakery": [
        "Where does {s} buy its flour?",
        "How many ovens does {s} have?",
        "Which prize did {s} win last year?",
    ],
    "ferry": [
        "How many lifeboats are there on {s}?",
        "Which company owns {s}?",
        "Why did {s} spend the winter in the dock?",
        "When does the last trip of {s} come back in the evening?",
    ],
    "event": [
        "How many people came to {s} last year?",
        "Which band plays at {s}?",
        "Why was {s} cancelled?",
        "Who pays for the fireworks of {s}?",
    ],
    "walk": [
        "Which birds can one see on {s}?",
        "Where do people have lunch on {s}?",
        "Why was the route of {s} changed?",
    ],
    "workshop": [
        "Which materials must one bring to {s}?",
        "How many hours does {s} last?",
        "Which certificate does one get after {s}?",
    ],
    "landmark": [
        "How much did it cost to build {s}?",
        "How many workers built {s}?",
        "In which year was {s} last repainted?",
    ],
    "island": [
        "Who is the mayor of {s}?",
        "How many cars are there on {s}?",
        "What is the highest hill of {s} called?",
    ],
    "person": [
        "What is the name of {s}'s dog?",
        "Which university did {s} attend?",
        "Which instrument does {s} play?",
    ],
}

HEBREW: dict[str, list[str]] = {
    "museum": [
        "איך קוראים לבית הקפה {ב+s}?",
        "מי צייר את התקרה של {s}?",
        "כמה שומרים עובדים {ב+s}?",
        "באיזו שנה נשדד {s}?",
    ],
    "library": ["מי תרם את הספר הראשון {ל+s}?", "כמה מחשבים יש {ב+s}?", "באיזה יום יש {ב+s} שעת סיפור?"],
    "school": ["מי נוהג באוטובוס של {s}?", "מהי הסיסמה של {s}?", "איזו שפה זרה לומדים {ב+s}?"],
    "theatre": ["מי תופר את התלבושות {ב+s}?", "באיזו שנה נשרף {s}?", "מי כתב את ההצגה הראשונה {ב+s}?"],
    "inn": ["מה שם החתול שגר {ב+s}?", "כמה עולה חניה {ב+s}?", "איזה זמר ישן פעם {ב+s}?"],
    "bakery": ["מאיפה קונה {s} את הקמח?", "כמה תנורים יש {ב+s}?", "באיזה פרס זכתה {s} בשנה שעברה?"],
    "ferry": ["כמה סירות הצלה יש על {s}?", "לאיזו חברה שייכת {s}?", "למה שהתה {s} במספנה בחורף האחרון?"],
    "event": ["כמה אנשים באו {ל+s} בשנה שעברה?", "איזו להקה מנגנת {ב+s}?", "למה בוטל {s}?"],
    "walk": ["אילו ציפורים רואים {ב+s}?", "היכן אוכלים צהריים {ב+s}?", "למה השתנה המסלול של {s}?"],
    "workshop": ["אילו חומרים צריך להביא {ל+s}?", "כמה שעות נמשכת {s}?", "איזו תעודה מקבלים אחרי {s}?"],
    "landmark": ["כמה עלתה הבנייה של {s}?", "כמה פועלים בנו את {s}?", "באיזו שנה נצבע {s} לאחרונה?"],
    "island": ["מי ראש המועצה של {s}?", "כמה מכוניות יש {ב+s}?", "מה שמה של הגבעה הגבוהה ביותר {ב+s}?"],
    "person": ["מה שם הכלב של {s}?", "באיזו אוניברסיטה <למד|למדה> {s}?", "באיזה כלי <מנגן|מנגנת> {s}?"],
}
