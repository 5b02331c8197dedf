"""Every error that leaves the API, in one shape: `{"error": {message, type, param, code}}`."""

import logging

from aiohttp import web

from app.api.guard import MAX_BODY_BYTES, Handler
from app.domain.errors import UserError
from app.domain.words import format_bytes
from app.routing.call import Dialect
from app.routing.failure import AnswerError, Failure, failure_of_problem

_log = logging.getLogger(__name__)

_ANTHROPIC_PATH = "/v1/messages"


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Middleware, the outermost: turns every exception into an answer."""
    try:
        return await handler(request)
    except AnswerError as error:
        return failure_response(request, error.failure)
    except UserError as error:
        default_status = 400 if request.path.startswith("/api/") else 503
        return failure_response(request, failure_of_problem(error.problem, default_status))
    except web.HTTPException as error:
        return failure_response(request, _failure_of_http(request, error))
    except web.RequestPayloadError:
        return failure_response(
            request, Failure(400, "The body is not what its headers say that it is.", "body_unreadable")
        )
    except ConnectionResetError:
        raise  # the client has hung up: nobody is left to answer
    except Exception:
        _log.exception("%s %s failed", request.method, request.path)
        return failure_response(
            request, Failure(500, "Hearth made a mistake here. Its log says more.", "internal_error")
        )


def failure_response(request: web.Request, failure: Failure) -> web.Response:
    """The answer that is this error."""
    dialect = Dialect.ANTHROPIC if request.path == _ANTHROPIC_PATH else Dialect.OPENAI
    return web.Response(
        status=failure.status,
        body=failure.body(dialect),
        content_type="application/json",
        headers=failure.headers,
    )


def _failure_of_http(request: web.Request, error: web.HTTPException) -> Failure:
    match error.status:
        case 404:
            return Failure(404, f"There is nothing at {request.path}. Models answer under /v1.", "unknown_path")
        case 405:
            return Failure(405, f"{request.path} does not take {request.method}.", "method_not_allowed")
        case 413:
            return Failure(413, f"The request is larger than {format_bytes(MAX_BODY_BYTES)}.", "request_too_large")
        case status:
            return Failure(status, error.reason, "http_error")
