"""Service, hub and proxy killed at random instants, and the power cut, while engineers write.

The site's own parts run as `fieldmark serve` runs them and are started again as it does, without its rule that a part
which dies five times a minute is given up. Engineers log in through the hub and write through the proxy as the exam
page does: an answer is sent again until it is acknowledged. A power cut is the state of the journal's files at one
instant: the service is stopped (SIGSTOP), its files are copied, it goes on, and the copy is opened and written to.
"""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import kill_check as check
import kill_site
import sitting_load as load
import sitting_site as site

KILLS, QUICK_KILLS = 300, 12
ENGINEERS = 24
WEIGHTS = {"exam": 0.4, "power": 0.35, "proxy": 0.17, "hub": 0.08}
PATIENCE = 40.0  # seconds after which a sitting that got no acknowledgement is stuck
LONGEST = 900.0  # seconds of killing, after which the bench ends with the kills that it did
PAUSE = 0.15  # seconds from an acknowledgement to the next answer


@dataclass
class Writer:
    """One engineer; `acknowledged`: client number -> slot and answer that the service said it saved."""

    line: load.Line
    number: int
    sitting: str = ""
    window: int = 0
    questions: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: dict[int, tuple[str, Any]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    heard: float = 0.0
    head: str = ""

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The reply; asked again until there is one. TimeoutError after a minute and a half."""
        until = time.monotonic() + 90
        while time.monotonic() < until:
            try:
                status, content, _ = await asyncio.wait_for(self.line.ask(method, site.PREFIX + path, body), 10)
            except (OSError, TimeoutError, asyncio.IncompleteReadError):
                status, content = 0, b""
                self.hang_up()
            if status == 200:
                self.heard = time.monotonic()
                return json.loads(content)
            if status in {400, 401, 403, 404, 409, 413}:
                self.refused.append(f"{path.split('/')[-1]}: {status} {content[:40]!r}")
            await asyncio.sleep(0.1)
        raise TimeoutError(f"{path}: {self.refused[-1:]}")

    def hang_up(self) -> None:
        self.line.close()
        self.line.writer = None

    async def open(self) -> None:
        self.sitting = (await self.ask("POST", f"api/papers/{site.PAPER}/open", {}))["sitting"]
        said = await self.ask("POST", f"api/sittings/{self.sitting}/window", {})
        self.window, self.questions = said["window"], said["questions"]

    async def write(self) -> None:
        """Answer after answer, until cancelled."""
        lot = random.Random(self.number)  # noqa: S311
        count = 0
        while True:
            count += 1
            client = self.window * load.WINDOW + count
            question = lot.choice(self.questions)
            given = load.answer(question, lot)
            entry = {"client": client, "slot": question["slot"], "answer": given, "seconds": 1.0}
            said = await self.ask("PUT", f"api/sittings/{self.sitting}/answers", {"entries": [entry]})
            if client in said["saved"]:
                self.acknowledged[client] = (question["slot"], given)
            else:
                self.refused.append(str(said["refused"]))
            await asyncio.sleep(PAUSE)


@dataclass
class Found:
    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WEIGHTS, 0))
    lost: int = 0
    stuck: int = 0
    broken: int = 0
    slowest: dict[str, float] = field(default_factory=dict)  # seconds until every engineer was acknowledged again


def run(*, quick: bool) -> dict[str, Any]:
    """`kills` by signal and power cuts; `lost_acknowledged` answers; `stuck` sittings that did not go on; and
    `chain_broken`: problems that verifying the journal or a copy of it found."""
    with tempfile.TemporaryDirectory(prefix="fieldmark-bench-") as folder:
        place = Path(folder) / "workspace"
        site.workspace(place, ENGINEERS)
        with kill_site.running(place, ENGINEERS) as running:
            found, writers = asyncio.run(_run(running, place, QUICK_KILLS if quick else KILLS))
        held = {w.sitting: w.acknowledged for w in writers}
        heads = [w.head for w in writers if w.head]
        lost, broken = check.journal(place, held, heads)
    return {
        "kills": sum(found.kills.values()),
        "lost_acknowledged": found.lost + lost,
        "stuck": found.stuck,
        "chain_broken": found.broken + broken,
        **{f"kills_{name}": count for name, count in found.kills.items()},
        "acknowledged": sum(len(w.acknowledged) for w in writers),
        "slowest_back_s": {what: round(seconds, 1) for what, seconds in sorted(found.slowest.items())},
        "refused": sum(len(w.refused) for w in writers),
        "first_refused": [r for w in writers for r in w.refused][:3],
    }


async def _run(running: kill_site.Running, place: Path, kills: int) -> tuple[Found, list[Writer]]:
    writers = [Writer(load.Line(running.line, cookie), n) for n, cookie in enumerate(running.cookies)]
    keeping = asyncio.create_task(running.keep())
    await asyncio.gather(*(w.open() for w in writers))
    tasks = [asyncio.create_task(w.write()) for w in writers]
    found, lot = Found(), random.Random(1)  # noqa: S311
    until = time.monotonic() + LONGEST
    for n, what in enumerate(_order(lot, kills)):
        await asyncio.sleep(lot.uniform(0.05, 0.6))
        if time.monotonic() > until:
            break
        _still_there(keeping, tasks)
        if n % 25 == 0:
            sys.stderr.write(f"{n} kills, {found}\n")
        found.kills[what] += 1
        if what == "power":
            await _power_cut(running, place, writers, found)
        else:
            running.kill(what)
            found.slowest[what] = max(found.slowest.get(what, 0.0), await _everyone_again(writers, found))
    await _everyone_again(writers, found)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for writer in writers:
        writer.hang_up()  # an answer's reply may still be on its way; the receipt is not to be taken from it
    await asyncio.gather(*(_hand_in(w, found) for w in writers))
    keeping.cancel()
    return found, writers


def _still_there(keeping: asyncio.Task[None], tasks: list[asyncio.Task[None]]) -> None:
    """A bench whose own parts ended would wait for them at every kill; it ends with their error."""
    for task in (keeping, *tasks):
        if task.done():
            task.result()
            raise RuntimeError("a writer ended by itself")


def _order(lot: random.Random, kills: int) -> list[str]:
    """Each kind at least once, the others by weight."""
    more = lot.choices(list(WEIGHTS), list(WEIGHTS.values()), k=kills - len(WEIGHTS))
    order = [*WEIGHTS, *more]
    lot.shuffle(order)
    return order


async def _everyone_again(writers: list[Writer], found: Found) -> float:
    """Seconds until each engineer heard from the service after now; those who did not are stuck."""
    began = time.monotonic()
    while waiting := [w for w in writers if w.heard < began]:
        if time.monotonic() - began > PATIENCE:
            found.stuck += len(waiting)
            break
        await asyncio.sleep(0.02)
    return time.monotonic() - began


async def _power_cut(running: kill_site.Running, place: Path, writers: list[Writer], found: Found) -> None:
    with tempfile.TemporaryDirectory(prefix="fieldmark-cut-") as folder:
        copy = Path(folder) / "workspace"
        held: dict[str, Mapping[int, Any]] = {w.sitting: dict(w.acknowledged) for w in writers}
        with running.stopped():
            check.copy(place, copy)
        lost, broken, stuck = await check.after_power_cut(copy, held, {w.sitting: site.user(w.number) for w in writers})
        shutil.rmtree(copy)
    found.lost += lost
    found.broken += broken
    found.stuck += stuck


async def _hand_in(writer: Writer, found: Found) -> None:
    """The receipt names the answers that count: the last acknowledged of each slot (or one that was under way)."""
    try:
        receipt = await writer.ask("POST", f"api/sittings/{writer.sitting}/submit", {})
    except TimeoutError:
        found.stuck += 1
        return
    writer.head = receipt["head"]
    found.lost += sum(slot not in receipt["answers"] for slot, _ in writer.acknowledged.values())


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(quick="--quick" in sys.argv)) + "\n")
