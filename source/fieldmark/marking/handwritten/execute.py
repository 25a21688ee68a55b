"""nbgrader's Execute with a kernel in the jail, keeping what it sees of each test."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.session import Session
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute

from fieldmark.marking.handwritten.jail import Jail, Line
from fieldmark.marking.handwritten.kernels import Manager
from fieldmark.marking.handwritten.limits import Limits
from fieldmark.marking.handwritten.verdict import Evidence, Test, shape

LARGEST = 32_000_000  # bytes of one message of a kernel
_PROBE = "__import__('fieldmark.marking.handwritten.inside.probe', fromlist=['look']).look({nonce!r}, {names!r})"
_WORDS = {
    "time": "the notebook took longer than it may",
    "memory": "the notebook used more memory than it may",
    "output": "the notebook wrote more than it may",
    "stuck": "a cell did not end, nor did it heed the interrupt",
    "died": "the kernel ended in the middle",
    "garbled": "the kernel said what a kernel does not say",
}


class TooMuchOutput(Exception):
    """The kernel said more than it may."""


class BoundedSession(Session):  # type: ignore[misc]
    """A session that takes no more than `left` bytes from a kernel."""

    left = 0

    def deserialize(self, msg_list: list[Any], *rest: Any, **named: Any) -> dict[str, Any]:
        type(self).left -= sum(len(part) for part in msg_list)
        if type(self).left < 0:
            raise TooMuchOutput
        said: dict[str, Any] = super().deserialize(msg_list, *rest, **named)
        return said


@dataclass(slots=True)
class Watch:
    """The evidence of one notebook: test cell to evidence, and why its kernel ended early, "" if it did not."""

    tests: dict[str, Evidence] = field(default_factory=dict)
    over: str = ""


class JailedExecute(Execute):  # type: ignore[misc]
    """Runs every cell in a kernel of the jail; a cell that ends it is an error, and so is every cell after it.

    `tests(notebook)`: the sources of the notebook's test cells, by name. `watched`: notebook to what was seen.
    """

    def __init__(self, jail: Jail, limits: Limits, tests: Callable[[str], Mapping[str, str]], **named: Any) -> None:
        super().__init__(timeout=limits.cell_seconds, shutdown_kernel="immediate", **named)
        self._jail, self._limits, self._tests_of = jail, limits, tests
        self._shapes: dict[str, Test] = {}
        self._line: Line
        self._current: Evidence | None = None
        self._watch = Watch()
        self._last: NotebookNode | None = None
        self.watched: dict[str, Watch] = {}

    def preprocess(self, nb: NotebookNode, resources: Any, km: Any = None) -> tuple[NotebookNode, Any]:
        name = resources["nbgrader"]["notebook"]
        self._shapes = {cell: shape(source) for cell, source in self._tests_of(name).items()}
        self._watch = self.watched[name] = Watch()
        self._last = next((cell for cell in reversed(nb.cells) if _name(cell) in self._shapes), None)
        BoundedSession.left = self._limits.output_kb * 1000
        with self._jail.room(Path(resources["metadata"]["path"]), self._limits) as line:
            self._line = line
            done: tuple[NotebookNode, Any] = super().preprocess(nb, resources)
        return done

    def create_kernel_manager(self) -> Manager:
        self.km = Manager(self._line, session=BoundedSession())
        self.km.context.setsockopt(zmq.MAXMSGSIZE, LARGEST)
        return self.km

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        name = _name(cell)
        test = self._shapes.get(name)
        if test is None:
            self._current = None
            self._carefully(cell, resources, index)
            return cell, resources
        self._current = evidence = self._watch.tests[name] = Evidence()
        nonce = secrets.token_hex(8)
        if self.kc is not None:
            self.kc.expressions = {"probe": _PROBE.format(nonce=nonce, names=test.names)}
        self._carefully(cell, resources, index)
        evidence.over = self._watch.over
        said, _, found = (evidence.probe or "").partition(" ")
        evidence.probe = found if said == nonce else None
        if cell is self._last and not self._watch.over and not self._refuted(secrets.token_hex(8)):
            for each in self._watch.tests.values():
                each.refuted = False
        return cell, resources

    def _carefully(self, cell: NotebookNode, resources: Any, index: int) -> None:
        """Run a cell; whatever the submission does to its kernel or to the protocol is an error of this cell."""
        if not self._watch.over:
            try:
                super().preprocess_cell(cell, resources, index)
                if BoundedSession.left >= 0:  # whoever is slow with it runs into the cell's time first
                    return
                self._end("output", cell, index)
            except CellTimeoutError:
                self._end("stuck", cell, index)
            except DeadKernelError:
                self._end("died", cell, index)
            except TooMuchOutput:
                self._end("output", cell, index)
            except Exception:  # messages of a hostile kernel can break nbclient anywhere
                self.log.debug("broken kernel", exc_info=True)
                self._end("garbled", cell, index)
        if cell.cell_type == "code" and cell.source.strip():
            words = _WORDS[self._watch.over]
            cell.outputs.append(new_output("error", ename="NotRun", evalue=words, traceback=[f"NotRun: {words}"]))

    def _end(self, why: str, cell: NotebookNode, index: int) -> None:
        ended = self._line.poll(1.5 if why == "died" else 0)
        self._watch.over = ended if ended in _WORDS else why
        self._line.ask("kill")
        self._line.poll(5)
        self.nb["cells"][index] = cell

    def _refuted(self, nonce: str) -> bool:
        """Does a wrong statement still fail? Asked like a cell, so that what was done to the running of cells shows."""
        try:
            wrong = f"get_ipython().InteractiveTB.set_mode('Minimal')\nassert {int(nonce, 16)} == 1, {nonce!r}"
            reply = self.wait_for_reply(self.kc.execute(wrong, store_history=False, stop_on_error=False))
        except Exception:
            self.log.debug("no answer to the wrong statement", exc_info=True)
            return False
        content = (reply or {}).get("content", {})
        return (content.get("ename"), content.get("evalue")) == ("AssertionError", nonce)

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        if self._current is not None:
            _note(self._current, msg["msg_type"], msg["content"])
        return super().process_message(msg, cell, cell_index)

    def on_cell_executed(self, **named: Any) -> None:
        super().on_cell_executed(**named)
        if self._current is not None:
            content = named["execute_reply"]["content"]
            self._current.status = str(content.get("status", ""))
            answer = content.get("user_expressions", {}).get("probe", {}).get("data", {}).get("text/plain")
            self._current.probe = answer.strip("'\"") if isinstance(answer, str) else None


def _name(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def _note(evidence: Evidence, kind: str, content: Mapping[str, Any]) -> None:
    if kind == "error" or (kind == "stream" and content.get("name") == "stderr"):
        evidence.said.append((kind if kind == "error" else "stderr", ""))
    elif kind == "execute_result":
        evidence.said.append(("result", str(content.get("data", {}).get("text/plain", ""))))
    elif kind in ("clear_output", "update_display_data") or kind.startswith("comm"):
        evidence.erased = True
