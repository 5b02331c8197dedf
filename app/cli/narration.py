"""What a node without a screen says of itself on standard output: pure functions of the snapshot."""

import json

from app.domain.state import AppState, Connecting, Joined, Knocking, Online, SwarmStatus, WaitingForKeyring
from app.domain.words import format_bytes, format_count

_JOIN = "In no swarm. Give it a token: hearth join TOKEN, or HEARTH_TOKEN."


def greeting(state: AppState) -> str:
    """What `hearth serve` prints once it answers."""
    model = next((m.name for m in state.models if m.is_demo), next((m.name for m in state.models), "MODEL"))
    question = json.dumps({"model": model, "messages": [{"role": "user", "content": "What is a token?"}]})
    return (
        f"Hearth is ready at {state.api_url}\n\n"
        f"Try it:\n  curl {state.api_url}/chat/completions -H 'Content-Type: application/json' \\\n"
        f"    -d '{question}'\n\n"
        "The second device joins with the token that `hearth token --new` prints. Ctrl+C ends Hearth."
    )


def lender_words(state: AppState) -> str:
    """What a node that only lends does now."""
    swarm = _swarm(state.swarm)
    if swarm is None:
        return _JOIN
    lent = f"Lends up to {format_bytes(state.this_node.offered_bytes)} of memory to {swarm}"
    return f"{lent}: {state.this_node.doing}." if state.this_node.doing else f"{lent}; nothing of it is in use."


def router_words(state: AppState) -> str:
    """What a node that only routes does now."""
    swarm = _swarm(state.swarm)
    if swarm is None:
        return _JOIN
    others = [p.name for p in state.peers if not p.is_self and isinstance(p.status, Online)]
    if not others:
        return f"Waits for the devices of {swarm}; it has no models of its own."
    models = ", ".join(model.name for model in state.models) or "none yet"
    devices = f"{format_count(len(others), 'device', 'devices')} of {swarm} ({', '.join(others)})"
    return f"Routes requests at {state.api_url} to {devices}. Models: {models}."


def _swarm(status: SwarmStatus) -> str | None:
    match status:
        case Joined(swarm_name):
            return f"the swarm {swarm_name}"
        case Connecting() | Knocking():
            return "a swarm that it is joining"
        case WaitingForKeyring():
            return "a swarm once the keyring is unlocked"
        case _:
            return None
