from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from tests.local.deployed import Deployed

KEPT = ("state", "stages", "provider-journal")


def test_the_first_order_is_followed_step_by_step_each_with_its_time(deployed: Deployed) -> None:
    steps = re.findall(r"^  (\w+) +\S+ +\+\d+\.\d\d s$", deployed.first_words, re.MULTILINE)
    assert set(steps) == {"placed", "reserved", "paid", "shipped", "confirmed"}
    assert "ordersUrl" in deployed.first_words


def test_a_second_up_changes_nothing(deployed: Deployed) -> None:
    again = deployed.checkout.platform("up")
    assert again.returncode == 0, again.stdout
    assert re.search(r"^0 changes, ", again.stdout, re.MULTILINE), again.stdout


def test_a_line_changed_in_one_handler_changes_that_function_alone(deployed: Deployed) -> None:
    handler = "services/notifications/app/list_notices.py"
    deployed.checkout.edit(handler, "from __future__ import annotations", "# once more\n")
    up = deployed.checkout.platform("up")
    assert up.returncode == 0, up.stdout
    summary = re.search(r"^(\d+) unchanged, 1 updated, ", up.stdout, re.MULTILINE)
    assert summary, up.stdout


def test_what_is_kept_of_a_stage_is_for_its_user_alone(deployed: Deployed) -> None:
    local = deployed.checkout.root / ".local"
    kept = [path for part in KEPT for path in inside(local / part)]
    # Code of functions has the modes of its archive, in folders that only the user can enter.
    private = [path for path in kept if path.is_dir() or "provided-code" not in str(path)]
    assert {"local-orders.json", "emulator.log", "deployed.json"} <= {path.name for path in private}
    folders = [local, *(local / part for part in KEPT)]
    modes = {path: mode_of(path) for path in (*folders, *private)}
    assert [str(path.relative_to(local)) for path, mode in modes.items() if mode & 0o077] == []


def inside(folder: Path) -> Iterator[Path]:
    """All that is in a folder."""
    for where, folders, files in os.walk(folder):
        yield from (Path(where, name) for name in (*folders, *files))


def mode_of(path: Path) -> int:
    """No rights, of a file that a function has just removed."""
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return 0
