"""How other programs are connected: an address, a key and a model put into what each of them wants. Pure."""

from dataclasses import dataclass

from app.domain.model import ModelKind
from app.domain.preference import LanAccess
from app.domain.state import AppState
from app.ui.present.language import tr

ANY_KEY = "hearth"
"""Stands for a key where any is accepted."""

YOUR_KEY = "YOUR-KEY"
"""Stands for the key that a user has to put in."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """What one program or language needs.

    Attributes:
        title: Its name.
        hint: Where the text belongs.
        text: To be copied.
    """

    title: str
    hint: str
    text: str


@dataclass(frozen=True, slots=True)
class ConnectView:
    """What the Connect window takes from the snapshot.

    Attributes:
        urls: Addresses that can be chosen, with what each is for.
        models: Names of models that chat.
    """

    urls: tuple[tuple[str, str], ...]
    models: tuple[str, ...]


def connect_view(state: AppState | None) -> ConnectView:
    """Addresses and models now."""
    if state is None or not state.api_url:
        return ConnectView((), ())
    lan: LanAccess = state.lan
    urls = (
        (state.api_url, tr("{url} (this computer)", url=state.api_url)),
        *((url, tr("{url} (other machines)", url=url)) for url in lan.urls),
    )
    models = sorted((model for model in state.models if model.kind is ModelKind.CHAT), key=lambda model: model.is_demo)
    return ConnectView(urls, tuple(model.name for model in models))


def snippets(url: str, key: str, model: str) -> tuple[Snippet, ...]:
    """What to copy, for each program.

    Args:
        url: The base address.
        key: An API key, or what stands for one.
        model: The name of a model.
    """
    return (
        Snippet(
            "Python",
            tr("{command}, then:", command="pip install openai"),
            _PYTHON.format(url=url, key=key, model=model),
        ),
        Snippet(
            "Node", tr("{command}, then:", command="npm install openai"), _NODE.format(url=url, key=key, model=model)
        ),
        Snippet("curl", tr("In a terminal:"), _curl(url, key, model)),
        Snippet(
            "Open WebUI",
            tr("In its environment, or under Admin Panel, Settings, Connections as an OpenAI API:"),
            f"OPENAI_API_BASE_URL={url}\nOPENAI_API_KEY={key}\n",
        ),
        Snippet(
            "Continue",
            tr("For VS Code and JetBrains, in {path}:", path="~/.continue/config.yaml"),
            _continue(url, key, model),
        ),
    )


_PYTHON = """\
from openai import OpenAI

client = OpenAI(
    base_url="{url}",
    api_key="{key}",
)
answer = client.chat.completions.create(
    model="{model}",
    messages=[{{"role": "user", "content": "Hello"}}],
)
print(answer.choices[0].message.content)
"""

_NODE = """\
import OpenAI from "openai";

const client = new OpenAI({{
  baseURL: "{url}",
  apiKey: "{key}",
}});
const answer = await client.chat.completions.create({{
  model: "{model}",
  messages: [{{ role: "user", content: "Hello" }}],
}});
console.log(answer.choices[0].message.content);
"""


def _curl(url: str, key: str, model: str) -> str:
    unchecked = " -k" if url.startswith("https:") else ""
    model = model.replace("'", "'\\''")
    return (
        f"curl{unchecked} {url}/chat/completions \\\n"
        f"  -H 'Authorization: Bearer {key}' \\\n"
        "  -H 'Content-Type: application/json' \\\n"
        "  -d '{\n"
        f'    "model": "{model}",\n'
        '    "messages": [{"role": "user", "content": "Hello"}]\n'
        "  }'\n"
    )


def _continue(url: str, key: str, model: str) -> str:
    return (
        "name: Hearth\nversion: 1.0.0\nschema: v1\nmodels:\n"
        f'  - name: "{model} on Hearth"\n'
        "    provider: openai\n"
        f'    model: "{model}"\n'
        f"    apiBase: {url}\n"
        f"    apiKey: {key}\n"
        "    roles: [chat, edit]\n"
    )
