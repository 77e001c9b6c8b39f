"""Whom things remember: by this they are told where they are not named.

A row has a calling in English and in Hebrew, then what somebody of that calling did, without its word: in questions of public
wordings, and in those of held-out ones.
"""

PATRONS = """
beekeeper;כוורן;looked after hives;made honey for a living
astronomer;אסטרונום;studied the planets;gazed at the night sky
lion tamer;מאלף אריות;trained big cats in a circus;cracked a whip among wild beasts
blacksmith;נפח;shoed horses at a forge;hammered red-hot metal
surgeon;מנתח;operated on patients;cut people open to heal them
dentist;רופא שיניים;pulled teeth;filled cavities in molars
midwife;מיילדת;helped babies into the world;attended births
tailor;חייט;sewed suits;made clothes to measure
cobbler;סנדלר;mended shoes;put new soles on boots
barber;ספר שיער;cut hair and shaved beards;worked with scissors and a razor
pirate;שודד ים;robbed ships;sailed under a black flag with a skull
detective;בלש;solved crimes;tracked down murderers
smuggler;מבריח;carried goods past customs at night;brought contraband over the border
magician;קוסם;pulled rabbits out of hats;performed card tricks
ballerina;רקדנית בלט;danced on tiptoe;pirouetted in a tutu
opera singer;זמר אופרה;sang arias;had a voice for Verdi and Puccini
violin maker;בונה כינורות;built stringed instruments;made fiddles
organist;נגן עוגב;played the pipes in church;accompanied hymns on Sundays
composer;מלחין;wrote symphonies;filled sheets with music
poet;משורר;wrote verses;put love into sonnets
novelist;סופר;wrote long works of fiction;invented stories that filled thick books
spy;מרגל;passed on secrets to a foreign power;worked undercover for an intelligence service
soldier;חייל;fought in the army;served at the front in a war
admiral;אדמירל;commanded a fleet;was in charge of the navy
monarch;מלך;wore a crown;sat on a throne
judge;שופט;passed sentences in court;ruled on lawsuits
burglar;פורץ;broke into houses;stole jewels from bedrooms
gardener;גנן;grew roses;planted flowers and trimmed hedges
shepherd;רועה צאן;guarded a flock of sheep;watched over lambs on the hills
fisherman;דייג;cast nets at sea;lived on cod and herring
hunter;צייד;shot deer;stalked game with a rifle
miner;כורה;dug for coal;worked underground with a pickaxe
carpenter;נגר;made furniture;planed and sawed wood
bricklayer;בנאי;built walls with mortar;had a trowel and cement
glassblower;נשפן זכוכית;made bottles from molten sand;shaped vases with the breath
potter;קדר;turned jars on a wheel;shaped clay
weaver;אורג;made cloth on a loom;turned threads into fabric
brewer;מבשל בירה;made beer;turned hops and malt into a drink
winemaker;יינן;pressed grapes;owned a vineyard
butcher;קצב;sold meat;cut up steaks and sausages
chocolatier;שוקולטייר;made sweets from cocoa;filled boxes with pralines
pharmacist;רוקח;prepared medicines;mixed pills and ointments
veterinarian;וטרינר;healed animals;treated sick pets and cattle
nurse;אחות רחמנייה;cared for the sick at their bedside;bandaged the wounded
psychoanalyst;פסיכואנליטיקאי;interpreted dreams;listened to patients on a couch
mathematician;מתמטיקאי;proved theorems;thought in equations
chemist;כימאי;experimented with acids;discovered an element in a laboratory
botanist;בוטנאי;collected rare plants;classified ferns
ornithologist;חוקר ציפורים;watched birds;counted migrating geese
archaeologist;ארכאולוג;dug up ruins;excavated ancient tombs
geologist;גאולוג;studied rocks;knew all about minerals and volcanoes
mountaineer;מטפס הרים;climbed peaks;reached summits with rope and ice axe
polar explorer;חוקר קטבים;sledged to the South Pole;crossed the Antarctic ice
pilot;טייס;flew aeroplanes;spent a life in a cockpit
astronaut;אסטרונאוט;flew into space;orbited the Earth in a rocket
balloonist;מעופף בכדור פורח;rose into the air under hot gas;floated above the clouds in a basket
diver;צולל;searched the bottom of the sea;went down to wrecks with an air hose
swimmer;שחיין;crossed the Channel in a bathing suit;did the crawl and the butterfly
boxer;מתאגרף;knocked out opponents;won fights by punches
jockey;רוכב מרוצים;won horse races;was small and rode thoroughbreds
cyclist;רוכב אופניים;won races on a bike;pedalled over mountain passes
footballer;כדורגלן;scored goals;kicked a ball in full stadiums
chess master;אמן שחמט;checkmated everybody;won with rooks and bishops
fencer;סייף;duelled with a foil;was quick with a sword
archer;קשת;shot arrows;hit targets with a bow
acrobat;אקרובט;walked a tightrope;swung on the trapeze
clown;ליצן;made children laugh in the circus;wore a red nose
puppeteer;מפעיל בובות;pulled the strings of marionettes;staged plays with wooden dolls
photographer;צלם;took pictures with a camera;developed portraits in a darkroom
painter;צייר;worked in oil on canvas;covered canvases with landscapes
sculptor;פסל;carved marble figures;worked with a chisel
clockmaker;שען;repaired watches;adjusted springs and pendulums
locksmith;מסגר;made keys;opened doors for people who were shut out
printer;דפס;set type and ran a press;produced leaflets in ink
journalist;עיתונאי;reported the news;wrote articles for the daily press
postman;דוור;delivered letters;went from door to door with the mail
telegraphist;טלגרפיסט;sent Morse code;tapped dots and dashes
firefighter;כבאי;put out blazes;climbed ladders with a hose
policeman;שוטר;arrested criminals;patrolled in uniform with a truncheon
chimney sweep;מנקה ארובות;brushed soot from flues;was black with soot
engine driver;נהג קטר;drove steam trains;ran a locomotive
coachman;עגלון;drove a horse-drawn carriage;held the reins of four horses
banker;בנקאי;lent money at interest;kept other people's savings
beggar;קבצן;asked passers-by for coins;lived on alms
missionary;מיסיונר;spread the faith overseas;converted distant tribes
monk;נזיר;lived in a monastery;took vows and prayed in a cell
fortune teller;מגדת עתידות;read palms;looked into a crystal ball
interpreter;מתורגמן;translated between languages;spoke nine tongues
mapmaker;קרטוגרף;drew atlases;charted coastlines
whaler;צייד לווייתנים;harpooned giants of the ocean;went after the largest animals of the sea
perfumer;בשם;mixed scents;created fragrances
hatter;כובען;made headgear;sold bowlers and bonnets
jeweller;צורף;set diamonds;worked with gems
tattooist;מקעקע;inked anchors into skin;decorated arms and backs with needles
weather forecaster;חזאי;predicted rain and sunshine;announced storms a day ahead
"""
