"""The page's addresses, asked as a browser asks."""

import urllib.error
import urllib.parse
import urllib.request


def get(stage, path):
    with urllib.request.urlopen(stage.address + path) as answer:
        return answer.status, answer.read().decode(), dict(answer.headers)


def post(stage, path, headers=(), **fields):
    """Post a form and read the page that it leads to."""
    body = urllib.parse.urlencode(fields, doseq=True).encode()
    request = urllib.request.Request(stage.address + path, body, dict(headers))
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()
