"""Which models the files of a repository are, and which of them is taken, as tables."""

import pytest

from app.domain.errors import UserError
from app.domain.fit import Fit, FitsSplit, FitsWhole, TooBig
from app.domain.hub_choice import HubFile, best, choose, group_files, is_companion, quantization_of


def file(name: str, size_bytes: int = 100) -> HubFile:
    return HubFile(name, size_bytes, f"sha256:{name}")


@pytest.mark.parametrize(
    ("name", "quantization"),
    [
        ("swift-Q4_K_M.gguf", "Q4_K_M"),
        ("swift.q8_0.gguf", "Q8_0"),
        ("Swift-1.5B-IQ2_XXS.gguf", "IQ2_XXS"),
        ("swift-UD-Q4_K_XL.gguf", "UD-Q4_K_XL"),
        ("swift-Q4_0_4_4.gguf", "Q4_0_4_4"),
        ("gpt-oss-20b-mxfp4.gguf", "MXFP4"),
        ("swift-bf16.gguf", "BF16"),
        ("swift-TQ1_0.gguf", "TQ1_0"),
        ("Q8_0/swift-Q8_0-00001-of-00003.gguf", "Q8_0"),
        ("Q5_K_S/swift.gguf", "Q5_K_S"),
        ("qwen2.5-0.5b-instruct-q4_k_m.gguf", "Q4_K_M"),
        ("swift.gguf", ""),
        ("QUICK4-model.gguf", ""),
    ],
)
def test_quantizations(name: str, quantization: str) -> None:
    assert quantization_of(name) == quantization


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mmproj-swift-f16.gguf", True),
        ("swift-mmproj.gguf", True),
        ("sub/swift.imatrix.gguf", True),
        ("swift-lora-f16.gguf", True),
        ("adapter.gguf", True),
        ("swift-Q4_0.gguf", False),
        ("explora-7b-Q4_0.gguf", False),
    ],
)
def test_companions(name: str, expected: bool) -> None:
    assert is_companion(name) is expected


def test_files_are_put_together_to_models_the_smallest_first() -> None:
    files = [
        file("README.md"),
        file("mmproj-swift-f16.gguf"),
        file("big/swift-Q8_0-00002-of-00002.gguf", 300),
        file("big/swift-Q8_0-00001-of-00002.gguf", 300),
        file("swift-Q4_K_M.gguf", 250),
        file("half/swift-Q6_K-00002-of-00002.gguf", 10),
    ]
    small, large = group_files(files)
    assert (small.label, small.model_name, small.size_bytes) == ("Q4_K_M", "swift-Q4_K_M", 250)
    assert (large.label, large.model_name, large.size_bytes) == ("Q8_0", "swift-Q8_0", 600)
    assert [f.name for f in large.files] == [
        "big/swift-Q8_0-00001-of-00002.gguf",
        "big/swift-Q8_0-00002-of-00002.gguf",
    ]


def test_two_models_of_one_quantization_are_told_apart_by_name() -> None:
    entries = group_files([file("swift-Q4_0.gguf"), file("slow-Q4_0.gguf", 200), file("swift-Q8_0.gguf", 300)])
    assert [entry.label for entry in entries] == ["swift-Q4_0", "slow-Q4_0", "Q8_0"]


def test_one_file_without_a_quantization_needs_no_label() -> None:
    (entry,) = group_files([file("swift.gguf")])
    assert entry.label == ""
    assert choose("acme/S", [entry], "swift.gguf", lambda _: TooBig(1)).entry is entry


ENTRIES = group_files(
    [
        file("s-Q2_K.gguf", 10),
        file("s-Q4_K_M.gguf", 20),
        file("s-Q8_0.gguf", 40),
        file("s-F16.gguf", 80),
    ]
)


@pytest.mark.parametrize(
    ("comfortable", "split", "label", "words"),
    [
        (100, 0, "Q8_0", "the largest that fits kitchen comfortably"),
        (20, 0, "Q4_K_M", "the largest that fits kitchen comfortably"),
        (10, 100, "Q2_K", "the largest that fits kitchen comfortably"),
        (0, 40, "Q8_0", "split over kitchen and study"),
        (0, 0, "Q4_K_M", "None fits comfortably"),
    ],
)
def test_the_largest_that_fits_comfortably_is_best(comfortable: int, split: int, label: str, words: str) -> None:
    def fit(size: int) -> Fit:
        if size <= comfortable:
            return FitsWhole("kitchen", is_snug=False)
        return FitsSplit(("kitchen", "study"), is_snug=False) if size <= split else FitsWhole("kitchen", is_snug=True)

    choice = best(ENTRIES, fit)
    assert choice.entry.label == label
    assert words in choice.reason


def test_without_the_usual_one_the_smallest_is_taken() -> None:
    choice = best([entry for entry in ENTRIES if entry.label != "Q4_K_M"], lambda size: TooBig(size))
    assert choice.entry.label == "Q2_K"
    assert "smallest" in choice.reason


def test_weights_that_are_not_quantized_are_taken_when_there_is_nothing_else() -> None:
    entries = group_files([file("s-F16.gguf")])
    assert best(entries, lambda _: FitsWhole("kitchen", is_snug=False)).entry.model_name == "s-F16"


@pytest.mark.parametrize("wanted", ["q4_k_m", "Q4_K_M", "s-Q4_K_M", "S-q4_k_m.GGUF"])
def test_a_named_one_is_taken_in_any_case(wanted: str) -> None:
    choice = choose("acme/S", ENTRIES, wanted, lambda size: TooBig(size))
    assert (choice.entry.label, choice.reason) == ("Q4_K_M", "")


def test_a_wrong_name_lists_what_there_is() -> None:
    with pytest.raises(UserError) as caught:
        choose("acme/S", ENTRIES, "Q9", lambda size: TooBig(size))
    assert caught.value.problem.code == "quantization_unknown"
    assert "Q2_K, Q4_K_M, Q8_0, F16" in caught.value.problem.hint


def test_a_repository_without_models_says_so() -> None:
    with pytest.raises(UserError) as caught:
        choose("acme/S", group_files([file("model.safetensors")]), "", lambda size: TooBig(size))
    assert caught.value.problem.code == "no_gguf"
