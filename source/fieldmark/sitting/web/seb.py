"""Papers that may only be sat in Safe Exam Browser: the configuration to download, and the check of every request."""

from __future__ import annotations

import json
import re
from html import escape
from http import HTTPStatus
from typing import Any

from fieldmark.model.paper import SealedPaper
from fieldmark.model.problem import Refused
from fieldmark.model.sitting import Sitting
from fieldmark.sitting import problems, seb, state, wire
from fieldmark.sitting.web.base import Api, Base

_SITTING = re.compile(r"s[0-9a-f]{24}")
PAGE = """<!doctype html>
<html lang="en" data-theme="light"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Safe Exam Browser</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{base}static/{css}">
<script src="{base}static/{prefer}"></script>
</head><body class="fm">
<header class="fm-header"><a class="fm-mark" href="{base}">Fieldmark</a></header>
<main class="fm-page fm-page-narrow">
<h1>Safe Exam Browser</h1>
<section class="fm-card">
<p lang="en">{en}</p>
<p lang="zh-CN">{zh}</p>
<p><a class="fm-button fm-button-main" href="{base}seb/{paper}">{paper}.seb</a></p>
</section>
<p class="fm-after"><a href="{base}">
<span lang="en">Back to my exams</span> · <span lang="zh-CN">返回我的考试</span></a></p>
</main></body></html>
"""


def external(handler: Base, path: str = "") -> str:
    """The request's address (or `path` on the same site) as the browser knows it, past the proxy; "" where the
    headers name no host."""
    return seb.address(*handler.outside, path or handler.request.uri or "")


def configuration(handler: Base, sealed: SealedPaper, engineer: str, attempt: int) -> dict[str, Any]:
    start = external(handler, handler.prefix)
    return seb.settings(start, sealed.secret, engineer, sealed.paper.id, attempt)


def admits(handler: Base, sealed: SealedPaper, engineer: str, attempt: int) -> bool:
    """Whether this request may touch the attempt."""
    if not sealed.paper.seb:
        return True
    key = seb.config_key(configuration(handler, sealed, engineer, attempt))
    return seb.admitted(external(handler), key, handler.request.headers, sealed.paper.seb_keys)


def attempt_of(handler: Base, sealed: SealedPaper, engineer: str) -> int:
    """The attempt that runs or would be opened; 0 where none can be."""
    rows = [r for r in handler.exam.journal.sittings(engineer=engineer, paper=sealed.paper.id) if r.mode == "exam"]
    earlier = [Sitting(r.id, r.engineer, r.paper, r.attempt, status=r.status) for r in rows]  # type: ignore[arg-type]
    rule = handler.exam.rule(sealed, engineer)
    found = state.attempt(earlier, rule, handler.exam.clock())
    return found if isinstance(found, int) else 0


def lets(handler: Base, name: str, engineer: str) -> SealedPaper | None:
    """The paper that keeps the request out; None where it may go on, also to be told that there is nothing there.
    `name`: a paper or a sitting. What is handed in can be read in any browser. Refused (E070) for an observation."""
    journal = handler.exam.journal
    try:
        found = journal.known(name) if _SITTING.fullmatch(name) else None
        sealed = handler.exam.papers.get(found.paper if found else name)
    except Refused:
        return None
    if sealed.observed:
        raise Refused(problems.OBSERVED.at())
    if not sealed.paper.seb:
        return None
    found = journal.sitting(name) if found else None  # as it stands now, not as last seen here
    if found and (found.over or found.engineer != engineer):
        return None
    attempt = found.attempt if found else attempt_of(handler, sealed, engineer)
    return None if not attempt or admits(handler, sealed, engineer, attempt) else sealed


class Guarded(Api):
    """A handler whose address names a sitting or a paper: where the paper asks for it, only for its browser."""

    async def prepare(self) -> None:
        await super().prepare()
        kept_out = lets(self, self.path_args[0], self.person.user)
        if kept_out:
            problem = problems.SEB_NEEDED.at(paper=kept_out.paper.id)
            self.set_status(HTTPStatus.FORBIDDEN)
            self.set_header("Content-Type", "application/json; charset=UTF-8")
            self.finish(json.dumps({"status": 403, "problem": wire.problem(problem)}, ensure_ascii=False))


def keep_out(handler: Base, sealed: SealedPaper, css: str, prefer: str) -> None:
    """A page for people who came with another browser. `css`, `prefer`: file names of the assets."""
    problem, paper = problems.SEB_NEEDED.at(paper=sealed.paper.id), escape(sealed.paper.id)
    words = {
        language: escape(f"{problem.message.get(language)} {problem.hint.get(language)}") for language in ("en", "zh")
    }
    handler.set_status(HTTPStatus.FORBIDDEN)
    handler.set_header("Content-Type", "text/html; charset=UTF-8")
    handler.finish(PAGE.format(**words, paper=paper, base=escape(handler.prefix), css=css, prefer=prefer))


class Configuration(Api):
    """The .seb file of the person's own attempt. Refused (W010, E051) where the paper is not there or asks for none."""

    async def get(self, paper: str) -> None:
        sealed = self.exam.papers.get(paper)
        attempt = attempt_of(self, sealed, self.person.user) if sealed.paper.seb else 0
        if not attempt or not external(self):
            raise Refused(problems.NO_SEB.at(paper=paper))
        self.set_header("Content-Type", "application/seb")
        self.set_header("Content-Disposition", f'attachment; filename="{sealed.paper.id}.seb"')
        self.finish(seb.file(configuration(self, sealed, self.person.user, attempt)))
