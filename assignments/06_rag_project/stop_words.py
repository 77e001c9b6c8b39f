"""Words that stand in nearly every text and so tell no text from another: English and Hebrew, in the form that
`analyze` compares them in (lower case, without niqqud, apostrophes or gershayim).

Question words are among them: passages answer, they do not ask.
"""

_ENGLISH = """
a about after again all also am an and any are as at be because been before being both but by can could did do does
doing down each few for from further had has have having he her here hers him his how i if in into is it its just
me more most much many my no nor not of off on once only or other our out over own same she should so some such than
that the their them then there these they this those through to too under until up very was we were what when where
which while who whom whose why will with would you your tell please
arent cant couldnt didnt doesnt dont hasnt havent isnt its shouldnt thats theyre wasnt werent whats whens wheres whos
wont wouldnt youre
"""

_HEBREW = """
ב ה ו כ ל מ ש
של את על אל עם אם או כי לא כן גם רק אך אבל אלא כל כמו כך כאשר לפי ליד אחרי לפני בין עד מן מתוך תוך בלי יותר פחות מאוד
הוא היא הם הן אני אתה אתם אנחנו זה זו זאת אלה אלו יש אין היה היתה הייתה היו יהיה תהיה יהיו להיות
לו לה להם להן לי לך לכם לנו בו בה בהם בהן בי בך בנו שלו שלה שלהם שלהן שלי שלך שלכם שלנו אותו אותה אותם אותן
מה מי מתי איפה היכן איך כיצד כמה למה מדוע איזה איזו אילו האם לאן מאין ממתי במה בכמה לכמה מכמה למי ממי
שהוא שהיא שהם שהן שזה שזו שיש שאין וגם ואת ועל ועם ואם ולא וכל פה כאן אז עוד כבר אחר אחרת ידי
"""

ENGLISH = frozenset(_ENGLISH.split())
HEBREW = frozenset(_HEBREW.split())
STOP_WORDS = ENGLISH | HEBREW
