"""One account that asks thousands of times a second or sends far too much; the others are served all the same."""

from __future__ import annotations

import socket
import threading
import time
from urllib.parse import urlparse

import pytest
from exam_browser import running, workspace
from sittings import ANSWERS, sealed

from fieldmark.model.sitting import WINDOW
from fieldmark.sitting.web.rate import HELD, Rate

FLOOD = 10_000
LINES = 40


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with running(workspace(tmp_path_factory.mktemp("flooded"), sealed())) as service:
        yield service


def put(service, sitting: str, who: str, n: int) -> tuple[int, float]:
    """Status and seconds of one answer."""
    entry = {"client": WINDOW + n, "slot": "q01", "answer": ANSWERS["q01"]}
    began = time.monotonic()
    status, _ = service.ask("PUT", f"api/sittings/{sitting}/answers", who, {"entries": [entry]})
    return status, time.monotonic() - began


def flood(service, requests: int, served: list[bytes], over: threading.Event) -> None:
    """All requests of one line sent at once, and what comes back until it is over."""
    path = urlparse(service.url).path + "api/mine"
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nCookie: who=e002\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", service.port), timeout=5) as line:
        try:
            line.sendall(request * requests)
            line.settimeout(0.2)
            while not over.is_set():
                try:
                    said = line.recv(65536)
                except TimeoutError:
                    continue
                if not said:
                    return
                served.append(said)
        except OSError:  # cut off
            return


@pytest.mark.slow
def test_a_flood_from_one_account_leaves_the_others_served(service):
    sitting = service.ask("POST", "api/papers/basics-before/open", "e001", {})[1]["sitting"]
    served: list[bytes] = []
    over = threading.Event()
    attackers = [threading.Thread(target=flood, args=(service, FLOOD // LINES, served, over)) for _ in range(LINES)]
    for attacker in attackers:
        attacker.start()
    during, began = [], time.monotonic()
    while time.monotonic() - began < 3:
        during.append(put(service, sitting, "e001", len(during) + 1))
    over.set()
    for attacker in attackers:
        attacker.join()
    assert {status for status, _ in during} <= {200, 429}  # the test itself may be too quick for its own account
    assert max(took for _, took in during) < 2.5
    assert sum(status == 200 for status, _ in during) >= 20
    answers = b"".join(served)
    assert answers.count(b"HTTP/1.1 429") >= 1
    assert answers.count(b"HTTP/1.1 200") < FLOOD / 10
    assert service.ask("GET", "api/mine", "e003")[0] == 200


def test_a_body_of_ten_megabytes_is_refused_before_it_is_read(service):
    sitting = service.ask("POST", "api/papers/basics-before/open", "e003", {})[1]["sitting"]
    path = urlparse(service.url).path + f"api/sittings/{sitting}/answers"
    head = f"PUT {path} HTTP/1.1\r\nHost: x\r\nCookie: who=e003\r\nX-Fieldmark: 1\r\nContent-Length: 10000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as line:
        line.sendall(head.encode())  # and not one byte of the body
        said = line.recv(4096)
    assert said == b"" or said.startswith(b"HTTP/1.1 4")
    assert put(service, sitting, "e003", 1)[0] == 200


def test_an_account_gets_its_burst_and_then_its_rate():
    rate = Rate(burst=5, a_second=2)
    assert [rate.allows("a", 0.0) for _ in range(6)] == [True] * 5 + [False]
    assert rate.allows("b", 0.0)
    assert [rate.allows("a", 1.0) for _ in range(3)] == [True, True, False]


def test_only_so_many_refusals_wait():
    rate = Rate()
    assert all(rate.hold("a", 0.0) for _ in range(HELD))
    assert not rate.hold("a", 0.0)
    rate.let_go("a", 0.0)
    assert rate.hold("a", 0.0)


def test_old_accounts_are_forgotten():
    rate = Rate(burst=1, a_second=0, keep=2)
    assert [rate.allows(a, 0.0) for a in ("a", "b", "c", "c", "a")] == [True, True, True, False, True]
