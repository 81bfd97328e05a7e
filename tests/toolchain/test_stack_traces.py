from __future__ import annotations

import inspect
from pathlib import Path

from local.toolchain.stack_traces import place_of_the_call


class Resource:
    def __init__(self) -> None:
        self.trace = place_of_the_call()


class CustomResource(Resource):
    def __init__(self) -> None:
        super().__init__()


class Queue(CustomResource):
    def __init__(self) -> None:
        super().__init__()


def test_the_place_is_the_call_of_the_resources_class():
    line = inspect.currentframe().f_lineno + 1
    [frame] = Queue().trace.frames
    assert (frame.pc.uri, frame.pc.line) == (Path(__file__).as_uri(), line)


def test_without_a_resource_there_is_no_place():
    assert list(place_of_the_call().frames) == []
