"""From nothing to a decision: a fresh set-up, and `fieldmark run` on the sample company."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import watch

ROOT = Path(__file__).resolve().parents[2]
FULL = {"engineers": 120, "tickets": 60_000}
QUICK = {"engineers": 40, "tickets": 8_000}


def run(*, quick: bool) -> dict[str, float]:
    """JSON keys: run_seconds, setup_seconds, peak_mb, tickets, engineers."""
    size = QUICK if quick else FULL
    with tempfile.TemporaryDirectory(prefix="fieldmark-bench-") as folder:
        setup = _fresh_setup(Path(folder))
        workspace = Path(folder) / "workspace"
        _make_company(workspace, size)
        taken = watch([sys.executable, "-m", "fieldmark.cli", "run", "--workspace", str(workspace)], cwd=ROOT)
    return {
        "run_seconds": round(taken.seconds, 2),
        "setup_seconds": round(setup, 2),
        "peak_mb": round(taken.peak_mb, 1),
        **size,
    }


def _fresh_setup(folder: Path) -> float:
    """Seconds of the scripts' own set-up, in a copy of the checkout with an environment of its own."""
    copy = folder / "checkout"
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, files.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    clean = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    return watch(["bash", "scripts/environment.sh"], cwd=copy, env=clean).seconds


def _make_company(workspace: Path, size: dict[str, int]) -> None:
    """The sample company up to, but without, the steps that `run` does."""
    code = (
        "from pathlib import Path; from fieldmark.demo import make_demo; "
        "from fieldmark.store.workspace import init_workspace; "
        f"make_demo(init_workspace(Path({str(workspace)!r})), months=18, seed=1, **{size!r})"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT)
