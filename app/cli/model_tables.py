"""What `hearth models …` prints for people: pure functions from the local API's JSON to text."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.cli.tables import model_status, table
from app.domain.words import format_bytes, format_count, format_progress

type Json = Mapping[str, Any]


def models_list(state: Json) -> str:
    """The models of the swarm: how large, how far, where they fit, who has the file."""
    if not state["models"]:
        return "No models yet."
    names = {peer["peer_id"]: peer["name"] for peer in state["peers"]}
    rows = [
        (
            model["name"],
            format_bytes(model["file_bytes"]),
            f"{model['context_length']:,}",
            model_status(model["status"]) + (", kept loaded" if model["is_kept_loaded"] else ""),
            fit_words(model["fit"]),
            ", ".join(names.get(peer_id, "a device that left") for peer_id in model["on_nodes"]),
        )
        for model in state["models"]
    ]
    return table(("MODEL", "SIZE", "CONTEXT", "STATUS", "FITS", "FILE ON"), rows)


def fit_words(fit: Json | None) -> str:
    """Where a model fits, in a few words; empty when that is not known."""
    match fit:
        case {"type": "FitsWhole", "node_name": name, "is_snug": is_snug}:
            return f"on {name}, just so" if is_snug else f"on {name}"
        case {"type": "FitsSplit", "node_names": names, "is_snug": is_snug}:
            return f"split over {', '.join(names)}" + (", just so" if is_snug else "")
        case {"type": "TooBig", "missing_bytes": missing}:
            return f"too big, {format_bytes(missing)} short"
        case _:
            return ""


def repositories_table(found: Sequence[Json], text: str) -> str:
    """What a search found."""
    if not found:
        return f'Nothing with models in the GGUF format was found for "{text}".'
    rows = [(item["repository"], _count(item["downloads"]), _count(item["likes"])) for item in found]
    return table(("REPOSITORY", "DOWNLOADS", "LIKES"), rows) + "\n\nSee what one has: hearth models show REPOSITORY"


def hub_models_table(models: Sequence[Json]) -> str:
    """What can be got of a repository."""
    rows = []
    for model in models:
        notes = ["here already"] if model["is_here"] else []
        notes += ["take this one"] if model["is_recommended"] else []
        files = format_count(len(model["file_names"]), "file", "files")
        name = model["quantization"] or "(unnamed)"
        rows.append((name, format_bytes(model["size_bytes"]), files, fit_words(model["fit"]), ", ".join(notes)))
    recommended = next((model["source"] for model in models if model["is_recommended"]), models[0]["source"])
    return table(("QUANT", "SIZE", "", "FITS", ""), rows) + f"\n\nGet it: hearth models get {recommended}"


def recommendations_table(entries: Sequence[Json]) -> str:
    """The built-in catalogue."""
    rows = [
        (
            "*" if entry["is_best"] else "",
            entry["title"],
            f"about {format_bytes(entry['size_bytes'])}",
            fit_words(entry["fit"]),
            entry["source"],
        )
        for entry in entries
    ]
    head, *lines = table(("", "MODEL", "SIZE", "FITS", "GET"), rows).splitlines()
    described = [f"{line}\n   {entry['description']}" for line, entry in zip(lines, entries, strict=True)]
    best = next((entry["source"] for entry in entries if entry["is_best"]), "REPO:QUANT")
    star = "* the largest that fits comfortably now. " if any(entry["is_best"] for entry in entries) else ""
    return "\n".join((head, *described)) + f"\n\n{star}Get one: hearth models get {best}"


def transfers_table(transfers: Sequence[Json]) -> str:
    """What is on its way."""
    if not transfers:
        return "Nothing is on its way."
    rows = [
        (
            item["transfer_id"],
            item["model_name"],
            ", ".join(item["sources"]),
            format_progress(item["done_bytes"], item["total_bytes"]),
            transfer_words(item),
        )
        for item in transfers
    ]
    return table(("ID", "MODEL", "FROM", "HERE", ""), rows)


def transfer_words(transfer: Json) -> str:
    """How far a transfer is, in a few words."""
    status = transfer["status"]
    match status["type"]:
        case "Waiting":
            return str(status["reason"])
        case "Moving" if status["bytes_per_second"]:
            rate = status["bytes_per_second"]
            left = max(0, transfer["total_bytes"] - transfer["done_bytes"]) / rate
            return f"{format_bytes(round(rate))}/s, {duration_words(left)} left"
        case "Verifying":
            return "checking"
        case "Finished":
            return "done"
        case "Stopped" if status["problem"]:
            return f"stopped: {status['problem']['message']}"
        case "Stopped":
            return "stopped"
        case _:
            return "beginning"


def progress_line(transfer: Json) -> str:
    """One line that is written over again and again while a transfer runs."""
    total = transfer["total_bytes"]
    percent = 100 * transfer["done_bytes"] // total if total else 0
    return (
        f"{transfer['model_name']}  {format_progress(transfer['done_bytes'], total)}  {percent} %  "
        f"{transfer_words(transfer)}"
    )


def duration_words(seconds: float) -> str:
    """About how long: `12 s`, `3 min`, `2.5 h`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3600:.1f} h"


def _count(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
