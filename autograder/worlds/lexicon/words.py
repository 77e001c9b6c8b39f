"""Words that names and things are composed of, each in English and in Hebrew."""

from __future__ import annotations

# Nouns of names such as "the Grey Heron": English, Hebrew with its article, gender in Hebrew.
CREATURES = """
heron האנפה f|otter הלוטרה f|fox השועל m|owl הינשוף m|hare הארנבת f|swan הברבור m|gull השחף m|crane העגור m
badger הגירית f|lantern הפנס m|kite העפיפון m|anchor העוגן m|bell הפעמון m|compass המצפן m|drum התוף m|mirror המראה f
acorn הבלוט m|maple האדר m|cedar הארז m|poppy הפרג m|comet השביט m|moon הירח m|sail המפרש m|oar המשוט m|feather הנוצה f
pearl הפנינה f|raven העורב m|dolphin הדולפין m|turtle הצב m|hedgehog הקיפוד m|squirrel הסנאי m|sparrow הדרור m
swallow הסנונית f|bee הדבורה f|butterfly הפרפר m|star הכוכב m|cloud הענן m|rainbow הקשת f|umbrella המטרייה f
teapot הקומקום m|spoon הכף f|thimble האצבעון m|candle הנר m|wheel הגלגל m|ladder הסולם m|barrel החבית f|boot המגף m
hat הכובע m|violin הכינור m|trumpet החצוצרה f|flute החליל m|pigeon היונה f|stork החסידה f|hoopoe הדוכיפת f|lion האריה m
bear הדוב m|wolf הזאב m|goat העז f|salmon הסלמון m|crab הסרטן m|whale הלווייתן m|pine האורן m|oak האלון m|fig התאנה f
olive הזית m|almond השקד m|lemon הלימון m|horse הסוס m|camel הגמל m|pebble האבן f|basket הסל m|chimney הארובה f
window החלון m|garden הגן m|tiger הנמר m|frog הצפרדע f|beetle החיפושית f|peacock הטווס m|mountain ההר m|river הנהר m
"""
ADJECTIVES = """
grey האפור האפורה|silver הכסוף הכסופה|golden הזהוב הזהובה|green הירוק הירוקה|blue הכחול הכחולה|red האדום האדומה
white הלבן הלבנה|black השחור השחורה|brown החום החומה|little הקטן הקטנה|quiet השקט השקטה|merry העליז העליזה
sleepy המנומנם המנומנמת|brave האמיץ האמיצה|happy השמח השמחה|hidden הנסתר הנסתרת|dancing הרוקד הרוקדת
flying המעופף המעופפת|singing המזמר המזמרת|laughing הצוחק הצוחקת|wise החכם החכמה|swift המהיר המהירה
striped המפוספס המפוספסת|painted הצבוע הצבועה|round העגול העגולה|crooked העקום העקומה|shining הנוצץ הנוצצת
lonely הבודד הבודדת|purple הסגול הסגולה|orange הכתום הכתומה|pale החיוור החיוורת|wild הפראי הפראית|gentle העדין העדינה
hungry הרעב הרעבה|curious הסקרן הסקרנית|proud הגאה הגאה|tired העייף העייפה|forgotten הנשכח הנשכחת|patient הסבלני הסבלנית
friendly הידידותי הידידותית|clever הפיקח הפיקחית|wandering הנודד הנודדת|whistling השורק השורקת|lazy העצלן העצלנית
giant הענקי הענקית|ancient העתיק העתיקה|spotted המנומר המנומרת|winking הקורץ הקורצת
yellow הצהוב הצהובה|famous המפורסם המפורסמת|secret הסודי הסודית|royal המלכותי המלכותית|northern הצפוני הצפונית
"""

