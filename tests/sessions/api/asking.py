"""Reading the API as a program does."""

from urllib.parse import urlsplit

HERE = "/api/v1"


def get(client, address, **asked):
    """The JSON of an answer that is as asked."""
    answer = client.get(local(address), asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def local(address):
    """Of an absolute address what the test client asks for."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def pages(client, address, **asked):
    """The answers of a list, one after another by `next`; what happens between is the caller's."""
    answer = get(client, address, **asked)
    yield answer
    while answer["next"]:
        answer = get(client, answer["next"])
        yield answer


def read(client, address, field="address", **asked):
    """One field of all rows of a list."""
    return [row[field] for page in pages(client, address, **asked) for row in page["results"]]  # fmt: skip
