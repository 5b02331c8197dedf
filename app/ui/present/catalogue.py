"""What the built-in catalogue says of its models, so that it is found by who collects what is to be translated."""

from app.domain.sentence import marked

DESCRIPTIONS = frozenset(
    {
        marked("Fast on any computer; for short texts and simple questions."),
        marked("Small and quick; summaries and rewriting."),
        marked("For a laptop with 8 GB of memory; everyday questions."),
        marked("Thinks before it answers; good for its size."),
        marked("For a laptop with 16 GB of memory; many languages, reasoning, code."),
        marked("Noticeably better at hard questions; for 24 GB of memory, or two laptops together."),
        marked("Reasons well, and fast for its size: few of its weights work on each word."),
        marked("Fast for its size: few of its weights work on each word; for 32 GB, or a household."),
        marked("Careful and slow; for a household with 32 GB of memory to spare."),
        marked("What no single laptop holds; for a household with 64 GB of memory."),
    }
)
"""The descriptions of `resources/catalogue.toml`, each as it is there; they are said by `tr` where they are shown."""
