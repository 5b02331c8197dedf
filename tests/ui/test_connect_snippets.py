"""What Connect an app gives to copy: it can be read without scrolling, and runs as it is pasted."""

import json
import shlex

import pytest

from app.node.keys import PREFIX
from app.ui.present.connect import snippets

URL, KEY = "https://192.168.178.120:4327/v1", f"{PREFIX}{'x' * 32}"
MODELS = ("Qwen3-Coder-30B-A3B-Instruct-UD-Q4_K_XL", "what's new")
MOST_CHARACTERS = 74
"""As many as the dialog shows in a line."""


def texts(model: str) -> dict[str, str]:
    return {snippet.title: snippet.text for snippet in snippets(URL, KEY, model)}


@pytest.mark.parametrize("model", MODELS)
def test_no_line_is_too_long(model: str) -> None:
    lines = [line for text in texts(model).values() for line in text.splitlines()]
    assert [line for line in lines if len(line) > MOST_CHARACTERS] == []


@pytest.mark.parametrize("model", MODELS)
def test_python_is_python(model: str) -> None:
    names: dict[str, object] = {}

    class OpenAI:
        def __init__(self, **given: str) -> None:
            names.update(given)
            raise ConnectionError

    program = texts(model)["Python"].replace("from openai import OpenAI", "")
    with pytest.raises(ConnectionError):
        exec(compile(program, "snippet", "exec"), {"OpenAI": OpenAI})
    assert names == {"base_url": URL, "api_key": KEY}


@pytest.mark.parametrize("model", MODELS)
def test_a_shell_gives_curl_what_it_needs(model: str) -> None:
    words = shlex.split(texts(model)["curl"])
    assert words[:3] == ["curl", "-k", f"{URL}/chat/completions"]
    assert f"Authorization: Bearer {KEY}" in words
    body = json.loads(words[words.index("-d") + 1])
    assert body == {"model": model, "messages": [{"role": "user", "content": "Hello"}]}
