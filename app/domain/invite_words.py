"""The 512 words of invite codes and of the three words that both sides compare.

Every two differ in at least two letters (a swap of neighbours counts as one), so that a slip never makes another word.
Changing the list makes codes unreadable to devices that have the list before.
"""

_WORDS = (
    "acorn alpine amber anchor angel animal ankle antler anvil apple apricot apron arcade archer arctic arrow "
    "artist aspen atlas attic autumn avocado bacon badge bagel baker balloon bamboo banana banjo barley barn basil "
    "basket beaver bedroom beetle bicycle birch biscuit bison blanket blossom bobcat bonfire bonnet bottle boulder "
    "bowl branch breeze brick bridge bright bronze brook brother bubble bucket buffalo bugle butter cabbage cabin "
    "cactus camel campus canal canyon captain caramel cargo carpet castle cavern cedar celery cello chalk chapel "
    "cheese cherry chicken chimney cider cinema circle citrus cliff cloak cobalt cobweb coconut coffee comet "
    "compass copper coral corner cotton cousin coyote cradle crater crayon cream cricket crimson crown crystal "
    "cuckoo cupcake curtain cushion cycle cymbal daisy denim desert diamond dinner dolphin domino donkey dragon "
    "drawer drum dune eager early echo eclipse elbow elder elegant emerald empire engine fabric falcon family "
    "farmer feather fennel fern fiddle field finch finger firefly fjord flame flannel flint flower flute folder "
    "forest fossil freckle friend fudge galaxy gallery garage garden garlic gazelle gentle giraffe glacier glider "
    "globe goblet golden goose granite grape grocer guitar gull hammer happy harvest hazel helmet heron hockey "
    "holiday honey hornet humble iceberg icicle igloo inkwell insect iris island ivory jacket jaguar jasmine jelly "
    "jewel jigsaw journal juggler juice jungle juniper kayak kettle kingdom kitchen kiwi koala ladder lagoon "
    "lantern laptop larch laser laundry leaf legend lemon leopard lettuce library lilac lime linen lion lizard "
    "llama lobster locket lodge lotus lucky lumber lunar lyric machine magenta magpie mailbox mallet mammoth mango "
    "maple marble marina market maroon mason meadow melody mermaid meteor midday milk mimosa mirror mitten mosaic "
    "motor muffin museum music mustard napkin nature nectar needle nest nickel noodle north novel nugget nutmeg "
    "oasis oatmeal oboe ocean octopus office olive onion opal opera orange orbit orchard oregano organ origami "
    "otter outdoor oven oxygen oyster paddle painter palace pancake panda panther paper paprika parade parcel "
    "parrot parsley pasta patio peacock peanut pebble pelican pencil penguin pepper perfume petal phoenix photo "
    "piano pickle picnic picture pigeon pillow pink pioneer pizza planet plaza plum poem polar polite pony popcorn "
    "poppy porch potato powder prairie pretzel prince prism pulley pumpkin puppet purple puzzle pyramid quail "
    "quarter queen quiet rabbit raccoon radar radish rafter railway rainbow raisin raven recipe reef ribbon ripple "
    "river robin rodeo rooster royal ruby rustic saffron sailor salad salmon sandal satin scarf school science "
    "scooter scout season secret shadow shelter shore shrimp signal silent silver sister sketch skipper smile snail "
    "snowman soccer sofa south sparrow sphere spice spinach spiral spring sprout squash stable stadium stamp "
    "station steady stereo stone stream studio summit sunset surfer sushi swallow sweater swift syrup talent target "
    "teacher teapot temple tennis thicket thistle thunder tiger timber toast tomato topaz tornado toucan tower "
    "tractor traffic trailer travel tree trumpet tulip tundra tunnel turkey turnip turtle tuxedo twin unicorn urban "
    "vanilla vase velvet veranda village vinegar vintage violet visitor vivid volcano voyage vulture waffle wagon "
    "walnut wander warbler warm watch western whale wheat wicker window winter wisdom wolf wombat wooden wreath "
    "writer yacht yellow yogurt young zebra zenith zigzag zipper zodiac"
)

WORDS = tuple(_WORDS.split())
