"""A small Hebrew-English glossary, and a gloss made with it: Hebrew as an English encoder can read it.

all-MiniLM has read English. To it a Hebrew word is a string of letters. Translating word by word by a dictionary is the oldest
way across languages in retrieval (Ballesteros and Croft 1997, *Phrasal translation and query expansion techniques for cross-language
information retrieval*). A gloss is no sentence, and an encoder makes much of it nevertheless.

    >>> gloss("המעבורת יוצאת בשעה 9:40").text
    'the ferry leaves in hour 9:40'

Words that are not in the glossary (names, above all) are written in Latin letters, always in the same way.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_WORDS = """
when: מתי|from when: ממתי|where: איפה היכן איה|to where: לאן|how much many: כמה|who: מי|whose: שלמי|what: מה|what is: מהו מהי מהם מהן
which: איזה איזו אילו|why: למה מדוע|how: איך כיצד|of: של|on: על|with: עם|to: אל|from: מן|until: עד|not: לא אל|is not: אינו אינה אין|there is: יש
he: הוא|she: היא|they: הם הן|this: זה זו זאת הזה הזאת|every: כל בכל מדי|more: יותר עוד|less: פחות|very: מאוד|most: הכי ביותר|only: רק בלבד לבד
or: או|also: גם אף|because: כי שכן|if: אם|before: לפני טרם|after: אחרי לאחר|between: בין|under: תחת מתחת|above: מעל|beside: ליד|without: בלי ללא
for: עבור בשביל למען|during: במשך בעת|since: מאז|his: שלו|her: שלה|in it: בו בה|to it: לו לה אליו אליה|one: אחד אחת|two: שני שתי שניים
first: ראשון ראשונה ראשונים|second: שנייה|last: אחרון אחרונה אחרוני אחרונים אחרונות|next: הבא הבאה|former: קודם קודמת|new: חדש חדשה חדשים
old: ישן ישנה ישנים ותיק ותיקה עתיק עתיקה|young: צעיר צעירה|big: גדול גדולה גדולים|small: קטן קטנה קטנים|long: ארוך ארוכה|short: קצר קצרה
high tall: גבוה גבוהה|low: נמוך נמוכה|height: גובה גובהו|length: אורך אורכו|far: רחוק רחוקה|near: קרוב קרובה|distance: מרחק|fast: מהיר מהירה|slow: איטי
expensive: יקר יקרה|cheap: זול זולה|free: חינם|full: מלא מלאה|quiet: שקט שקטה|famous: מפורסם מפורסמת ידוע ידועה|good: טוב טובה|beautiful: יפה|many: רב רבים רבות
day: יום ימים ימי|days: יומיים|hour: שעה שעת שעות|minute: דקה|minutes: דקות|week: שבוע|month: חודש|year: שנה שנת שנים|date: תאריך|time: זמן זמנים מועד
morning: בוקר|evening: ערב|noon: צהריים|night: לילה|today: היום|tomorrow: מחר|yesterday: אתמול|now: עכשיו כעת|always: תמיד|season: עונה|winter: חורף
summer: קיץ|spring: אביב|autumn: סתיו|Sunday: יום־ראשון|Monday: יום־שני|Tuesday: שלישי|Wednesday: רביעי|Thursday: חמישי|Friday: שישי|Saturday: שבת
January: ינואר|February: פברואר|March: מרץ|April: אפריל|May: מאי|June: יוני|July: יולי|August: אוגוסט|September: ספטמבר|October: אוקטובר|November: נובמבר
December: דצמבר|crowns: כתרים|shillings: שילינגים|pounds: לירות|money: כסף|price: מחיר מחירו|cost: עולה עלות עלותו לעלות|pay: משלם משלמים לשלם תשלום משלמת|fee: דמי
tariff rate: תעריף תעריפי|in return for: תמורת תמורה|fine penalty: קנס עונש|ticket: כרטיס כרטיסים|purchase: קנייה לקנות קונים|sell: נמכר נמכרת מכירה מוכר מוכרת מוכרים
debt owes: חייב חייבת חייבים|pocket: כיס כיסי|addition: תוספת|discount: הנחה|donation: תרומה|box office: קופה קופת|bracelet: צמיד
museum: מוזיאון|library: ספרייה ספריית ספריה|school: בית־ספר|theatre: תיאטרון|inn: אכסניה אכסניית פונדק|bakery: מאפייה מאפיית|ferry: מעבורת|festival: פסטיבל
fair: יריד|walk tour: סיור|workshop: סדנה סדנת|bridge: גשר|lighthouse: מגדלור|island: אי אייה|village: כפר|city: עיר|municipality: עירייה|town: עיירה|house: בית
place: מקום|building: בניין מבנה|street: רחוב|lane: סמטה סמטת|avenue: שדרה שדרת שדרות|square: כיכר|hill: גבעה גבעת|road: דרך|harbour: נמל|pier quay: מזח רציף
shore coast: חוף|sea: ים ימה|water: מים|land: יבשה|room: חדר|rooms: חדרים חדרי|space: חלל חללי|gallery: גלריה גלריות|hall: אולם|stage: במה|seat: מושב|seats chairs: מושבים כיסאות
floor: קומה קומות|step: מדרגה|steps stairs: מדרגות|door: דלת דלתות|gate: שער|key: מפתח|keys: מפתחות|window: חלון חלונות|lamp: מנורה מנורת|light: אור אורות תאורה|tower: מגדל
manager: מנהל מנהלת לנהל ניהול|head: ראש ראשת|in charge responsible: אחראי אחראית|owner: בעל בעלת בעלים|director boss: בוס|decides: מחליט מחליטה|baker: אופה|captain: קברניט קברניטית חובל
guide: מדריך מדריכה מדריכת הדרכה מוביל מובילה|teacher: מורה מורת מלמד מלמדת ללמד|instructor: מנחה|organiser: מארגן מארגנת לארגן מרכז מרכזת רכז רכזת|librarian: ספרן ספרנית
innkeeper: פונדקאי פונדקאית|engineer: מהנדס מהנדסת|architect: אדריכל אדריכלית|planned designed: תכנן תכננה תוכנן תכנון מתכנן מתכננת|built: נבנה נבנתה בנה בנתה בנייה
person man: אדם איש אישה|people: אנשים|name: שם שמו שמה|child: ילד ילדה|children: ילדים ילדות|adult: מבוגר מבוגרת מבוגרים בוגר|youngsters: צעירים|pupil: תלמיד|pupils: תלמידים תלמידי
visitor: מבקר אורח|visitors: מבקרים ביקרו|guests: אורחים אורחי|audience spectators: צופים קהל צופה|passenger: נוסע|passengers: נוסעים נוסעי|inhabitants residents: תושבים תושבי דיירים
lives: גר גרה גרים גרות מתגורר מתגוררים חי חיים|population souls: אוכלוסייה נפש נפשות|member: חבר חברה עמית|participant: משתתף משתתפים|hiker: מטייל מטיילים|rider: רוכב רוכבים|sailor: מלח
open: פתוח פתוחה פתוחים פותח פותחת פותחים נפתח נפתחת נפתחים פתיחה לפתוח ייפתח|close: סגור סגורה סגורים סוגר סוגרת נסגר נסגרת סגירה לסגור נעול נעולה נועל|begin: מתחיל מתחילה מתחילים התחלה תחילה
start: החל החלה החלו להתחיל נפתחה|end: מסתיים מסתיימת סוף סיום נגמר|leave depart: יוצא יוצאת יוצאים עוזב עוזבת יציאה יציאתה|sail: מפליג מפליגה מפליגים הפלגה|arrive: מגיע מגיעה מגיעים להגיע הגעה אגיע
go: הולך הולכת הולכים ללכת נוסע־אל|enter: נכנס נכנסת נכנסים להיכנס|entry admission: כניסה|let in: מכניסים מכניס|come: בא באה באים לבוא|return: חוזר חוזרת חוזרים לחזור|stay: נשאר להישאר שוהים שהייה
cross: חוצה לחצות חציית|trip journey: נסיעה הפלגה־ארוכה מסע|lasts: נמשך נמשכת נמשכים משך אורכת אורך־זמן|move: זז|rest: נח מנוחה נחים חופש|day off: יום־חופש|held takes place: נערך נערכת מתקיים מתקיימת ייערך יתקיים תתקיים קורה
hosts: מארח מארחת אירוח|stands located: נמצא נמצאת שוכן שוכנת עומד עומדת ניצב ניצבת ממוקם ממוקמת|address: כתובת|founded: נוסד נוסדה הוקם הוקמה ייסדו ייסוד הקמה|exists: קיים קיימת|history: היסטוריה תולדות
beginning origin: ראשית ראשיתו ראשיתה ראשיתן|born: נולד נולדה|birthplace: הולדת לידה לידתו לידתה|cradle: עריסה עריסתו עריסתה|inaugurated: נחנך נחנכה חנוכה|registration: הרשמה רישום להירשם נרשם נרשמים ירשם רשומים
sign up join: להצטרף מצטרפים מצטרף|deadline: יאוחר|collects: אוסף אוספת אספן לאסוף|collection: אוסף־של|owns holds: מחזיק מחזיקה|telephone: טלפון|extension: שלוחה|dial: מחייגים חייגו חייג|call: להתקשר מתקשרים קורא קוראת קוראים
book: ספר|books: ספרים ספרי כותרים כרכים|borrow: לשאול השאלה שואלים|lend: משאיל משאילה|late: איחור מאחר לאחר־זמן באיחור|forgetful: שכחן שכחנים|volumes stock: מלאי|list: רשימה רשימת|catalogue: קטלוג|reading: קריאה
exhibit: מוצג מוצגים מוצגת תצוגה|exhibition: תערוכה|treasure pride: גאווה גאוות אוצר|precious: יקר־ערך|prize: פרס פרסים|win: זוכה לזכות זכה זכתה|raffle: הגרלה הגרלת טומבולה|play: הצגה מחזה מציג מציגה משחק משחקת מופע
troupe ensemble: להקה להקת|performance: הופעה|dish: מנה מנת מאכל|meal: ארוחה ארוחת|breakfast: ארוחת־בוקר|speciality: מומחיות|taste: לטעום טעם|eat: לאכול אוכל אוכלים מאכילים|hungry: רעב רעבה רעבים|chef: שף|coffee: קפה|tea: תה
bread loaf: לחם כיכר־לחם ככר|dark: כהה|cake: עוגה עוגת|tart: טארט|pie: פשטידה פשטידת|strudel: שטרודל|soup: מרק|stew: תבשיל|dumpling: כיסון|salad: סלט|cheese: גבינה גבינת|honey: דבש|jam: ריבה ריבת|sweet: מתוק מתוקה
bed: מיטה מיטות|sleep: לישון לינה ישן־לילה|bicycle: אופניים|two wheels: גלגלי|wheel: גלגל|ship boat: אונייה סירה סירות|deck: סיפון|anchor: עוגן|helm: הגה|destination: יעד יעדה|crew: צוות|licence: רישיון
connects: מחבר מחברת מקשר מקשרת|capacity: קיבולת תפוסה|place for: מקומות|hold contain: מכיל מכילה|carry: נושא נושאת|limit: תקרה מוגבל מוגבלת|maximum: מרבי היותר־הרבה|group: קבוצה קבוצות|class form: כיתה כיתות|lesson: שיעור שיעורים
instruction teaching: הוראה|study: לומד לומדת לומדים לימוד לימודים|metre: מטר|metres: מטרים|kilometre: קילומטר ק״מ|kilometres: קילומטרים|route: מסלול|meeting point: מפגש|meets: נפגשים מתכנסים מתאספים|gather: התכנסות
product: תוצרת מוצר|livelihood: פרנסה מתפרנסים|known for: נודע נודעת|export: ייצוא|visits: ביקור ביקורים|chart diagram: תרשים דיאגרמה|picture: תמונה|poster: כרזה|photo: צילום|shown: מופיע מופיעה מוצג־בתמונה|news: חדשות
announcement: הודעה|notice: מודעה|sign: שלט|newspaper: עיתון|letter: מכתב|rule: כלל|question: שאלה|answer: תשובה|sentence: משפט|story: סיפור|diary: יומן|report: דוח|travel guide: למטיילים|conductor: כרטיסן
according to: לפי|published: פורסם|changed: השתנה שונה־עכשיו|instead: במקום־זאת|from now: מעתה|again: שוב|still: עדיין|already: כבר|until now: עד־כה|possible: אפשר אפשרי|must: צריך צריכים חייבים־לעשות|allowed: מותר רשאי רשאים|forbidden: אסור
want: רוצה רוצים|know: יודע יודעת|say: אומר אומרים|ask: שואל מבקש מבקשים|thank: תודה|hear: נשמע שומעים|see: רואה רואים לראות|look: מבט|find: מוצא תמצאו למצוא|search: מחפש חיפוש|write: כותב כותבים לכתוב נכתב|read: קורא־ספר
take: לוקח לקחת ייקח|give: נותן נותנת|bring: מביא להביא|receive: מקבל מקבלים לקבל קיבל|need: זקוק|wait: מחכה מחכים|sit: יושב יושבת|stand: לעמוד עומדים|miss: להחמיץ לפספס|choose: לבחור נבחר|avoid: להימנע|count: נספרו ספירה
work: עבודה|desk: דלפק|office: משרד|shop: חנות|market: שוק|garden: גן גינה|tree: עץ עצים|stone: אבן אבנים|rain: גשם|sun: שמש|wind: רוח|dog: כלב|cat: חתול|bird: ציפור ציפורים|flower: פרח פרחים|wool: צמר|paper: נייר|glass: זכוכית
brass: פליז|copper: נחושת|silver: כסופה כסוף|bronze: ארד|clay: חרס|porcelain: חרסינה|oak: אלון|marble: שיש|iron: ברזל|gold: זהב|clock watch: שעון שעוני|mask: מסכה מסכת|goblet: גביע|plate: צלחת|chest box: תיבה תיבת תיבות|ring: טבעת|statue: פסל
trumpet: חצוצרה חצוצרת|mirror: מראה מראת|shield: מגן|bowl: קערה קערת|harp: נבל|puppet: בובה בובת|comb: מסרק|necklace: מחרוזת|fountain: מזרקה מזרקת|telescope: טלסקופ|candlestick: פמוט|dagger: פגיון|carriage: מרכבה מרכבת|sledge: מזחלת
stamps: בולים|coins: מטבעות|buttons: כפתורים כפתורי|postcards: גלויות|maps charts: מפות|pens: עטים|bottles: בקבוקים בקבוקי|programmes: תוכניות|caps hats: כובעים|soldiers: חיילי|trains: רכבות רכבת|toy: צעצוע|music: נגינה מוזיקה תזמורת
raised: מרימים מרימה עולים עולות|shutters: תריסים|bell: פעמון|threshold: סף|roof: גג|roof beam: קורת|corner: פינה|wall: קיר|committee: ועד|threads: חוטים|year of birth: שנת־לידה|birthday: הולדתו|daughter: בת|son: בן|wife: אשתו|brother: אח|sister: אחות
from abroad: מחוץ־לארץ|friend: ידיד ידידה|grandmother: סבתא|grandfather: סבא|family: משפחה|collector: אספנית|hobby: תחביב|sum amount: סכום|height of: בגובה|hand over: מוסר למסור|demand: דורש דורשת דורשים|put: שם־בקופה|set: נקבע קבוע קבועה
fixed regular: הקבוע הקבועה|weekly: שבועי|annual: שנתי|held every: מתקיים־בכל|public: ציבור|served: מוגש מוגשת|order: להזמין סדר|recommended: מומלץ כדאי|best: מיטב|loved: אהוב אהובה|sweets: ממתקים|figure number: מספר מספרים|half: חצי|quarter: רבע
extends stretches: משתרע נמתח|rises: מתנשא|measured: נמדד נמדדו|climb: לטפס עלייה|down: למטה|lamp of lighthouse: פנס פנסים|nautical: ימי־שיט|keeper: שומר|bank: גדה גדת|river: נהר|load: משא|vehicles: רכב|pedestrian: רגל הולכי|traffic: תנועה
"""
_LETTERS = dict(
    zip(
        "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
        [
            "a",
            "b",
            "g",
            "d",
            "h",
            "w",
            "z",
            "ch",
            "t",
            "y",
            "k",
            "k",
            "l",
            "m",
            "m",
            "n",
            "n",
            "s",
            "e",
            "p",
            "p",
            "tz",
            "tz",
            "k",
            "r",
            "sh",
            "t",
        ],
        strict=True,
    )
)
_WORD = re.compile("[א-ת]+(?:[׳״'\"][א-ת]+)*")
_ARTICLE, _PREFIXES = "ה", {"ו": "and", "ה": "the", "ב": "in", "ל": "to", "כ": "as", "מ": "from", "ש": "that"}
_SHORTEST = 2
"""Letters that are left of a word in the glossary when its prefixes are off."""


class Gloss(NamedTuple):
    """A text in English words, and where each piece of it comes from."""

    text: str
    pieces: list[tuple[int, int, int, int, bool]]
    """(start, end) in the text that was glossed, (start, end) in the gloss, whether it is a Hebrew word; in the order of both."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the gloss; an empty place, if it was glossed into nothing.

        Of a Hebrew word all its English words count, of everything else the very characters.
        """
        inside = [
            (a, b) if hebrew else (a + max(start - first, 0), b - max(last - end, 0))
            for first, last, a, b, hebrew in self.pieces
            if first < end and last > start
        ]
        return (inside[0][0], inside[-1][1]) if inside else (0, 0)


def _dictionary() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in _WORDS.replace("\n", "|").split("|"):
        if entry:
            english, hebrew = entry.split(": ")
            for word in hebrew.split():
                found.setdefault(word, english)
    return found


GLOSSARY = _dictionary()
"""Hebrew word, without prefixes -> English."""


@lru_cache(maxsize=1 << 16)
def english_word(word: str) -> str:
    """A Hebrew word in English, its prefixes as words of their own; a word that is not in the glossary in Latin letters."""
    for cut in range(min(4, len(word) - _SHORTEST + 1)):
        if set(word[:cut]) <= _PREFIXES.keys() and word[cut:] in GLOSSARY:
            return " ".join([*(_PREFIXES[letter] for letter in word[:cut]), GLOSSARY[word[cut:]]])
    bare = re.sub("[׳״'\"]", "", word)
    while len(bare) > 3 and bare[0] in _PREFIXES:
        bare = bare[1:]
    return "".join(_LETTERS.get(letter, "") for letter in bare)


def gloss(text: str) -> Gloss:
    """A text with every Hebrew word turned into English; what is not Hebrew stays."""
    pieces, out, last = [], "", 0
    for match in [*_WORD.finditer(text), None]:
        start = match.start() if match else len(text)
        if between := text[last:start]:
            pieces.append((last, start, len(out), len(out) + len(between), False))
            out += between
        if match:
            english = english_word(match[0])
            pieces.append((start, match.end(), len(out), len(out) + len(english), True))
            out += english
            last = match.end()
    return Gloss(out, pieces)
