"""What the commands print for people: pure functions from the local API's JSON to text."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.cli.times import clock_words
from app.domain.finding import BY_HAND
from app.domain.placement import Shard
from app.domain.words import format_bytes, format_count, format_layers, format_progress, format_rate, format_time_left

type Json = Mapping[str, Any]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, two spaces between them."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def status_text(state: Json, now: datetime) -> str:
    """The whole snapshot on one screen."""
    parts = [
        "\n".join([f"Hearth {state['version']} on {state['node_name']}, {_swarm(state)}", *_sharing(state, now)]),
        table(("DEVICE", "", "MEMORY IN USE", "PROCESSORS", "NOW"), [_peer_row(peer) for peer in state["peers"]]),
    ]
    if state["models"]:
        parts.append(models_table(state))
        parts += [layers_table(model["plan"], model["name"]) for model in state["models"] if model["plan"]]
    else:
        parts.append("No models yet.")
    parts += [notes] if (notes := "\n".join(_notes(state))) else []
    parts += [waiting] if (waiting := newcomers_text(state, now)) else []
    parts += [_problem(problem) for problem in state["problems"]]
    if state["api_url"]:
        parts.append(f"API  {state['api_url']}")
    return "\n\n".join(parts)


def newcomers_text(state: Json, now: datetime) -> str:
    """Open invites and who waits; empty when there is neither."""
    parts = []
    if state["newcomers"]:
        rows = [(item["knock_id"], item["name"], " ".join(item["words"])) for item in state["newcomers"]]
        parts.append(
            table(("WAITS", "CALLS ITSELF", "WORDS"), rows)
            + "\nAccept it only when it shows the same words: hearth accept ID, or hearth reject ID."
        )
    if state["invites"]:
        rows = [(item["invite_id"], item["code"], clock_words(item["expires_at"], now)) for item in state["invites"]]
        parts.append(table(("INVITE", "CODE", "GOOD UNTIL"), rows))
    return "\n\n".join(parts)


def addresses_table(addresses: Sequence[Json], state: Json) -> str:
    """Addresses given by hand, and what came of each."""
    if not addresses:
        return "No addresses were given. Devices of one network find each other without."
    rows = [
        (item["address"], address_words(item, state), "came with the token" if item["from_token"] else "")
        for item in addresses
    ]
    return table(("ADDRESS", "WHO IS THERE", ""), rows)


def address_words(item: Json, state: Json) -> str:
    """What came of an address."""
    status = item["status"]
    match status["type"]:
        case "Reached":
            names = {peer["peer_id"]: peer["name"] for peer in state["peers"]}
            return str(names.get(status["peer_id"], "a member"))
        case "NotReached":
            return "nobody answers"
        case "OtherSwarm":
            return "something that is no member of this swarm"
        case "Itself":
            return "this device itself"
        case _:
            return "not tried yet"


def diagnosis_text(diagnosis: Json) -> str:
    """What was found, what matters most first, each with what to do."""
    parts = [diagnosis["summary"]]
    for finding in diagnosis["findings"]:
        if finding["weight"] != "good":
            parts.append("\n".join(text for text in (finding["title"], finding["message"], finding["hint"]) if text))
    if any(BY_HAND in finding["hint"] for finding in diagnosis["findings"]):
        parts.append("An address by hand: hearth address add HOST:PORT, with the link's address of the other device.")
    return "\n\n".join(parts)


def has_problems(diagnosis: Json) -> bool:
    """Whether something keeps devices apart."""
    return any(finding["weight"] == "problem" for finding in diagnosis["findings"])


def models_table(state: Json) -> str:
    """The models with their sizes and how far they are."""
    names = {peer["peer_id"]: peer["name"] for peer in state["peers"]}
    rows = [
        (
            model["name"],
            format_bytes(model["file_bytes"]),
            str(model["layer_count"]),
            f"{model['context_length']:,}",
            model_status(model["status"]),
            ", ".join(names.get(peer_id, "a device that left") for peer_id in model["on_nodes"]),
        )
        for model in state["models"]
    ]
    return table(("MODEL", "SIZE", "LAYERS", "CONTEXT", "STATUS", "FILE ON"), rows)


def layers_table(plan: Json, model_name: str) -> str:
    """Which device holds which layers."""
    rows = [
        (shard["node_name"], shard["device_id"], _layers(shard), format_bytes(shard["total_bytes"]))
        for shard in plan["shards"]
    ]
    return table(("DEVICE", "", f"LAYERS OF {model_name}", "MEMORY"), rows)


def plan_text(plan: Json) -> str:
    """A plan or a refusal, with reasons."""
    if plan["type"] == "Refusal":
        return _refusal_text(plan)
    lines = [
        layers_table(plan, plan["model_name"]),
        "",
        f"Context: {format_count(plan['context_length'], 'token', 'tokens')} for each of "
        f"{format_count(plan['slots'], 'conversation', 'conversations')}.",
    ]
    if plan["bytes_to_move"]:
        lines.append(f"{format_bytes(plan['bytes_to_move'])} of weights travel to other devices.")
    return "\n".join([*lines, *plan["reasons"], *_left_out(plan)])


def _refusal_text(refusal: Json) -> str:
    lines = list(refusal["reasons"])
    if refusal["missing_bytes"]:
        needed, available, missing = (
            format_bytes(refusal[name]) for name in ("needed_bytes", "available_bytes", "missing_bytes")
        )
        lines.append(f"{refusal['model_name']} needs {needed}, {available} are offered: {missing} more are needed.")
    return "\n".join([*lines, *_left_out(refusal)])


def _left_out(answer: Json) -> list[str]:
    return [f"Not used: {item['name']}. {item['reason']}" for item in answer["left_out"]]


def model_status(status: Json) -> str:
    """How far a model is, in a few words."""
    match status["type"]:
        case "Loading" if status["total_bytes"]:
            left = f", {format_time_left(status['seconds_left'])}" if status["seconds_left"] is not None else ""
            return f"{status['step']} {format_progress(status['done_bytes'], status['total_bytes'])}{left}"
        case "Loading":
            return str(status["step"])
        case "Ready" if status["tokens_per_second"]:
            expected = status["predicted_tokens_per_second"]
            predicted = f" ({format_rate(expected)} predicted)" if expected else ""
            return f"ready, {format_rate(status['tokens_per_second'])}{predicted}"
        case "Ready":
            return "ready"
        case "Failed":
            return f"failed: {status['problem']['title']}"
        case _:
            return "on disk"


def _sharing(state: Json, now: datetime) -> list[str]:
    sharing = state["sharing"]
    match sharing["type"]:
        case "Paused" if sharing["until"] is not None:
            return [f"This device lends no memory until {clock_words(sharing['until'], now)}."]
        case "Paused":
            return ["This device lends no memory until `hearth resume`."]
        case "Reduced":
            words = format_bytes(sharing["offered_bytes"])
            return [f"This device is short of memory and lends {words} until it is not."]
        case "Withheld":
            return [f"This device lends no memory now: {sharing['reason']}."]
        case _:
            return []


def _notes(state: Json) -> list[str]:
    """What is said of devices and models beside their rows."""
    notes = [f"{peer['name']}: {peer['note']}" for peer in state["peers"] if peer["note"]]
    for model in state["models"]:
        if model["is_pinned"]:
            notes.append(f"{model['name']}: its plan is pinned (hearth unpin {model['name']}).")
        if model["is_kept_loaded"]:
            notes.append(f"{model['name']}: it is kept loaded (hearth models keep {model['name']} --off).")
        if model["better"]:
            notes.append(f"{model['name']}: {model['better']['gain']} (hearth replan {model['name']})")
        if model["news"]:
            notes.append(f"{model['name']}: {model['news']}")
    return notes


def _swarm(state: Json) -> str:
    swarm = state["swarm"]
    match swarm["type"]:
        case "Joined":
            return f"swarm {swarm['swarm_name']}, {format_count(len(state['peers']), 'device', 'devices')}"
        case "Connecting":
            return "joining its swarm"
        case "Knocking":
            words = f" ({' '.join(swarm['words'])})" if swarm["words"] else ""
            return f"waiting to be let in{words}"
        case "WaitingForKeyring":
            return "waiting for the keyring to be unlocked"
        case _:
            return "in no swarm"


def _peer_row(peer: Json) -> tuple[str, str, str, str, str]:
    used = sum(device["used_bytes"] for device in peer["devices"])
    offered = sum(device["offered_bytes"] for device in peer["devices"])
    memory = f"{format_bytes(used)} of {format_bytes(offered)}" if peer["sharing"] else "not sharing"
    return (peer["name"], _peer_status(peer), memory, ", ".join(d["name"] for d in peer["devices"]), peer["doing"])


def _peer_status(peer: Json) -> str:
    status = peer["status"]
    match status["type"]:
        case _ if peer["is_self"]:
            return "this device"
        case "Online" if status["rtt_ms"] is not None:
            return f"online, {status['rtt_ms']:.1f} ms"
        case "Online":
            return "online"
        case "Reaching":
            return "connecting"
        case "Suspect":
            return "silent"
        case _:
            return "away"


def _layers(shard: Json) -> str:
    return format_layers(Shard(**shard))


def _problem(problem: Json) -> str:
    return "\n".join(text for text in (problem["title"], problem["message"], problem["hint"]) if text)
