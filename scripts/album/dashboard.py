"""Pictures of the dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard_browser import dashboard, drawn, open_page

from fieldmark.store.workspace import Workspace

TALL, WIDE, PHONE = (1280, 1340), (1280, 1040), (390, 844)
PICTURES: dict[str, tuple[str, str, str, tuple[int, int]]] = {
    "dashboard-overview": ("overview", "en", "light", TALL),
    "dashboard-skills": ("skills", "en", "light", WIDE),
    "dashboard-outcome": ("outcome?kpi=first_time_fix&chosen_by=rota", "en", "light", WIDE),
    "dashboard-engineer": ("engineer?kpi=first_time_fix", "en", "light", WIDE),
    "dashboard-zh": ("outcome?kpi=first_time_fix&chosen_by=weakness", "zh", "light", WIDE),
    "dashboard-dark": ("overview?unit=region:North", "en", "dark", WIDE),
    "dashboard-phone": ("overview", "zh", "light", PHONE),
}


def take(place: Workspace, browser: Any) -> Iterator[tuple[str, bytes]]:
    with dashboard(place) as running:
        for name, (path, language, theme, (width, height)) in PICTURES.items():
            url = f"{running.url}#/{path}"
            page = open_page(browser, url, width=width, height=height, theme=theme, language=language)
            page.wait_for_function(f"location.hash.includes('{path.split('?')[0]}')")
            drawn(page)
            page.wait_for_timeout(300)  # the last chart's own drawing
            yield name, page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height})
            page.context.close()
