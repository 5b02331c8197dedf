"""Libraries of models, transfers and a small hub: what the Models window is tested and drawn with."""

from dataclasses import replace
from typing import Any

from app.domain.errors import Problem
from app.domain.fit import FitsSplit, FitsWhole, TooBig
from app.domain.hub import HubModel, HubRepository, Recommendation
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind
from app.domain.sentence import say
from app.domain.state import Away, Failed, Loading, ModelState, OnDisk, Ready
from app.domain.transfer import Finished, Moving, Stopped, Transfer, TransferKind, TransferStatus, Verifying, Waiting
from app.domain.words import format_bytes
from tests.fakes import states
from tests.fakes.states import GB, SELF, STUDY

ATTIC = PeerId("12D3KooWAtticCcCc")


def model(name: str, title: str, size_gb: float, *on_nodes: PeerId, **changes: Any) -> ModelState:
    """A model that is on disk and not loaded."""
    made = ModelState(
        model_id=ModelId(name),
        name=name,
        title=title,
        description="",
        kind=ModelKind.CHAT,
        file_bytes=int(size_gb * GB),
        layer_count=32,
        context_length=4096,
        is_demo=False,
        on_nodes=on_nodes or (SELF,),
        status=OnDisk(),
        plan=None,
        can_delete=SELF in (on_nodes or (SELF,)),
    )
    return replace(made, **changes)


def transfer(name: str, done_gb: float, total_gb: float, status: TransferStatus, **changes: Any) -> Transfer:
    """A copy from two devices."""
    made = Transfer(
        transfer_id=f"copy of {name}",
        kind=TransferKind.COPY,
        model_name=name,
        sources=("study", "attic"),
        done_bytes=int(done_gb * GB),
        total_bytes=int(total_gb * GB),
        status=status,
    )
    return replace(made, **changes)


PEERS = (
    *states.PAIR_PEERS,
    states.peer(ATTIC, "attic", states.cpu(12 * GB, name="AMD Ryzen 5 5600H")),
)
OWN_MODELS = (
    model("Gemma-3-4B-Q4_K_M", "Gemma 3 4B", 2.5, SELF, STUDY, fit=FitsWhole("kitchen", is_snug=False)),
    model("Mistral-Small-24B-Q4_K_M", "Mistral Small 24B", 14.3, fit=FitsSplit(("attic", "study"), is_snug=False)),
    model(
        "nomic-embed-text-v1.5",
        "Nomic Embed Text v1.5",
        0.14,
        kind=ModelKind.EMBEDDING,
        fit=FitsWhole("kitchen", is_snug=False),
        can_delete=False,
    ),
    replace(states.large(), on_nodes=(SELF, ATTIC), is_kept_loaded=True, can_delete=True),
)
OTHER_MODELS = (
    model("Llama-3.3-70B-Q4_K_M", "Llama 3.3 70B", 42.5, STUDY, fit=TooBig(int(23.4 * GB))),
    model("Phi-4-Q4_K_M", "Phi 4", 9.1, STUDY, ATTIC, fit=FitsWhole("attic", is_snug=True)),
)
TRANSFERS = (
    transfer("Phi-4-mini-Q8_0", 1.9, 4.1, Moving(41.3e6)),
    transfer(
        "Qwen3-8B-Q4_K_M",
        0.6,
        5.0,
        Stopped(
            Problem(
                say("Disk full"),
                say(
                    "{name} needs {missing} more than this disk has free.",
                    name="Qwen3-8B-Q4_K_M",
                    missing=format_bytes(4_400_000_000),
                ),
                say("Make room, then get it again."),
            )
        ),
        kind=TransferKind.DOWNLOAD,
        sources=("huggingface.co",),
        source="Qwen/Qwen3-8B-GGUF:Qwen3-8B-Q4_K_M",
    ),
)
LIBRARY = states.state(
    *PEERS, models=(*OWN_MODELS, *OTHER_MODELS, states.demo(status=OnDisk(), plan=None)), transfers=TRANSFERS
)
AWAY = states.state(
    states.peer(SELF, "kitchen"),
    replace(states.peer(STUDY, "study", states.cpu(6 * GB, name="AMD Ryzen 7 7840U")), status=Away(1_800_000_000.0)),
    replace(PEERS[2], status=Away(), doing=""),
)
QUIET = replace(LIBRARY, transfers=())
EMPTY = states.state(models=())
BUSY = replace(
    LIBRARY,
    models=(
        replace(
            OWN_MODELS[0], status=Loading(int(1.1 * GB), int(2.5 * GB), say("loading layers")), plan=states.SPLIT_PLAN
        ),
        replace(
            OWN_MODELS[1],
            status=Failed(
                Problem(
                    say("Not enough memory"),
                    say("{name} refused {size}.", name="study", size="5.9 GB"),
                    say("Close a program."),
                )
            ),
        ),
        replace(OWN_MODELS[3], status=Ready(None, 0), plan=replace(states.SPLIT_PLAN, head=STUDY)),
    ),
    transfers=(
        transfer("a", 0, 4.1, Waiting(say("waits for another transfer"))),
        transfer("b", 0.2, 4.1, Moving(None)),
        transfer("c", 4.1, 4.1, Verifying()),
        transfer("d", 4.1, 4.1, Finished()),
        transfer("e", 2.0, 4.1, Stopped(None)),
    ),
)
LONG_NAMES = states.state(
    *states.CROWD_PEERS,
    models=(
        model("x" * 150, "An-unreasonably-long-title-without-a-single-space-in-it-" * 3, 4, fit=TooBig(999 * GB)),
        model(
            "多言語モデル",
            "多言語モデル 日本語と中国語のための大きなモデル",
            4,
            *(p.peer_id for p in states.CROWD_PEERS),
        ),
        model("نموذج", "نموذج لغوي كبير للعربية", 4, fit=FitsSplit(tuple(p.name for p in states.CROWD_PEERS), False)),
        model("🦊", "🦊 Fuchs ß ẞ Großes Sprachmodell mit außergewöhnlich langer Bezeichnung", 4),
    ),
    transfers=(transfer("z" * 120, 1, 4, Moving(12.0), sources=tuple(p.name for p in states.CROWD_PEERS)),),
)
MANY = states.state(
    *PEERS,
    models=tuple(
        model(f"model-{n:03}", f"Model {n:03}", 1 + n % 40, (SELF, STUDY)[n % 2], fit=FitsWhole("kitchen", n % 3 == 0))
        for n in range(200)
    ),
)

