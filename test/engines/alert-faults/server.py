"""The emulator with a hand on its queues, for tests of what happens when things fail:

- SQS goes by a clock that can be set ahead, so that a visibility timeout of minutes passes at once.
- Event source mappings rest while they are told to, so that messages gather, and several functions begin together.
- A batch can be handed out twice, as SQS may.

PUT a JSON object with any of `ahead` (seconds), `rest` (bool) and `twice` (a count) to CONTROL_PORT; the answer, of a GET too,
says what is under way.
"""

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "emulator"))

import server  # noqa: E402, F401 (what it corrects stays corrected)
import ministack.core.sigv4 as signatures  # noqa: E402
import ministack.services.lambda_svc as functions  # noqa: E402
import ministack.services.sqs as sqs  # noqa: E402
from ministack.core.concurrency import esm_wake  # noqa: E402
from ministack.core.lambda_runtime import Worker  # noqa: E402

told = {"ahead": 0.0, "rest": False, "twice": 0}
telling = threading.Lock()


class Clock:
    @staticmethod
    def time():
        return time.time() + told["ahead"]


sqs.time = Clock
# Other services stamp messages by the machine's clock: by SQS's they would be days old, and gone.
sqs._expire_retained = lambda _: None
# Functions sign by the clock that is set ahead.
signatures.request_time_failure = lambda *_, **__: None

polled = functions._poll_sqs
# Held while a batch is on its way from its queue to its function.
polling = threading.Lock()


def poll():
    if told["rest"]:
        return False
    with polling:
        return polled()


functions._poll_sqs = poll
# All that a function wrote before it answered or was killed, however busy the machine is: (first line, silence, at most) in s.
Worker._drain_stderr_bounded.__defaults__ = (0.25, 0.25, 5.0)
# A function that failed is tried again at once: the test says when messages are to be seen.
functions._ESM_BACKOFF_SECONDS = 0.0

handed_out = sqs._receive_messages_for_esm


def receive(queue_url, most):
    messages = handed_out(queue_url, most)
    with telling:
        again = bool(messages) and told["twice"] > 0
        told["twice"] -= again
    if not again:
        return messages
    # The next one to ask gets them too, under a receipt of their own; these are this one's.
    copies = [dict(message) for message in messages]
    for message in messages:
        message["visible_at"] = Clock.time()
    esm_wake.set()
    return copies


sqs._receive_messages_for_esm = receive


def under_way():
    with functions._inflight_lock:
        running = functions._inflight_total
    now = Clock.time()
    with polling:
        batches = sum(functions._esm_inflight.values())
    messages = [
        message
        for url, queue in list(sqs._queues._data.items())
        for message in list(queue["messages"])
        if queue["attributes"].get("RedrivePolicy")
    ]
    return {
        "running": running,
        "batches": batches,
        "ready": sum(message["visible_at"] <= now for message in messages),
        "waiting": len(messages),
        "twice": told["twice"],
    }


class Control(BaseHTTPRequestHandler):
    def do_PUT(self):
        words = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with telling:
            told.update(words)
        esm_wake.set()
        self.do_GET()

    def do_GET(self):
        body = json.dumps(under_way()).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


control = HTTPServer(("127.0.0.1", int(os.environ["CONTROL_PORT"])), Control)
threading.Thread(target=control.serve_forever, daemon=True).start()

if __name__ == "__main__":
    from ministack.app import main

    main()
