"""Stack traces: what the SDK sends the engine of where a resource is made.

The SDK sends the whole stack of calls with each resource, and the engine keeps it in the state: two
fifths of a state, which it writes anew at each step, and a quarter of a program's time. No command
shows more than the place of the call, so that is what is sent.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

from pulumi.runtime import resource
from pulumi.runtime.proto import source_pb2

# Of ``Resource``, of ``CustomResource`` or ``ComponentResource``, and of the class itself.
CONSTRUCTORS = 3


def shorten() -> None:
    """Send the place of the call alone, in this process, from now on."""
    resource._get_stack_trace = place_of_the_call


def place_of_the_call() -> source_pb2.StackTrace:
    """The frame that calls the constructor of a resource; none where there is no such frame."""
    frame: FrameType | None = sys._getframe(1)
    left = CONSTRUCTORS
    while frame is not None and left:
        left -= frame.f_code.co_name == "__init__"
        frame = frame.f_back
    if frame is None or not Path(frame.f_code.co_filename).is_absolute():
        return source_pb2.StackTrace()
    uri = Path(frame.f_code.co_filename).as_uri()
    position = source_pb2.SourcePosition(uri=uri, line=frame.f_lineno)
    return source_pb2.StackTrace(frames=[source_pb2.StackFrame(pc=position)])
