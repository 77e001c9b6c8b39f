"""What things are told by where they are not named: figures of a material and an animal, and both of them in other words.

A row has the English and the Hebrew word, its gender in Hebrew or nothing, then what the animal or the material is called
where the word itself is not used: by questions of public wordings, and by those of held-out ones.
"""

ANIMALS = """
elephant;פיל;m;tusker;mammoth
giraffe;ג'ירפה;f;long-necked grazer;long-necked savanna animal
zebra;זברה;f;striped horse;striped pony
penguin;פינגווין;m;antarctic bird;flightless polar bird
octopus;תמנון;m;squid;eight-armed sea creature
rooster;תרנגול;m;cock;cockerel
donkey;חמור;m;ass;mule
snail;חילזון;m;slug with a shell;shelled mollusc
spider;עכביש;m;web spinner;arachnid
bat;עטלף;m;winged night creature;flying nocturnal mammal
rabbit;ארנב;m;burrowing hopper;bunny
monkey;קוף;m;ape;chimpanzee
cat;חתול;m;kitten;feline
dog;כלב;m;hound;puppy
cow;פרה;f;ox;heifer
sheep;כבשה;f;ram;lamb
pig;חזיר;m;hog;swine
duck;ברווז;m;drake;mallard
snake;נחש;m;viper;serpent
crocodile;תנין;m;caiman;alligator
kangaroo;קנגורו;m;wallaby;marsupial with a pouch
rhinoceros;קרנף;m;horned grey giant;rhino
ostrich;יען;m;emu;big running bird
flamingo;פלמינגו;m;pink wader;pink water bird
shark;כריש;m;great white fish;big hunting fish
lobster;לובסטר;m;crayfish;big crustacean
ant;נמלה;f;termite;tiny worker insect
grasshopper;חגב;m;cricket;locust
dragon;דרקון;m;winged monster;fire-breathing monster
mermaid;בת ים;f;siren of the sea;sea maiden
unicorn;חד קרן;m;horned magic horse;fabled horse with a horn
parrot;תוכי;m;macaw;cockatoo
eagle;נשר;m;falcon;bird of prey
mouse;עכבר;m;little rodent;rat
tortoise;צב יבשה;m;shelled slowcoach;terrapin
camel;גמל;m;dromedary;humped desert animal
seal;כלב ים;m;walrus;sea lion
mole;חפרפרת;f;underground burrower;tunnelling animal
beaver;בונה;m;dam builder;dam-building rodent
scorpion;עקרב;m;stinging desert creature;creature with a poisoned sting
"""

MATERIALS = """
stone;אבן;;rock;granite
iron;ברזל;;metal;steel
glass;זכוכית;;crystal;see-through
wooden;עץ;;timber;carved oak
clay;חרס;;terracotta;earthenware
golden;זהב;;gilded;gilt
straw;קש;;hay;thatched
woollen;צמר;;knitted;yarn
wax;שעווה;;tallow;candle
paper;נייר;;cardboard;origami
"""
