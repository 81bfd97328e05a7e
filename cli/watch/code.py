"""Code: the deployed functions that a saved file belongs to, and their new code on the emulator."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cli.stage.account import Account
from cli.stage.local import LocalStage
from cli.stage.unchanged import Deployed as Recorded
from cli.watch import function_code
from cli.watch.function_code import Deployed
from local import examples, stacks
from local.checkout import ROOT

AT_ONCE = 8


@dataclass
class Live:
    """The functions of a stage and of its examples, as the engine has last recorded them."""

    stage: LocalStage
    functions: list[Deployed] = field(default_factory=list)
    _written: dict[str, float] = field(default_factory=dict)

    @cached_property
    def _client(self) -> Any:
        stage = self.stage
        return Account(stage.name, stage.region, stage.emulator.endpoint).client("lambda")

    def prepare(self) -> None:
        """Do what the first save need not wait for."""
        self._client.list_functions(MaxItems=1)
        self.refresh()

    def refresh(self) -> None:
        """Read the states that have changed."""
        name = self.stage.name
        folders = {
            **dict.fromkeys(stacks.names(name), ROOT),
            **{each.stack(name): each.folder for each in examples.deployed(name)},
        }
        written = {each: stacks.state_file(each).stat().st_mtime for each in folders}
        changed = {each for each in folders if self._written.get(each) != written[each]}
        kept = [f for f in self.functions if f.stack in written and f.stack not in changed]
        news = [f for each in sorted(changed) for f in function_code.of(each, folders[each])]
        self.functions, self._written = [*kept, *news], written

    def of(self, files: Iterable[Path]) -> list[Deployed]:
        """The functions that one of some files belongs to."""
        saved = list(files)
        return [each for each in self.functions if any(map(each.has, saved))]

    def update(self, functions: list[Deployed]) -> None:
        """Give functions their files as they are now. The next ``up`` compares their stacks with
        the emulator, so that nothing stays there that was saved and taken back.

        Raises ``SyntaxError`` for a file that is no Python; then no function has changed.
        """
        archives = [(each.name, each.archive()) for each in functions]
        Recorded(self.stage).add_drifted(sorted({each.stack for each in functions}))

        def put(given: tuple[str, bytes]) -> Any:
            return self._client.update_function_code(FunctionName=given[0], ZipFile=given[1])

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(put, archives))