CATALOGUE = (
    Recommendation(
        "Gemma 3 1B",
        "ggml-org/gemma-3-1b-it-GGUF:Q4_K_M",
        int(0.8 * GB),
        "Small and quick: short answers, summaries, older laptops.",
        FitsWhole("kitchen", is_snug=False),
    ),
    Recommendation(
        "Qwen3 4B",
        "Qwen/Qwen3-4B-GGUF:Q4_K_M",
        int(2.5 * GB),
        "Everyday questions, writing and many languages.",
        FitsWhole("kitchen", is_snug=False),
        is_best=True,
    ),
    Recommendation(
        "Qwen3 8B",
        "Qwen/Qwen3-8B-GGUF:Q4_K_M",
        int(5.0 * GB),
        "Better at reasoning and code.",
        FitsWhole("kitchen", is_snug=True),
    ),
    Recommendation(
        "Mistral Small 24B",
        "bartowski/Mistral-Small-24B-GGUF:Q4_K_M",
        int(14.3 * GB),
        "Long texts, careful answers.",
        FitsSplit(("attic", "study", "kitchen"), is_snug=False),
    ),
    Recommendation(
        "Llama 3.3 70B",
        "bartowski/Llama-3.3-70B-Instruct-GGUF:Q4_K_M",
        int(42.5 * GB),
        "As good as it gets at home.",
        TooBig(int(23.4 * GB)),
    ),
)
REPOSITORIES = (
    HubRepository("Qwen/Qwen3-14B-GGUF", 214_312, 187),
    HubRepository("bartowski/Qwen3-14B-Instruct-with-a-very-long-name-that-goes-on-GGUF", 12_400, 42),
    HubRepository("someone/qwen-without-files"),
)
QUANTIZATIONS = (
    HubModel("Qwen/Qwen3-14B-GGUF", "Q2_K", ("a.gguf",), int(5.8 * GB), FitsWhole("kitchen", is_snug=False)),
    HubModel(
        "Qwen/Qwen3-14B-GGUF",
        "Q4_K_M",
        ("b.gguf",),
        int(9.0 * GB),
        FitsSplit(("study", "kitchen"), is_snug=False),
        is_recommended=True,
    ),
    HubModel(
        "Qwen/Qwen3-14B-GGUF", "Q8_0", ("c1.gguf", "c2.gguf"), int(15.7 * GB), FitsSplit(("study", "kitchen"), True)
    ),
    HubModel("Qwen/Qwen3-14B-GGUF", "F16", ("d.gguf",), int(29.5 * GB), TooBig(int(11.2 * GB))),
    HubModel("Qwen/Qwen3-14B-GGUF", "", ("odd-name.gguf",), GB, None, is_here=True),
)
