"""Worker: the function behind a queue, as the components take it."""

from collections.abc import Mapping
from typing import Any

from components.messaging.queue_worker import QueueWorkerArgs
from package.arguments import given, whole_numbers
from package.function_settings import function_args

# What a component may say of its worker; each says only what its kind of queue allows.
SETTINGS = ("batch_size", "batching_window_seconds", "max_receives", "maximum_concurrency", "fifo")


def worker_args(kind: type, args: Mapping[str, Any]) -> QueueWorkerArgs:
    """The worker that the arguments of a component (of ``kind``) describe."""
    others = [name for name in args if name not in SETTINGS]
    return QueueWorkerArgs(
        function=function_args(args["function"]),
        filters=tuple(map(whole_numbers, args.get("filters", []))),
        **given(kind, args, *others),
    )
