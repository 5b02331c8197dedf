"""Where models would fit: tables of households and what is said of them."""

import pytest

from app.domain.fit import Fit, FitsSplit, FitsWhole, TooBig, estimated_facts, fit
from app.domain.footprint import footprint
from app.domain.ids import PeerId
from app.domain.model import ContextSettings
from app.domain.placement import Candidate
from tests.domain.builders import GB, MB, cpu, gpu, model, node

CONTEXT = ContextSettings(context_length=1000, slots=1)
HERE = PeerId("peer-here")
WHOLE_BYTES = footprint(model(), CONTEXT).whole_bytes


def fits(*candidates: Candidate) -> Fit:
    return fit(model(), CONTEXT, candidates, HERE)


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        pytest.param([node("here", cpu(2 * GB), has_model=True)], FitsWhole("here", False), id="here"),
        pytest.param(
            [node("here", cpu(2 * GB, used_bytes=2 * GB), has_model=True)], FitsWhole("here", False), id="not-free-now"
        ),
        pytest.param(
            [node("here", cpu(WHOLE_BYTES * 10 // 9), has_model=True)], FitsWhole("here", True), id="here-snugly"
        ),
        pytest.param(
            [node("here", cpu(GB)), node("study", cpu(8 * GB), has_model=True)],
            FitsWhole("study", False),
            id="on-the-peer-that-has-it",
        ),
        pytest.param(
            [node("here", cpu(8 * GB)), node("study", cpu(8 * GB), has_model=True)],
            FitsWhole("study", False),
            id="who-has-it-comes-first",
        ),
        pytest.param(
            [node("here", cpu(GB), has_model=True), node("study", cpu(8 * GB))],
            FitsWhole("study", False),
            id="on-a-peer-once-copied",
        ),
        pytest.param(
            [node("here", cpu(GB), has_model=True), node("study", cpu(8 * GB), sharing=False)],
            TooBig(WHOLE_BYTES - GB),
            id="not-on-one-that-lends-nothing",
        ),
        pytest.param(
            [node("here", cpu(800 * MB), has_model=True), node("study", cpu(GB))],
            FitsSplit(("study", "here"), False),
            id="split",
        ),
        pytest.param(
            [node("here", cpu(730 * MB), has_model=True), node("study", cpu(700 * MB))],
            FitsSplit(("here", "study"), True),
            id="split-snugly",
        ),
        pytest.param([node("here", cpu(GB), gpu(2 * GB), has_model=True)], FitsWhole("here", False), id="its-gpu"),
        pytest.param([node("here", cpu(8 * GB))], FitsWhole("here", False), id="nobody-has-it"),
        pytest.param([node("here", cpu(GB))], TooBig(WHOLE_BYTES - GB), id="too-big"),
    ],
)
def test_where_a_model_would_fit(candidates: list[Candidate], expected: Fit) -> None:
    assert fits(*candidates) == expected


def test_where_only_the_sum_would_do_room_for_one_more_layer_is_missing() -> None:
    """Many devices that hold no whole layer each."""
    crowd = [node(f"small{n:02}", cpu(60 * MB)) for n in range(60)]
    answer = fits(node("here", cpu(100 * MB), has_model=True), *crowd)
    assert isinstance(answer, TooBig)
    assert answer.missing_bytes > 0


def test_a_larger_file_never_fits_better() -> None:
    crowd = (node("here", cpu(6 * GB)), node("study", cpu(10 * GB)))
    rank = {FitsWhole: 0, FitsSplit: 1, TooBig: 2}
    sizes = [n * 50 * MB for n in range(1, 500)]
    ranks = [rank[type(fit(estimated_facts(size), ContextSettings(), crowd, HERE))] for size in sizes]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}


@pytest.mark.parametrize(
    ("file_bytes", "layer_count", "weights_bytes"),
    [
        # Headers of common models at Q4_K_M: their blocks, and what their header says of the whole.
        pytest.param(0.81e9, 16, 0.81e9, id="1B"),
        pytest.param(4.92e9, 32, 4.92e9, id="8B"),
        pytest.param(42.5e9, 80, 42.5e9, id="70B"),
    ],
)
def test_an_estimate_counts_the_file_and_its_cache(file_bytes: float, layer_count: int, weights_bytes: float) -> None:
    needs = footprint(estimated_facts(int(file_bytes), layer_count), ContextSettings()).whole_bytes
    # 4 KiB a token and layer for the cache of two conversations, and some hundred MB of buffers.
    cache_bytes = 4096 * 8192 * layer_count
    assert weights_bytes + cache_bytes < needs < weights_bytes + cache_bytes + 500 * MB


@pytest.mark.parametrize(("file_bytes", "layer_count"), [(0, 0), (1, 0), (1, 3), (10**18, 0), (1000, 1 << 62)])
def test_any_figures_of_another_device_give_an_estimate(file_bytes: int, layer_count: int) -> None:
    facts = estimated_facts(file_bytes, layer_count)
    assert 1 <= facts.layer_count <= 1024
    assert isinstance(fit(facts, CONTEXT, (node("here", cpu(GB)),), HERE), FitsWhole | TooBig)
