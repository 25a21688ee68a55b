"""Hand-written assignments over HTTP: what is released, to download; what one hands in, and its receipts."""

from __future__ import annotations

import asyncio
import io
import zipfile
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tornado.httputil import HTTPFile, HTTPInputError, parse_multipart_form_data
from tornado.web import stream_request_body

from fieldmark.model.problem import Problem, Refused
from fieldmark.sitting import handin, labs, problems
from fieldmark.sitting.web.base import Api
from fieldmark.store import uploads
from fieldmark.store.feedback import notebook_key, read_feedback

LIMIT = handin.MOST_MB * 1_000_000
_AT_ONCE = asyncio.Semaphore(4)  # uploads held in memory


class Assignments(Api):
    """Every released assignment, with the receipts of what the person handed in, and their own feedback."""

    async def get(self) -> None:
        listed = await asyncio.to_thread(self._all)
        self.reply({"assignments": listed, "lab": self.identity.lab_url(self.person.user) if listed else ""})

    def _all(self) -> list[dict[str, Any]]:
        place, user, found = self.exam.workspace, self.person.user, []
        labs.take(self.exam, user)
        for course, name in uploads.assignments(place):
            uploads.mend(place, course, name, user)
            mine = uploads.uploads(place, course, name, user)
            refused = labs.refused(self.exam, user, course, name)
            told = read_feedback(place, notebook_key(course, name), user, self.exam.clock())
            one = {"course": course, "assignment": name, "uploads": mine, "refused": refused, "feedback": told}
            found.append(one)
        return found


class Material(Api):
    """The released files: the notebook itself, or a zip where there are more. Refused (E060)."""

    async def get(self, course: str, assignment: str) -> None:
        files = uploads.released(self.exam.workspace, course, assignment)
        if not files:
            raise Refused(problems.NO_ASSIGNMENT.at(name=assignment))
        single = len(files) == 1
        name = next(iter(files)) if single else f"{assignment}.zip"
        data = next(iter(files.values())).read_bytes() if single else await asyncio.to_thread(_zipped, files)
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name, safe='')}")
        self.finish(data)


def _zipped(files: dict[str, Path]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in files.items():
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes())
    return made.getvalue()


@stream_request_body
class HandIn(Api):
    """An upload: form data with one notebook and its data files. Refused (E060 to E063, W003)."""

    async def prepare(self) -> None:
        self.request.connection.set_max_body_size(LIMIT + 100_000)  # type: ignore[union-attr]
        self.chunks: list[bytes] = []
        self.size = 0
        await super().prepare()
        length = self.request.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LIMIT:
            raise Refused(problems.UPLOAD_TOO_BIG.at(most=handin.MOST_MB))

    def data_received(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size <= LIMIT:
            self.chunks.append(chunk)

    async def post(self, course: str, assignment: str) -> None:
        place, user, now = self.exam.workspace, self.person.user, self.exam.clock()
        wanted = [n for n in uploads.released(place, course, assignment) if n.endswith(".ipynb")]
        if not wanted:
            raise Refused(problems.NO_ASSIGNMENT.at(name=assignment))
        if len(uploads.uploads(place, course, assignment, user)) >= handin.MOST_UPLOADS:
            raise Refused(problems.UPLOADS_USED.at(most=handin.MOST_UPLOADS))
        async with _AT_ONCE:
            files = await asyncio.to_thread(self._read, wanted)
            if isinstance(files, Problem):
                raise Refused(files)
            said = handin.receipt(course, assignment, user, files, now)
            stored = handin.stamped(files, now)
            enter = partial(self.exam.uploaded, user, said)
            kept = await asyncio.to_thread(uploads.keep, place, course, assignment, user, stored, said, enter)
        self.reply(kept)

    def _read(self, wanted: list[str]) -> dict[str, bytes] | Problem:
        kind = self.request.headers.get("Content-Type", "")
        boundary = kind.partition("boundary=")[2].strip('"')
        sent: dict[str, list[HTTPFile]] = {}
        try:
            parse_multipart_form_data(boundary.encode(), b"".join(self.chunks), {}, sent)
        except (HTTPInputError, ValueError):
            return handin.accepted([], wanted)
        return handin.accepted([(f.filename, f.body) for group in sent.values() for f in group], wanted)
