"""A fault bench with a picture, for journeys."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

from fieldmark.model.fault import Layout, Picture
from fieldmark.model.item import FaultBench
from fieldmark.model.text import Text


def pictured(item: FaultBench) -> FaultBench:
    """The bench with a picture in the place of its boxes."""
    content = base64.b64encode(Path(__file__).with_name("cabinet.svg").read_bytes()).decode()
    picture = Picture("cabinet.svg", "image/svg+xml", content, Text("An open cabinet", "打开的电柜"))
    place = {p.id: at for p, at in zip(item.scenario.layout.points, ((83, 85), (187, 85), (185, 228)), strict=False)}
    points = tuple(replace(p, x=place[p.id][0], y=place[p.id][1]) for p in item.scenario.layout.points if p.id in place)
    layout = Layout(400, 300, points=points, picture=picture)
    return replace(item, scenario=replace(item.scenario, layout=layout))
