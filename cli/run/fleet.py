"""Fleet: runs deployments side by side, lets each finish, and stops them in good order."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from types import FrameType

from cli.run.board import Board
from cli.run.deployment import CANCELLED, FAILED, Deployment
from local import stacks
from local.forks.engines import preloaded
from local.progress import say

# Seven stacks of 26 resources on two cores: 9 s with two at once, 7 s with three, 11 s with six.
AT_ONCE = 3
MOST_AT_ONCE = 32
POLL_SECONDS = 0.1


class Fleet:
    """Several stacks, deployed in waves; a wave starts only if all before it went well.

    With ``keep_going`` it starts whatever became of those, with ``fail_fast`` no stack starts after
    one has failed. A stack that fails is tried ``retries`` times more.
    """

    def __init__(
        self,
        *waves: Sequence[Deployment],
        prepare: Callable[[Deployment], None] = lambda deployment: None,
        unchanged: Callable[[str], bool] = lambda stack: False,
        at_once: int = AT_ONCE,
        keep_going: bool = False,
        fail_fast: bool = False,
        retries: int = 0,
    ) -> None:
        self.deployments = [deployment for wave in waves for deployment in wave]
        self._waves, self._prepare, self._at_once = waves, prepare, at_once
        self._unchanged, self._retries = unchanged, retries
        self._keep_going, self._fail_fast = keep_going, fail_fast
        self._interrupts = 0

    @property
    def cancelled(self) -> bool:
        return self._interrupts > 0

    @property
    def failed(self) -> list[Deployment]:
        return [each for each in self.deployments if each.state == FAILED]

    @property
    def changed(self) -> int:
        """The number of resources of all stacks that changed."""
        return sum(each.changed for each in self.deployments)

    def run(self) -> bool:
        """Deploy all; True if all went well."""
        many = sum(not self._unchanged(each.stack) for each in self.deployments) > 1
        board_shown = Board(self.deployments).shown()
        with preloaded() if many else nullcontext(), self._interruptible(), board_shown as board:
            for wave in self._waves:
                self._run_wave(wave, board)
                if self.cancelled or (self.failed and not self._keep_going):
                    self._give_up_the_rest()
                    break
        return not self.failed and not self.cancelled

    def _run_wave(self, wave: Sequence[Deployment], board: Board) -> None:
        with ThreadPoolExecutor(max_workers=self._at_once) as workers:
            left: set[Future[None]] = {workers.submit(self._run_one, each) for each in wave}
            while left:
                # A wait without end would keep Python from seeing Ctrl-C.
                _, left = wait(left, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
                board.update()

    def _run_one(self, deployment: Deployment) -> None:
        if self._fail_fast and self.failed:
            return
        if self._unchanged(deployment.stack):
            deployment.skip(sum(1 for _ in stacks.resources(deployment.stack)))
            return
        deployment.run(lambda: self._prepare(deployment))
        for _ in range(self._retries):
            if deployment.state == FAILED and not self.cancelled:
                deployment.run(lambda: self._prepare(deployment))

    def _give_up_the_rest(self) -> None:
        for deployment in self.deployments:
            if deployment.started is None:
                deployment.state = CANCELLED

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        before = {
            number: signal.signal(number, self._interrupt)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self._interrupts += 1
        if self._interrupts == 1:
            say("\nstopping: each stack ends what it has begun (Ctrl-C again stops at once)")
        for deployment in self.deployments:
            if self._interrupts == 1:
                deployment.interrupt()
            else:
                deployment.kill()


def report(failed: Sequence[Deployment]) -> str:
    """The error messages of the engine and the program, stack by stack."""
    parts = []
    for deployment in failed:
        said = "\n".join(dict.fromkeys(deployment.complaints))
        name = stacks.shown(deployment.stack)
        parts.append(f"{name} failed after {deployment.seconds:.1f} s:\n{indented(said)}")
    return "\n\n".join(parts)


def indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.splitlines())
