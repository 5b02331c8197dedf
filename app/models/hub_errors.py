"""What went wrong with the hub, in words: each cause has a sentence of its own.

Part of the hub process, the only one that loads the library whose errors these are.
"""

import errno
import os
from urllib.parse import urlsplit

import httpx2
from huggingface_hub import constants
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from app.domain.errors import Problem, UserError
from app.domain.sentence import say

_OTHERS_WORK = say("Models on this computer's disk and on its peers work without it.")
_PASSING_STATUSES = (408, 429, 500, 502, 503, 504)


def may_pass(error: BaseException) -> bool:
    """Whether it may work when it is tried again a little later."""
    if isinstance(error, HfHubHTTPError):
        return error.response.status_code in _PASSING_STATUSES
    # A length that is not the one announced is an OSError without a number; the library calls itself for each lost
    # connection, and reaches its depth when very many are lost.
    return isinstance(error, httpx2.TransportError | RecursionError) or (
        isinstance(error, OSError) and error.errno is None
    )


def problem_of(error: BaseException, repository: str) -> Problem:
    """The problem that an error is.

    Args:
        error: As it was raised.
        repository: What was asked for; empty for a search.
    """
    match error:
        case UserError():
            return error.problem
        case GatedRepoError():
            return _gated(repository)
        case RepositoryNotFoundError() | HFValidationError():
            return Problem(
                say("No such repository"),
                say("The hub has no repository {repository}, or it is private.", repository=repository),
                say("Check the name. For a private one log in with `hf auth login`, or start Hearth with HF_TOKEN."),
                "repository_unknown",
            )
        case RevisionNotFoundError() | EntryNotFoundError():
            return Problem(
                say("Not there any more"),
                say("{repository} has changed: a file of this model is not there any more.", repository=repository),
                say("Look at what it has now: hearth models show REPO."),
                "file_gone",
            )
        case HfHubHTTPError():
            return _problem_of_status(error.response.status_code, repository)
        case OfflineModeIsEnabled():
            return Problem(
                say("Offline"), say("HF_HUB_OFFLINE is set: nothing is downloaded."), _OTHERS_WORK, "offline"
            )
        case httpx2.ConnectError() | httpx2.ConnectTimeout():
            return Problem(say("Offline"), say("{host} cannot be reached.", host=_host()), _OTHERS_WORK, "offline")
        case httpx2.TimeoutException():
            return Problem(
                say("No answer"),
                say("{host} does not answer in time.", host=_host()),
                say("Try again later."),
                "hub_silent",
            )
        case httpx2.TransportError():
            return Problem(
                say("Connection lost"),
                say("The connection to {host} was lost again and again.", host=_host()),
                say("Try again later."),
                "hub_cut",
            )
        case OSError() if error.errno is not None:
            return problem_of_disk(error)
        case ValueError() | KeyError() | TypeError() | AttributeError() | httpx2.HTTPError() | OSError():
            return Problem(
                say("Not understood"),
                say("{host} gave an answer that makes no sense.", host=_host()),
                say("If HF_ENDPOINT is set, look whether it is right."),
                "hub_unreadable",
            )
    return Problem(
        say("Download failed"),
        f"{type(error).__name__}: {error}".splitlines()[0],
        "",
        "hub_failed",
    )


def problem_of_disk(error: OSError) -> Problem:
    """What the disk refused."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem(
            say("Disk full"),
            say("The disk is full. What has arrived is kept."),
            say("Make room, then get the model again: it goes on from there."),
            "disk_full",
        )
    return Problem(
        say("Cannot be written"),
        say(
            "The model cannot be written in {place}: {reason}."
            if error.filename
            else "The model cannot be written: {reason}.",
            place=os.fsdecode(error.filename or ""),
            reason=error.strerror or str(error),
        ),
        say("Make the folder writable for you."),
        "disk_refused",
    )


def _problem_of_status(status: int, repository: str) -> Problem:
    match status:
        case 401:
            return Problem(
                say("Access denied"),
                say("{host} does not accept the token that it was shown.", host=_host()),
                say("Log in anew with `hf auth login`, or correct HF_TOKEN and start Hearth again."),
                "hub_token_wrong",
            )
        case 403 if repository:
            return _gated(repository)
        case 404 if repository:
            return Problem(
                say("Not there"),
                say("{host} has nothing there for {repository}.", host=_host(), repository=repository),
                "",
                "repository_unknown",
            )
        case 429:
            return Problem(
                say("Too many requests"),
                say("{host} wants fewer requests from this network for now.", host=_host()),
                say("Wait a few minutes. With `hf auth login` it allows more."),
                "hub_busy",
            )
        case _ if status >= 500:
            return Problem(
                say("The hub has trouble"),
                say("{host} answers with error {status}.", host=_host(), status=str(status)),
                say("Try later."),
                "hub_trouble",
            )
    return Problem(
        say("Refused"), say("{host} answers with error {status}.", host=_host(), status=str(status)), "", "hub_refused"
    )


def _gated(repository: str) -> Problem:
    return Problem(
        say("Its owner wants to be asked"),
        say(
            "{repository} can only be downloaded by people who accepted its terms on {host}.",
            repository=repository,
            host=_host(),
        ),
        say(
            "Accept them at {endpoint}/{repository}, then log in with `hf auth login`, or start Hearth with HF_TOKEN.",
            endpoint=constants.ENDPOINT,
            repository=repository,
        ),
        "repository_gated",
    )


def _host() -> str:
    return urlsplit(constants.ENDPOINT).netloc or constants.ENDPOINT
