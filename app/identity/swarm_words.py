"""The words that swarm names are made of. Changing a list renames every swarm: members would not agree on names."""

_ADJECTIVES = (
    "amber ancient azure bold brave bright bronze calm cheerful clever copper coral cosy crimson crisp "
    "curious dapper eager early emerald fair fleet fond frosty gentle gilded glad golden grand hazel "
    "hidden honest humble indigo ivory jolly keen kind lively lucky mellow merry mighty misty noble olive "
    "patient proud quick quiet rosy royal russet scarlet silent silver snowy steady sunny swift velvet "
    "violet warm wise"
)
_NOUNS = (
    "badger bear beaver bee bison brook cedar comet crane cricket deer dolphin dove eagle ember falcon "
    "fern finch fox gecko goose grove hare harbor hawk hedgehog heron ibex jay kestrel lake lantern lark "
    "lion lynx maple marten meadow moose moth newt oak ocelot orchid otter owl panda pebble pine plover "
    "puffin quail rabbit raven robin salmon sparrow squirrel starling swan thistle tiger willow wren"
)

ADJECTIVES = tuple(_ADJECTIVES.split())
NOUNS = tuple(_NOUNS.split())
