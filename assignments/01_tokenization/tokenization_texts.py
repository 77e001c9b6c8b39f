"""The sentences of assignment 1, in English and in Hebrew: written for this course, free to copy with it.

``TRAIN`` and ``TEST`` hold parallel sentences: line *i* of ``TRAIN["he"]`` translates line *i* of ``TRAIN["en"]``. The
test sentences use the same world (a dog, a library, a forest, a market) in forms that the training sentences lack.
``LECTURE`` holds the sentences that you met in the lecture.
"""

LECTURE = {
    "mobile": "John recently bought an apple mobile",
    "creature": "A fluffy blue creature roamed the verdant forest",
    "iphone": "Apple released a new iPhone model last week",
    "bert_a": "my dog is cute",
    "bert_b": "he likes playing",
    "paris": "What is the capital of France?",
}

_TRAIN_PAIRS = """
My dog is cute. | הכלב שלי חמוד.
He likes playing in the garden. | הוא אוהב לשחק בגינה.
The dog plays with the children. | הכלב משחק עם הילדים.
The children played in the forest. | הילדים שיחקו ביער.
A blue creature walked in the forest. | יצור כחול הלך ביער.
The creature was small and the forest was green. | היצור היה קטן והיער היה ירוק.
The girl bought an apple at the market. | הילדה קנתה תפוח בשוק.
The boy sold apples at the old market. | הילד מכר תפוחים בשוק הישן.
The company released a new phone. | החברה שחררה טלפון חדש.
The new phone was sold last week. | הטלפון החדש נמכר בשבוע שעבר.
The teacher reads a book in the library. | המורה קוראת ספר בספרייה.
The books in the library are old. | הספרים בספרייה ישנים.
The student walks from the library to the house. | הסטודנט הולך מהספרייה אל הבית.
The house is near the forest. | הבית ליד היער.
The children walk to school in the morning. | הילדים הולכים לבית הספר בבוקר.
In the evening the children return from school. | בערב הילדים חוזרים מבית הספר.
The king lived in a big house. | המלך גר בבית גדול.
The kings of the old city were rich. | המלכים של העיר הישנה היו עשירים.
The queen walked in the garden of the king. | המלכה הלכה בגן של המלך.
The city has a river and an old bridge. | בעיר יש נהר וגשר ישן.
The bridge over the river is long. | הגשר מעל הנהר ארוך.
The river near the city is wide. | הנהר ליד העיר רחב.
The boat sailed on the river in the morning. | הסירה שטה בנהר בבוקר.
The boy and the girl sat on the bridge. | הילד והילדה ישבו על הגשר.
The teacher and the student talked in the evening. | המורה והסטודנט דיברו בערב.
The old man reads the newspaper at home. | האיש הזקן קורא עיתון בבית.
The woman writes a letter to the king. | האישה כותבת מכתב למלך.
The letter was written in the library. | המכתב נכתב בספרייה.
The king read the letter and laughed. | המלך קרא את המכתב וצחק.
The market opens in the morning. | השוק נפתח בבוקר.
The market closes in the evening. | השוק נסגר בערב.
The bread at the market is fresh. | הלחם בשוק טרי.
We bought bread, fruit and apples. | קנינו לחם, פירות ותפוחים.
The tree in the garden is tall. | העץ בגינה גבוה.
The trees in the forest are taller. | העצים ביער גבוהים יותר.
The blue bird sat on the tree. | הציפור הכחולה ישבה על העץ.
The birds sang in the garden. | הציפורים שרו בגינה.
The small dog walked near the river. | הכלב הקטן הלך ליד הנהר.
The dogs of the city sleep in the morning. | הכלבים של העיר ישנים בבוקר.
The girl likes reading books. | הילדה אוהבת לקרוא ספרים.
The boy likes walking in the forest. | הילד אוהב ללכת ביער.
The student likes writing letters. | הסטודנט אוהב לכתוב מכתבים.
The book that the teacher wrote is new. | הספר שהמורה כתבה חדש.
The house that the king bought is near the river. | הבית שהמלך קנה ליד הנהר.
The picture in the book is blue. | התמונה בספר כחולה.
The pictures of the city are old. | התמונות של העיר ישנות.
Last week the teacher opened the library. | בשבוע שעבר המורה פתחה את הספרייה.
In the winter the river is cold. | בחורף הנהר קר.
In the summer the market is full of fruit. | בקיץ השוק מלא בפירות.
The fruit at the market is cheap. | הפירות בשוק זולים.
"""

_TEST_PAIRS = """
The dog walked from the house to the market. | הכלב הלך מהבית לשוק.
When the teacher returned, the library opened. | כשהמורה חזרה, הספרייה נפתחה.
The girl played near the bridges. | הילדה שיחקה ליד הגשרים.
And in the forest the bird sings. | וביער הציפור שרה.
The king writes to the queen and to the children. | המלך כותב למלכה ולילדים.
The reader likes the new pictures. | הקורא אוהב את התמונות החדשות.
From the garden we walked to the river. | מהגינה הלכנו לנהר.
The apple that the boy bought was small. | התפוח שהילד קנה היה קטן.
In the house and in the garden the dogs sleep. | בבית ובגינה הכלבים ישנים.
The students talked about the book. | הסטודנטים דיברו על הספר.
The boats sail in the summer. | הסירות שטות בקיץ.
The teachers write on the tree. | המורות כותבות על העץ.
"""


def _columns(block: str) -> dict[str, list[str]]:
    """Split lines of the form ``English | Hebrew`` into two lists of equal length."""
    pairs = [line.split(" | ") for line in block.strip().splitlines()]
    return {"en": [english for english, _ in pairs], "he": [hebrew for _, hebrew in pairs]}


TRAIN = _columns(_TRAIN_PAIRS)
TEST = _columns(_TEST_PAIRS)
