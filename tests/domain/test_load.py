"""A node's load as one short text: it comes back as it was, and nonsense is refused."""

import pytest

from app.domain.ids import ModelId
from app.domain.load import LOAD_LIMIT_BYTES, ModelLoad, NodeLoad, Willingness, decode_load, encode_load, short_id

MODEL = ModelId("0123456789abcdef" * 4)


@pytest.mark.parametrize("willingness", Willingness)
def test_it_comes_back_as_it_was(willingness: Willingness) -> None:
    load = NodeLoad(willingness, {short_id(MODEL): ModelLoad(1, 2, 3, 12.5, None)})
    assert decode_load(encode_load(load)) == load
    assert load.of(MODEL) == ModelLoad(1, 2, 3, 12.5, None)
    assert load.of(ModelId("f" * 64)) is None


def test_of_very_many_models_the_busiest_are_told() -> None:
    models = {f"{number:012d}": ModelLoad(9999, 16, number, 1234.5678, 0.000012345) for number in range(100)}
    text = encode_load(NodeLoad(Willingness.OPEN, models))
    assert len(text.encode()) <= LOAD_LIMIT_BYTES
    told = decode_load(text).models
    assert 5 <= len(told) < 100
    assert min(of.waiting for of in told.values()) == 100 - len(told)


def test_a_later_versions_words() -> None:
    assert decode_load('["napping"]') == NodeLoad(Willingness.PAUSED)
    assert decode_load('["open",["ab",1,2,0,null,null,"more"]]').models == {"ab": ModelLoad(1, 2, 0)}


@pytest.mark.parametrize("speed", ["-1", "0", "1e400", "NaN", "Infinity"])
def test_a_speed_that_is_none_is_not_known(speed: str) -> None:
    assert decode_load(f'["open",["ab",1,2,0,{speed},{speed}]]').models == {"ab": ModelLoad(1, 2, 0)}


@pytest.mark.parametrize(
    "text",
    [
        *("", "{}", "[]", "null", "7", "[7]", "[[]]", '"open"', '["open", 7]', '["open",["ab",1]]', "[" * 5000),
        *(
            '["open",["ab",-1,2,0,null,null]]',
            '["open",["ab",true,2,0,null,null]]',
            '["open",["ab",1.5,2,0,null,null]]',
        ),
        *('["open",[7,1,2,0,null,null]]', f'["open",["{"a" * 50}",1,2,0,null,null]]', '["open",["ab",1,2,0,"x",null]]'),
        *('["open",["ab",1,2,0,true,null]]', "\ud800", '["open",["ab",1e400,2,0,null,null]]'),
    ],
)
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a load"):
        decode_load(text)


def test_counts_are_kept_within_reason() -> None:
    text = f'["open",["ab",{10**17},0,{10**17},null,null]]'
    assert decode_load(text).models == {"ab": ModelLoad(10_000, 1, 10_000)}
