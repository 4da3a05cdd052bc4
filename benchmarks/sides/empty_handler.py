"""The server that the collector stands in, with a handler that reads the body and answers 200."""

import sys
from typing import Any

from footpath.collector import run


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer one request."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-type", b"application/json"), (b"content-length", b"16")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"success":true}'})


if __name__ == "__main__":
    run(application, host="127.0.0.1", port=int(sys.argv[-1]))