# "a brass telescope": what a museum shows or a fair gives away; the Hebrew noun in the construct state.
OBJECTS = """
telescope טלסקופ|mask מסכת|clock שעון|goblet גביע|plate צלחת|chest תיבת|chair כיסא|lamp מנורת|necklace מחרוזת
statue פסל|dagger פגיון|ring טבעת|harp נבל|sledge מזחלת|carriage מרכבת|puppet בובת|comb מסרק|bowl קערת
candlestick פמוט|mirror מראת|shield מגן|trumpet חצוצרת|bracelet צמיד|fountain מזרקת
"""
MATERIALS = """
brass פליז|copper נחושת|glass זכוכית|amber ענבר|oak אלון|marble שיש|silver כסף|bronze ארד|clay חרס|porcelain חרסינה
ivory שנהב|stone אבן|iron ברזל|walnut אגוז|coral אלמוג|slate צפחה|jade ירקן|pewter בדיל
"""
BAKED = "cake עוגת|bread לחם|tart טארט|pie פשטידת|strudel שטרודל"
COOKED = "soup מרק|stew תבשיל|pie פשטידת|dumpling כיסון|salad סלט"
FLAVOURS = """
plum שזיפים|leek כרישה|almond שקדים|pumpkin דלעת|fig תאנים|lentil עדשים|rosemary רוזמרין|cherry דובדבנים
chestnut ערמונים|beetroot סלק|mushroom פטריות|apricot משמשים|fennel שומר|onion בצל|walnut אגוזים|quince חבושים
spinach תרד|potato תפוחי אדמה|carrot גזר|date תמרים|blueberry אוכמניות|artichoke ארטישוק|cabbage כרוב|pear אגסים
"""
HOBBIES = """
old postcards;גלויות ישנות|tin soldiers;חיילי בדיל|rusty keys;מפתחות חלודים|train tickets;כרטיסי רכבת
glass marbles;גולות זכוכית|coat buttons;כפתורי מעילים|sea charts;מפות ים|music boxes;תיבות נגינה|foreign stamps;בולים זרים
silver coins;מטבעות כסף|sea shells;קונכיות|sewing thimbles;אצבעוני תפירה|clay whistles;משרוקיות חרס
bottle labels;תוויות בקבוקים|fountain pens;עטים נובעים|pocket watches;שעוני כיס|walking sticks;מקלות הליכה
matchboxes;קופסאות גפרורים|paper fans;מניפות נייר|porcelain cats;חתולי חרסינה|door handles;ידיות דלתות
wine corks;פקקי יין|lace collars;צווארוני תחרה|theatre programmes;תוכניות תיאטרון|pressed flowers;פרחים מיובשים
sugar spoons;כפיות סוכר|chess pieces;כלי שחמט|bird feathers;נוצות ציפורים|oil lamps;מנורות שמן|toy trains;רכבות צעצוע
"""
PRODUCTS = """
goat cheese;גבינת עזים|lavender oil;שמן לבנדר|smoked herring;הרינג מעושן|woollen blankets;שמיכות צמר|sea salt;מלח ים
heather honey;דבש אברש|pear cider;יין אגסים|juniper soap;סבון ערער|willow baskets;סלי ערבה|black olives;זיתים שחורים
sweet onions;בצלים מתוקים|linen shirts;חולצות פשתן|peach jam;ריבת אפרסקים|blue pottery;כלי חרס כחולים|beeswax candles;נרות דונג
dried mushrooms;פטריות מיובשות|apple vinegar;חומץ תפוחים|mint syrup;סירופ נענע|rowing boats;סירות משוטים|oysters;צדפות
carved spoons;כפות מגולפות|rose petals;עלי ורדים|seaweed crisps;חטיפי אצות|pumpkin seeds;גרעיני דלעת|almond oil;שמן שקדים
"""
CURRENCIES = "crowns כתרים|shillings שילינגים|pounds לירות"
"""Money whose name a speech recogniser knows."""

MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTHS_HE = ["ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"]
WEEKDAYS_EN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WEEKDAYS_HE = ["שני", "שלישי", "רביעי", "חמישי", "שישי", "שבת", "ראשון"]


def rows(text: str, separator: str = " ") -> list[list[str]]:
    """The rows of one of the tables above: split at | and at line ends, then into cells."""
    return [row.split(separator) for line in text.strip().splitlines() for row in line.split("|") if row]
