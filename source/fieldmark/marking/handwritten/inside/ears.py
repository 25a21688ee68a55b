"""What a submission reaches for that solutions have no use for: frames, the collector's objects, code made at run
time. Python tells an audit hook of each, however the name was built, and a hook cannot be taken out again.

Events: "Audit events table" of the Python library reference; members that are audited when they are read or written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

_ALWAYS = {
    "sys._getframe", "sys._current_frames", "sys._current_exceptions", "sys.settrace", "sys.setprofile",
    "sys.addaudithook", "gc.get_objects", "gc.get_referrers", "gc.get_referents", "code.__new__",
    "function.__new__", "exec", "compile",
}  # fmt: skip
_READ = {"tb_frame", "f_code", "gi_frame", "gi_code", "cr_frame", "cr_code", "ag_frame", "ag_code"}
_WRITTEN = {"__code__", "__defaults__", "__kwdefaults__"}
_MIDDLEMEN = ("inspect.py", "traceback.py", "threading.py", "linecache.py")
"""Libraries that hand frames on to whoever asks; others look at frames for purposes of their own."""


def listen() -> Callable[[], Iterator[str]]:
    """Start to listen, for good; what tells the things that were heard so far, such as "reached:tb_frame"."""
    heard: set[str] = set()
    ours = tuple(dict.fromkeys((sys.prefix, sys.base_prefix, "/usr", "<frozen", __file__.rpartition("/fieldmark/")[0])))
    names = {"object.__getattr__": _READ, "object.__setattr__": _WRITTEN}
    look, busy = sys._getframe, [False]

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if busy[0] or not (event in _ALWAYS or event in names or event.startswith("ctypes.")):
            return
        what = event if event not in names else str(args[1])
        if event in names and what not in names[event]:
            return
        busy[0] = True
        try:
            if _theirs(look(1), event == "sys._getframe", ours):
                heard.add(f"reached:{what}")
        finally:
            busy[0] = False

    sys.addaudithook(hook)
    return lambda: iter(sorted(heard))


def _theirs(frame: FrameType | None, handed_on: bool, ours: tuple[str, ...]) -> bool:
    """Whether code of the submission asked, itself or through a library that hands frames on."""
    while handed_on and frame and frame.f_code.co_filename.endswith(_MIDDLEMEN):
        frame = frame.f_back
    return frame is not None and not frame.f_code.co_filename.startswith(ours)
