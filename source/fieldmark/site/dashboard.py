"""The dashboard service: `python -m fieldmark.site.dashboard`."""

from __future__ import annotations
import os
from urllib.parse import urlparse
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler
from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated
from tornado.web import authenticated


class Page(HubOAuthenticated, RequestHandler):
    @authenticated
    def get(self) -> None:
        self.write(f"<h1>dashboard of {self.current_user}</h1>")


def main() -> None:
    prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
    app = Application(
        [(prefix, Page), (prefix + "oauth_callback", HubOAuthCallbackHandler)],
        cookie_secret=os.environ["FIELDMARK_COOKIE_SECRET"],
    )
    app.listen(urlparse(os.environ["JUPYTERHUB_SERVICE_URL"]).port, "127.0.0.1")
    IOLoop.current().start()


if __name__ == "__main__":
    main()
