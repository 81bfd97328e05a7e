"""Program: runs a Pulumi program in this process, and says in its own words why it failed."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import logging
import os
import runpy
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import pulumi
from pulumi.runtime import reset_options, run_in_stack, set_all_config
from pulumi.runtime.proto import language_pb2

from local.toolchain import (
    debug_messages,
    known_answers,
    lighter_outputs,
    linked_sdks,
    outstanding_outputs,
    plain_values,
    refusal,
    stack_traces,
)

# What a program sees of an engine that is already shutting down, and has said why.
ENGINE_IS_LEAVING = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED)
MONITOR_IS_GONE = "resource monitor shut down"
THREADS_PER_OPERATION = 4
HERE = Path(__file__).parent
# Set in the environment, it has programs run with Pulumi's SDK as it is, as Pulumi's own host does.
SDK_UNCHANGED = "PLATFORM_SDK_UNCHANGED"


def run(request: Any, engine: str) -> Any:
    """Run ``__main__.py`` of the request's directory; a failure is reported before this returns."""
    return contextvars.copy_context().run(_run, request, engine)


def is_reported(failure: BaseException) -> bool:
    """Whether the engine ends the program itself, for a reason that it has reported already."""
    link: BaseException | None = failure
    while link is not None:
        if isinstance(link, grpc.RpcError) and (
            link.code() in ENGINE_IS_LEAVING or link.details() == MONITOR_IS_GONE
        ):
            return True
        link = link.__cause__ or link.__context__
    return False


def message_of(failure: BaseException, directory: Path) -> str:
    """What the reader of a failed update needs: a message, or the program's own stack."""
    if isinstance(failure, grpc.RpcError):
        return str(failure.details() or failure)
    if isinstance(failure, pulumi.RunError) or _speaks_to_the_user(failure, directory):
        return str(failure)
    raised = traceback.TracebackException.from_exception(failure)
    link: traceback.TracebackException | None = raised
    while link is not None:
        own = [frame for frame in link.stack if _is_own(frame.filename, directory)]
        link.stack = traceback.StackSummary.from_list(own or link.stack)
        link = link.__cause__ or link.__context__
    return "the program failed:\n" + "".join(raised.format()).rstrip()


def _run(request: Any, engine: str) -> Any:
    directory = Path(request.info.program_directory or request.pwd)
    _prepare(request, engine, directory)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    workers = max(request.parallel, 1) * THREADS_PER_OPERATION
    loop.set_default_executor(ThreadPoolExecutor(max_workers=workers))
    main = directory / (request.info.entry_point or ".") / "__main__.py"
    refused = (
        None
        if request.dryRun
        else refusal.of_update(request.project, request.stack, request.config)
    )
    try:
        # Before the stack's own resource is registered: nothing is to be in the state.
        if refused:
            raise pulumi.RunError(refused)
        loop.run_until_complete(run_in_stack(lambda: _execute(main)))
    except BaseException as failure:
        if not is_reported(failure):
            pulumi.log.error(message_of(failure, directory))
        return language_pb2.RunResponse(bail=True)
    finally:
        _close(loop)
        sys.stdout.flush()
        sys.stderr.flush()
    return language_pb2.RunResponse()


def _prepare(request: Any, engine: str, directory: Path) -> None:
    """Point the SDK at the engine, and this process at the program."""
    reset_options(
        project=request.project,
        stack=request.stack,
        root_directory=request.info.root_directory,
        parallel=request.parallel,
        engine_address=engine,
        monitor_address=request.monitor_address,
        preview=request.dryRun,
        organization=request.organization or "organization",
    )
    set_all_config(dict(request.config), list(request.configSecretKeys))
    if not os.environ.get(SDK_UNCHANGED):
        _lighten_the_sdk()
    # A failed update leaves futures that are never read; asyncio would log each.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    os.chdir(request.pwd or directory)
    if str(directory) not in sys.path[:1]:
        sys.path[:0] = [str(directory), *map(str, linked_sdks.folders(directory))]


def _lighten_the_sdk() -> None:
    """Replace, in this process, what takes the SDK most of its time."""
    stack_traces.shorten()
    debug_messages.drop_those_of_the_sdk()
    outstanding_outputs.await_at_once()
    known_answers.keep()
    lighter_outputs.use()
    plain_values.pass_on()


def _execute(main: Path) -> None:
    if not main.is_file():
        raise pulumi.RunError(f"there is no program: {main} is missing")
    runpy.run_path(str(main), run_name="__main__")


def _close(loop: asyncio.AbstractEventLoop) -> None:
    pending = asyncio.all_tasks(loop)
    for task in pending:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
    loop.close()


def _speaks_to_the_user(failure: BaseException, directory: Path) -> bool:
    """Errors of the program's own types are written for people; others need their stack."""
    try:
        return _is_own(inspect.getfile(type(failure)), directory)
    except TypeError:
        return False


def _is_own(filename: str, directory: Path) -> bool:
    path = Path(filename)
    if "site-packages" in path.parts or path.is_relative_to(HERE):
        return False
    return path.is_relative_to(directory)
