"""The transcoding of a film, in the example transcode."""

from __future__ import annotations

from tests.simulator.stubs import Fails
from tests.workflows.scenario import Scenario

UPLOADED = {"bucket": "films", "key": "films/launch.mov"}
JOB = {"Job": {"Id": "1", "Status": "COMPLETE"}}

SCENARIOS = [
    Scenario(
        name="a film that is transcoded is published",
        input=UPLOADED,
        stubs={"Transcode": JOB, "Notify": {}},
        ends="Transcoded",
        visited=("Transcode", "Notify", "Transcoded"),
    ),
    Scenario(
        name="a film that cannot be transcoded is published as failed, and the execution fails",
        input=UPLOADED,
        stubs={"Transcode": Fails("States.TaskFailed"), "NotifyFailure": {}},
        ends="NotTranscoded",
        error="TranscodingFailed",
        visited=("Transcode", "NotifyFailure", "NotTranscoded"),
    ),
]
