"""scripts/bench NAME [--quick]: one measurement in one run; prints one JSON line."""

from __future__ import annotations

import argparse
import importlib
import json
import sys

BENCHES = {
    "faults": "faults",
    "firstlight": "firstlight",
    "kill": "kill",
    "kill-marking": "kill_marking",
    "marking": "marking",
    "sitting": "sitting",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("name", choices=sorted(BENCHES))
    parser.add_argument("--quick", action="store_true", help="the same, smaller, within 50 s")
    parser.add_argument("--sittings", type=int, metavar="N", help="sitting: so many instead of 5000 (300 if quick)")
    arguments = parser.parse_args()
    if arguments.sittings and arguments.name != "sitting":
        parser.error("--sittings belongs to sitting")
    more = {"sittings": arguments.sittings} if arguments.sittings else {}
    figures = importlib.import_module(BENCHES[arguments.name]).run(quick=arguments.quick, **more)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
