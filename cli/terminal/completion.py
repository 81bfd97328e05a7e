"""``platform completion``: the script by which a shell completes commands, options and values."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_PLATFORM_COMPLETE"


@click.command
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def run(ctx: click.Context, shell: str) -> None:
    """\b
    bash  eval "$(platform completion bash)" in ~/.bashrc
    zsh   eval "$(platform completion zsh)" in ~/.zshrc
    fish  platform completion fish > ~/.config/fish/completions/platform.fish
    """
    found = get_completion_class(shell)
    assert found is not None
    print(found(ctx.find_root().command, {}, "platform", VARIABLE).source())
