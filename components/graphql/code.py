"""Code: JavaScript of resolvers and functions (APPSYNC_JS), read from a file and checked.

What the runtime does not take (loops with ``for (;;)``, ``try``, ``async``, ...) the published
linter @aws-appsync/eslint-plugin finds: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-overview-js.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pulumi

# The version of the runtime: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-util-reference-js.html
RUNTIME: Any = {"name": "APPSYNC_JS", "runtime_version": "1.0.0"}

# In characters: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateResolver.html
LONGEST = 32_768

HANDLERS = ("request", "response")
IMPORT = r"^\s*import\b[^'\"]*['\"]([^'\"]+)['\"]"
MODULES = r"@aws-appsync/utils(/[a-z]+)?"

# How code gets at its caller: the identity, the request's headers, or the whole context handed on.
# The beginning of ``request``, up to its body.
REQUEST = (
    r"^export\s+(?:function\s+request\s*\(\s*(?P<a>\w+)\s*\)"
    r"|const\s+request\s*=\s*\(?\s*(?P<b>\w+)\s*\)?\s*=>)\s*\{"
)
UTIL = r"^\s*import\s*\{[^}]*\butil\b[^}]*\}\s*from\s*['\"]@aws-appsync/utils['\"]"

DECLARED = r"function\b\s*\w*\s*\([^)]*\)|\([^)]*\)\s*=>"
CONTEXT = r"\b(?:request|response)\s*=?\s*\(\s*(\w+)"
CALLER = r"\bidentity\b|\brequest\s*\??\.\s*headers\b|\bauthType\b"


@dataclass(frozen=True)
class Code:
    """The source of one resolver or function; ``name`` is its file's, or ``code`` for a text."""

    name: str
    text: str

    @classmethod
    def of(cls, given: Path | str) -> Code:
        """The code in a file (a ``Path``), or given as text.

        Raises ``ValueError`` for a file that is missing, code that is too long, does not export
        ``request`` and ``response``, or imports what AppSync does not have.
        """
        if isinstance(given, Path):
            if not given.is_file():
                raise ValueError(f"code must be a file or a text, got no file {given}")
            found = cls(given.name, given.read_text(encoding="utf-8"))
        else:
            found = cls("code", given)
        found._check()
        return found

    @property
    def sees_the_caller(self) -> bool:
        """Whether it reads the caller's identity or headers, or hands on the whole context."""
        names = "|".join({"ctx", *re.findall(CONTEXT, self.text)})
        body = re.sub(DECLARED, "", self.text)
        seen = rf"{CALLER}|\b(?:{names})\b(?!\s*\??\.)|\b(?:{names})\s*\??\.\s*request\b"
        return re.search(seen, body) is not None

    def for_access_tokens(self) -> Code:
        """The code, in which ``request`` first refuses callers with a user pool's ID token: its
        lines stay the same. Callers by other proofs have no such claims.

        Raises ``ValueError`` for code that it cannot be put into.
        """
        if not re.search(UTIL, self.text, re.MULTILINE):
            raise ValueError(
                f"{self.name} must import {{ util }} from '@aws-appsync/utils', by which ID tokens "
                "are refused"
            )
        text, found = re.subn(REQUEST, _refusing, self.text, count=1, flags=re.MULTILINE)
        if not found:
            raise ValueError(
                f"{self.name} must have export function request(ctx) {{ in a line, behind which ID "
                "tokens are refused"
            )
        return Code(self.name, text)

    def filled(self, constants: Mapping[str, pulumi.Input[str]]) -> pulumi.Input[str]:
        """The code, with those constants behind it that it mentions: its lines stay the same."""
        used = {name: v for name, v in constants.items() if re.search(rf"\b{name}\b", self.text)}
        if not used:
            return self.text
        return pulumi.Output.all(*used.values()).apply(partial(appended, self.text, tuple(used)))

    def _check(self) -> None:
        if len(self.text) > LONGEST:
            raise ValueError(
                f"{self.name} must have {LONGEST:,} characters at most, got {len(self.text):,}"
            )
        for handler in HANDLERS:
            exported = rf"^export\s+(function\s+{handler}\b|const\s+{handler}\s*=)"
            if not re.search(exported, self.text, re.MULTILINE):
                raise ValueError(f"{self.name} must export the function {handler}")
        for number, line in enumerate(self.text.splitlines(), start=1):
            module = re.match(IMPORT, line)
            if module and not re.fullmatch(MODULES, module[1]):
                raise ValueError(
                    f"{self.name}:{number}: AppSync has @aws-appsync/utils only, got {module[1]}"
                )


def _refusing(declared: re.Match[str]) -> str:
    """The beginning of ``request``, with the check of the caller's token behind it."""
    identity = f"{declared['a'] or declared['b']}.identity"
    use = f"{identity} && {identity}.claims && {identity}.claims.token_use"
    return f"{declared[0]} if ({use} !== 'access') {{ util.unauthorized(); }}"


def appended(text: str, names: tuple[str, ...], values: list[Any]) -> str:
    """Code with a constant for each name behind it."""
    lines = [f"const {n} = {json.dumps(v)};" for n, v in zip(names, values, strict=True)]
    return "\n".join([text.rstrip("\n"), "", *lines, ""])
