"""Nouns to JSON and back. Items carry their kind; times are ISO 8601 with an offset."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from cattrs import Converter

from fieldmark.model.item import KINDS, AnyItem, Item

T = TypeVar("T")


@lru_cache(maxsize=1)
def _converter() -> Converter:
    converter = Converter()
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
    plain = Converter()
    plain.register_unstructure_hook(datetime, datetime.isoformat)

    def dump_item(item: Item) -> dict[str, Any]:
        return {"kind": item.kind, **plain.unstructure(item)}

    def load_item(value: Mapping[str, Any], _: object) -> Item:
        return converter.structure({k: v for k, v in value.items() if k != "kind"}, KINDS[value["kind"]])

    for kind in KINDS.values():
        converter.register_unstructure_hook(kind, dump_item)
    converter.register_structure_hook(AnyItem, load_item)
    return converter


def to_data(noun: Any) -> Any:
    """A noun as JSON-ready data."""
    return _converter().unstructure(noun)


def from_data(data: Any, kind: type[T]) -> T:
    """Data back to a noun; raises cattrs' error group where it does not fit."""
    return _converter().structure(data, kind)


def to_json(noun: Any) -> str:
    """Canonical JSON: keys sorted, UTF-8, no spaces to spare; equal nouns give equal text."""
    return json.dumps(to_data(noun), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
