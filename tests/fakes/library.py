"""Libraries of models, transfers and a small hub: what the Models window is tested and drawn with."""

from dataclasses import replace
from typing import Any

from app.domain.errors import Problem
from app.domain.fit import FitsSplit, FitsWhole, TooBig
from app.domain.hub import HubModel, HubRepository, Recommendation
from app.domain.ids import ModelId, PeerId
from app.domain.model import ModelKind
from app.domain.placement import Plan
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
REFUSAL = states.refusal(3, int(31.5 * GB))
TOO_BIG = TooBig(REFUSAL.missing_bytes)
MISTRAL_PLAN = Plan(
    model_id=ModelId("Mistral-Small-24B-Q4_K_M"),
    model_name="Mistral-Small-24B-Q4_K_M",
    head=SELF,
    shards=(
        states.shard(ATTIC, "attic", 0, 15, int(5.9 * GB)),
        states.shard(STUDY, "study", 15, 7, int(2.9 * GB)),
        states.shard(STUDY, "study", 22, 7, int(2.7 * GB), device_id="CUDA0"),
        states.shard(SELF, "kitchen", 29, 11, int(4.7 * GB), output=True),
    ),
    context_length=4096,
    slots=2,
    host_bytes=600_000_000,
    bytes_to_move=int(10.1 * GB),
    reasons=(
        say(
            "It needs {needed}, more than the {free} free on {name}, so it is split.",
            needed=format_bytes(int(15.6 * GB)),
            free=format_bytes(8 * GB),
            name="kitchen",
        ),
        say("{name} has the file, so it runs the model and keeps the output layer.", name="kitchen"),
    ),
)
GEMMA_PLAN = Plan(
    ModelId("Gemma-3-4B-Q4_K_M"),
    "Gemma-3-4B-Q4_K_M",
    SELF,
    (states.shard(SELF, "kitchen", 0, 32, int(2.7 * GB), output=True),),
    4096,
    2,
    0,
    0,
)
OWN_MODELS = (
    model("Gemma-3-4B-Q4_K_M", "Gemma 3 4B", 2.5, SELF, STUDY, fit=FitsWhole("kitchen", is_snug=False)),
    model(
        "Mistral-Small-24B-Q4_K_M",
        "Mistral Small 24B",
        14.3,
        layer_count=40,
        fit=FitsSplit(("attic", "study", "kitchen"), is_snug=False),
    ),
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
    model("Llama-3.3-70B-Q4_K_M", "Llama 3.3 70B", 42.5, STUDY, layer_count=80, fit=TOO_BIG),
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
                    name="Qwen3-8B-Q4_K_M.gguf",
                    missing=format_bytes(int(3.2 * GB)),
                ),
                say("Make room, then get it again."),
                "disk_full",
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
        replace(OWN_MODELS[0], status=Loading(int(1.1 * GB), int(2.5 * GB), say("loading layers")), plan=GEMMA_PLAN),
        replace(
            OWN_MODELS[1],
            status=Failed(
                Problem(
                    say("Not enough memory offered"),
                    say(
                        "{needed} are needed on {device}, {free} of the memory offered are free.",
                        needed=format_bytes(int(4.7 * GB)),
                        device="CPU",
                        free=format_bytes(int(2.8 * GB)),
                    ),
                    code="not_enough_memory",
                )
            ),
        ),
        replace(
            OWN_MODELS[3], on_nodes=(SELF, STUDY), status=Ready(None, 0), plan=replace(states.SPLIT_PLAN, head=STUDY)
        ),
    ),
    transfers=(
        transfer("Qwen3-8B-Q4_K_M", 0, 5.0, Waiting(say("Waiting for {names}.", names="attic")), sources=()),
        transfer("Qwen3-4B-Q4_K_M", 0.2, 2.5, Moving(None)),
        transfer("Llama-3.2-3B-Q4_K_M", 2.0, 2.0, Verifying()),
        transfer("SmolLM3-3B-Q8_0", 3.3, 3.3, Finished()),
        transfer("Phi-4-mini-Q8_0", 2.0, 4.1, Stopped(None)),
    ),
)
LONG_NAMES = states.state(
    *states.CROWD_PEERS,
    models=(
        model("x" * 150, "An-unreasonably-long-title-without-a-single-space-in-it-" * 3, 1060, fit=TooBig(999 * GB)),
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
        model(f"model-{n:03}", f"Model {n:03}", 1 + n % 6, (SELF, STUDY)[n % 2], fit=FitsWhole("kitchen", n % 6 > 3))
        for n in range(200)
    ),
)

CATALOGUE = (
    Recommendation(
        "Gemma 3 1B",
        "ggml-org/gemma-3-1b-it-GGUF:Q4_K_M",
        int(0.8 * GB),
        "Small and quick; summaries and rewriting.",
        FitsWhole("kitchen", is_snug=False),
    ),
    Recommendation(
        "Qwen3 4B",
        "Qwen/Qwen3-4B-GGUF:Q4_K_M",
        int(2.5 * GB),
        "Thinks before it answers; good for its size.",
        FitsWhole("kitchen", is_snug=False),
        is_best=True,
    ),
    Recommendation(
        "Qwen3 8B",
        "Qwen/Qwen3-8B-GGUF:Q4_K_M",
        int(5.0 * GB),
        "For a laptop with 16 GB of memory; many languages, reasoning, code.",
        FitsWhole("kitchen", is_snug=True),
    ),
    Recommendation(
        "Mistral Small 24B",
        "bartowski/Mistral-Small-24B-GGUF:Q4_K_M",
        int(14.3 * GB),
        "Careful and slow; for a household with 32 GB of memory to spare.",
        FitsSplit(("attic", "study", "kitchen"), is_snug=False),
    ),
    Recommendation(
        "Llama 3.3 70B",
        "bartowski/Llama-3.3-70B-Instruct-GGUF:Q4_K_M",
        int(42.5 * GB),
        "What no single laptop holds; for a household with 64 GB of memory.",
        TOO_BIG,
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
    HubModel("Qwen/Qwen3-14B-GGUF", "F16", ("d.gguf",), int(29.5 * GB), TooBig(int(1.6 * GB))),
    HubModel("Qwen/Qwen3-14B-GGUF", "", ("odd-name.gguf",), GB, None, is_here=True),
)
