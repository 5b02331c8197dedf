"""Makes many wordings of one question: what people really type.

Rewording, politeness, synonyms, dropped words, typing mistakes, case and punctuation; and made-up words, so that
the model learns that what it does not know is not for it. Everything is drawn from the generator that is given,
so the same seed gives the same text.
"""

import random
import re

_PREFIXES = (
    "please", "hey", "hi", "hello", "hey hearth", "ok", "so", "well", "and", "now", "sorry", "excuse me",
    "tell me", "please tell me", "can you tell me", "could you tell me", "do you know", "i want to know",
    "i would like to know", "i wonder", "question:", "quick question:", "one more thing:", "by the way",
    "can you please tell me", "help me", "just", "can you say", "you know",
)  # fmt: skip
_SUFFIXES = (
    "please", "thanks", "for me", "exactly", "then", "now", "again", "really", "actually", "today",
    "in hearth", "please tell me", "can you tell me", "any idea", "in short", "in simple words", "my friend",
)  # fmt: skip
_SUFFIXES_KEPT_FROM_UNRELATED = ("in hearth",)
_REWORDINGS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), replacements)
    for pattern, replacements in (
        (
            r"^(what|where|who) (is|are) (.+)$",
            (
                r"can you tell me \1 \3 \2", r"do you know \1 \3 \2", r"\1 exactly \2 \3", r"tell me \1 \3 \2",
                r"please tell me \1 \3 \2", r"i want to know \1 \3 \2", r"\1 \3 \2", r"so \1 \2 \3",
            ),
        ),
        (
            r"^what (?:is|are) (.+)$",
            (
                r"please explain what \1 is", r"can you explain what \1 is", r"what is meant by \1",
                r"what do you mean by \1", r"explain \1", r"please explain \1", r"can you explain \1",
                r"what would be \1", r"tell me about \1", r"could you explain \1 to me", r"describe \1",
                r"what's \1", r"whats \1", r"tell me \1", r"what are \1",
            ),
        ),
        (
            r"^how do i (.+)$",
            (
                r"how can i \1", r"how to \1", r"how does one \1", r"how would i \1", r"i want to \1",
                r"can you tell me how to \1", r"what is the best way to \1", r"is there a way to \1",
                r"what do i have to do to \1", r"how could we \1", r"how should i \1", r"i would like to \1",
                r"explain how to \1", r"is it possible to \1", r"what are the steps to \1", r"how must i \1",
            ),
        ),
        (
            r"^how (does|do|did) (.+) (\w+)$",
            (r"can you explain how \2 \3", r"tell me how \2 \3", r"how exactly \1 \2 \3", r"i wonder how \2 \3"),
        ),
        (r"^(can|may) i (.+)$", (r"is it possible to \2", r"am i able to \2", r"how can i \2", r"could i \2")),
        (r"^(is|are|does|do|can) (.+)$", (r"\1 really \2", r"tell me \1 \2", r"i wonder \1 \2")),
        (
            r"^(how many|how much|which|why|when|where|who|what) (.+)$",
            (r"tell me \1 \2", r"do you know \1 \2", r"can you tell me \1 \2", r"and \1 \2", r"i ask \1 \2"),
        ),
        (
            r"^(tell|give|show|write|sing|say|name|list|flip|roll|count) (.+)$",
            (
                r"can you \1 \2", r"please \1 \2", r"could you \1 \2 please", r"i want you to \1 \2",
                r"would you \1 \2", r"\1 \2 for me", r"please \1 \2 for me", r"can you \1 \2 for me",
            ),
        ),
    )
)  # fmt: skip
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "laptop": ("computer", "device", "machine", "pc", "notebook"),
    "laptops": ("computers", "devices", "machines", "pcs"),
    "computer": ("laptop", "machine", "pc"),
    "computers": ("laptops", "machines"),
    "device": ("laptop", "computer", "machine"),
    "devices": ("laptops", "computers", "machines"),
    "another": ("a second", "a further", "one more", "an additional"),
    "larger": ("bigger", "stronger", "better"),
    "explain": ("describe", "clarify"),
    "show": ("display", "give"),
    "find": ("see", "discover", "detect"),
    "program": ("app", "application", "software"),
    "change": ("set", "modify", "alter"),
    "limit": ("restrict", "reduce", "cap"),
    "stop": ("end", "cancel"),
    "happens": ("occurs",),
    "wifi": ("wi-fi", "wlan", "network"),
    "create": ("make", "start", "set up"),
    "biggest": ("largest",),
    "largest": ("biggest",),
    "speak": ("talk",),
    "favourite": ("favorite",),
    "colour": ("color",),
    "answer": ("reply", "response"),
    "is": ("'s",),
}
_DROPPABLE = frozenset(
    ("a", "an", "the", "do", "does", "is", "are", "my", "to", "of", "in", "i", "me", "can", "you", "it", "on")
)
_SYLLABLES = tuple(
    onset + vowel + coda
    for onset in ("b", "br", "cl", "d", "f", "fl", "g", "gr", "h", "k", "l", "m", "n", "p", "pr", "qu", "r", "s",
                  "sk", "st", "t", "tr", "v", "w", "z")
    for vowel in ("a", "e", "i", "o", "u", "ea", "ou", "y")
    for coda in ("", "n", "r", "l", "st", "m", "ck", "x", "ng", "t")
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def made_up_word(generator: random.Random) -> str:
    """A word that is none."""
    return "".join(generator.choice(_SYLLABLES) for _ in range(generator.choice((1, 2, 2, 3))))


def reword(text: str, generator: random.Random, *, unrelated: bool = False) -> str:
    """Another wording of a question, with the same meaning, before typing mistakes.

    Args:
        text: A question in lower case, without a question mark.
        unrelated: Leave out additions that would make the question one about Hearth.
    """
    if generator.random() < 0.35:
        fitting = [(pattern, forms) for pattern, forms in _REWORDINGS if pattern.match(text)]
        if fitting:
            pattern, forms = generator.choice(fitting)
            text = pattern.sub(generator.choice(forms), text)
    if generator.random() < 0.25:
        text = f"{generator.choice(_PREFIXES)}{generator.choice((' ', ' ', ', '))}{text}"
    if generator.random() < 0.12:
        suffix = generator.choice(_SUFFIXES)
        if not (unrelated and suffix in _SUFFIXES_KEPT_FROM_UNRELATED):
            text = f"{text} {suffix}"
    words = text.split()
    if generator.random() < 0.25:
        known = [place for place, word in enumerate(words) if word in _SYNONYMS]
        if known:
            place = generator.choice(known)
            words[place] = generator.choice(_SYNONYMS[words[place]])
    if len(words) > 3 and generator.random() < 0.15:
        droppable = [place for place, word in enumerate(words) if word in _DROPPABLE]
        if droppable:
            del words[generator.choice(droppable)]
    return " ".join(words).replace(" 's", "'s")


def mistype(text: str, generator: random.Random) -> str:
    """The text with one small typing mistake in one of its longer words."""
    words = text.split(" ")
    long_words = [place for place, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not long_words:
        return text
    place = generator.choice(long_words)
    word = words[place]
    at = generator.randrange(1, len(word) - 1)
    match generator.randrange(4):
        case 0:
            word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 1:
            word = word[:at] + word[at + 1 :]
        case 2:
            word = word[:at] + word[at] + word[at:]
        case _:
            word = word[:at] + generator.choice(_LETTERS) + word[at + 1 :]
    words[place] = word
    return " ".join(words)


def typed(text: str, generator: random.Random) -> str:
    """Case and punctuation as people use them: often a sentence with its mark, often neither."""
    draw = generator.random()
    if draw < 0.45:
        text = re.sub(r"\bi\b", "I", text)
        text = text[:1].upper() + text[1:]
        text = re.sub(r"\b(api|ai|gpu|ram|llm|rpc|qr|cpu)\b", lambda word: word.group().upper(), text)
        if generator.random() < 0.3:
            text = re.sub(r"\bhearth\b", "Hearth", text)
    elif draw < 0.6:
        text = text[:1].upper() + text[1:]
    elif draw < 0.85:
        text = text.lower()
    elif draw < 0.87:
        text = text.upper()
    text += generator.choice(("?", "?", "?", "?", "", "", "", ".", "!", " ?", "??"))
    return text
