"""JupyterHub of the site: `python -m fieldmark.site.hub`, with the plan in FIELDMARK_PLAN.

The proxy and the services are the supervisor's children, not the hub's: a hub that restarts stops nobody, and a
service that starts slowly does not end the hub.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from fieldmark import look
from fieldmark.model.codec import from_data
from fieldmark.model.text import Text
from fieldmark.site import engineer_lab, jail
from fieldmark.site.doors import Door, doors
from fieldmark.site.people import People, course_ids, course_title, standing, taught
from fieldmark.site.plan import SERVICES, Plan

TEMPLATES = Path(__file__).with_name("templates")

# Who may open which service. Only trainers may have a server (their jailed JupyterLab), and engineers where
# that is turned on.
ACCESS = {
    "engineer": ("exam", "lessons"),
    "trainer": ("exam", "lessons"),
    "manager": ("dashboard",),
    "administrator": ("exam", "dashboard", "lessons"),
}
HOME = {"engineer": "/services/exam/", "manager": "/services/dashboard/"}


def home(role: str) -> str:
    """Where someone of this role arrives after the login."""
    return HOME.get(role, "/hub/home")


def arrive(handler: Any) -> str:
    """JupyterHub's default page; asked before the login too, when nobody knows the role yet."""
    user = handler.current_user
    return home(role_of(user)) if user else "/hub/login"


def role_of(user: Any) -> str:
    """The one role whose group a hub user is in; "" for none."""
    names = {group.name for group in user.groups} if user else set()
    return next((role for role in ACCESS if role in names), "")


def roles(engineer_lab: bool = False) -> list[dict[str, Any]]:
    """JupyterHub's roles. The default role lets one be known by name and no more: no server, no token.
    `engineer_lab`: engineers may have a server too."""
    made: list[dict[str, Any]] = [{"name": "user", "scopes": ["read:users:name!user", "read:users:groups!user"]}]
    for role, services in ACCESS.items():
        scopes = [f"access:services!service={name}" for name in services]
        if role == "trainer" or (role == "engineer" and engineer_lab):
            scopes += ["servers!user", "access:servers!user", "users:activity!user", "read:users!user"]
        made.append({"name": role, "scopes": scopes, "groups": [role]})
    return made


def services(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "url": plan.service_url(name),
            "api_token": plan.secrets[f"{name}_token"],
            "oauth_no_confirm": True,
            "timeout": 1,  # they start beside the hub; it need not wait for them
        }
        for name in SERVICES
    ]


def configuration(plan: Plan) -> Any:
    """The hub's whole configuration, as traitlets' Config."""
    from traitlets.config import Config

    site = plan.workspace.site
    c = Config()
    hub = c.JupyterHub
    hub.bind_url = f"http://{plan.address}:{plan.port}"
    hub.hub_bind_url = f"http://127.0.0.1:{plan.hub_port}"
    hub.db_url = f"sqlite:///{site / 'jupyterhub.sqlite'}"
    hub.cookie_secret = bytes.fromhex(plan.secrets["hub_cookie"])
    hub.cleanup_servers = True
    hub.cleanup_proxy = False
    hub.last_activity_interval = 5  # also how soon a restarted proxy learns its routes
    hub.load_roles = roles(not engineer_lab.why_not(plan.workspace))
    hub.services = services(plan)
    hub.template_paths = [str(TEMPLATES)]
    hub.default_url = arrive
    hub.redirect_to_server = False
    hub.log_level = "INFO"
    c.ConfigurableHTTPProxy.should_start = False
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{plan.api_port}"
    c.ConfigurableHTTPProxy.auth_token = plan.secrets["proxy"]
    c.Authenticator.auth_refresh_age = 30
    return c


def template_variables(plan: Plan, people: People, lab_off: Text) -> dict[str, Any]:
    """What our templates read; JupyterHub calls each function with the hub user (or None) of the page."""

    def name(user: Any) -> str:
        person = people.get(user.name) if user else None
        return person.name if person else ""

    def preset(user: Any) -> str:
        person = people.get(user.name) if user else None
        return person.language if person else ""

    def doors_of(user: Any) -> list[Door]:
        person = people.get(user.name) if user else None
        if person is None:
            return []
        courses = {c: course_title(plan.workspace, c) for c in taught(person, course_ids(plan.workspace))}
        return doors(person, courses, not lab_off, plan.root)

    return {
        "fm_css": look.css(),
        "fm_prefer": look.script("prefer"),
        "fm_role": role_of,
        "fm_name": name,
        "fm_preset": preset,
        "fm_doors": doors_of,
        "fm_lab_off": lab_off,
    }


def admission(people: People) -> dict[str, Any]:
    """For every authenticator, the company's own too: who is among the people gets the group of their role, and
    nobody else comes in."""

    def admit(authenticator: Any, handler: Any, known: dict[str, Any]) -> dict[str, Any] | None:
        person = people.get(known["name"])
        return {**known, **standing(person)} if person else None

    return {"manage_groups": True, "allow_all": True, "post_auth_hook": admit}


def main() -> None:
    from fieldmark.site.authenticator import LocalAuthenticator
    from fieldmark.site.lab import Lab
    from fieldmark.site.lab import settings as lab_settings
    from fieldmark.site.sessions import SiteHub

    plan = from_data(json.loads(os.environ.pop("FIELDMARK_PLAN")), Plan)
    people = People(plan.workspace)
    config = configuration(plan)
    config.JupyterHub.template_vars = template_variables(plan, people, jail.why_not())
    config.JupyterHub.spawner_class = Lab
    config.Lab.update(lab_settings(plan.workspace, people))
    config.JupyterHub.authenticator_class = LocalAuthenticator
    config.LocalAuthenticator.people = people
    config.Authenticator.update(admission(people))
    SiteHub.instance(config=config, people=people, access=ACCESS)
    SiteHub.launch_instance([])


if __name__ == "__main__":
    main()
