"""A client for a node's local API from inside its network namespace: `python -m tests.household.http_client`.

Reads one JSON request from stdin (`method`, `url`, `headers`, `body`) and writes the answer as one JSON line (`status`,
`headers`, `body`). With `stream` it writes each line of the answer as it comes instead. The namespace is entered by
whoever starts it.
"""

import json
import sys
import urllib.error
import urllib.request


def main() -> None:
    """Make the one request."""
    wanted = json.load(sys.stdin)
    body = wanted["body"]
    request = urllib.request.Request(
        wanted["url"],
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **wanted["headers"]},
        method=wanted["method"],
    )
    try:
        with urllib.request.urlopen(request, timeout=wanted["timeout_seconds"]) as answer:
            if wanted.get("stream"):
                for line in answer:
                    sys.stdout.buffer.write(line)
                    sys.stdout.buffer.flush()
                return
            status, headers, text = answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        status, headers, text = error.code, dict(error.headers), error.read().decode()
    except urllib.error.URLError as error:
        sys.exit(f"no answer: {error.reason}")
    print(json.dumps({"status": status, "headers": headers, "body": text}))


if __name__ == "__main__":
    main()
