"""The pages themselves: small shells that load one script and one style sheet, both compressed ahead and kept by
the browser until they change."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from html import escape
from http import HTTPStatus

from fieldmark import look
from fieldmark.model.problem import Refused
from fieldmark.model.text import Text
from fieldmark.sitting import problems
from fieldmark.sitting.bundle import joined, source
from fieldmark.sitting.web import seb
from fieldmark.sitting.web.base import Base

SHELL = """<!doctype html>
<html lang="en" data-theme="light" data-base="{base}" data-login="{login}" {data}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title data-en="{en}" data-zh="{zh}">{en}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{base}static/{css}">
<script src="{base}static/{prefer}"></script>
<script type="module" src="{base}static/{script}"></script>
</head>
<body class="fm">
<div id="app"><p class="fm-page fm-quiet">…</p></div>
<noscript><p class="fm-page">This page needs JavaScript. 本页面需要启用 JavaScript。</p></noscript>
</body>
</html>
"""
STYLES = ("question.css", "bench.css", "exam.css", "desk.css", "marks.css", "observe.css")
TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}


@lru_cache
def assets() -> dict[str, tuple[bytes, bytes]]:
    """File name with the hash of its content -> the content, plain and compressed."""
    texts = {
        "look.css": "\n".join((look.css(), *map(source, STYLES))),
        "prefer.js": look.script("prefer"),
        "mine.js": joined("mine.js"),
        "exam.js": joined("exam.js"),
        "desk.js": joined("desk.js"),
        "feedback.js": joined("feedback.js"),
        "marks.js": joined("marks.js"),
        "observe.js": joined("observe.js"),
    }
    made = {}
    for name, text in texts.items():
        data = text.encode()
        stem, _, ending = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}"
        made[hashed] = (data, gzip.compress(data, 9))
    return made


@lru_cache
def asset(name: str) -> str:
    """The hashed name of an asset."""
    stem, _, ending = name.rpartition(".")
    return next(n for n in assets() if n.startswith(f"{stem}.") and n.endswith(f".{ending}"))


class Static(Base):
    """An asset by its hashed name."""

    def get(self, name: str) -> None:
        found = assets().get(name)
        if found is None:
            raise Refused(problems.NOT_YOURS.at())
        self.set_header("Content-Type", TYPES[name.rpartition(".")[2]])
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(found[1])
        else:
            self.finish(found[0])


class Worker(Base):
    """The service worker; it lies at the service's own address, so that it serves no page but ours."""

    def get(self) -> None:
        self.set_header("Content-Type", TYPES["js"])
        self.set_header("Cache-Control", "no-cache")
        self.finish(source("worker.js"))


class Page(Base):
    """A shell; those who are not logged in are sent to the login first."""

    script = "mine.js"
    title = Text("My exams", "我的考试")

    async def get(self, sitting: str = "") -> None:
        person = await self.who()
        if person is None:
            next_page = self.request.path
            self.redirect(f"{self.identity.login_url(self)}?next={next_page}")
            return
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        size = min(max(person.text_size, 1.0), 2.0)
        data = f'data-sitting="{escape(sitting)}" ' if sitting else ""
        data += f'data-preset="{escape(person.language)}" '
        self.finish(self._shell(data + (f'data-text="{size:g}"' if size > 1 else "")))

    def _shell(self, data: str) -> str:
        return SHELL.format(
            base=escape(self.prefix),
            login=escape(self.identity.login_url(self)),
            data=data,
            en=escape(self.title.en),
            zh=escape(self.title.zh),
            css=asset("look.css"),
            prefer=asset("prefer.js"),
            script=asset(self.script),
        )


class MinePage(Page):
    """Engineers find their exams here; those who examine are led to their desk."""

    async def get(self, sitting: str = "") -> None:
        person = await self.who()
        if person and person.role in {"trainer", "administrator"}:
            self.redirect(f"{self.prefix}desk")
        else:
            await super().get()


class ExamPage(Page):
    script = "exam.js"
    title = Text("Exam", "考试")

    async def get(self, sitting: str = "") -> None:
        person = await self.who()
        kept_out = seb.lets(self, sitting, person.user) if person else None
        if kept_out:
            seb.keep_out(self, kept_out, asset("look.css"), asset("prefer.js"))
        else:
            await super().get(sitting)


class DeskPage(Page):
    script = "desk.js"
    title = Text("Examiner's desk", "监考台")


class Health(Base):
    """Whether the service can write: for the site's own checks."""

    def get(self) -> None:
        self.exam.journal.head()
        self.set_status(HTTPStatus.OK)
        self.finish({"status": "ok"})
