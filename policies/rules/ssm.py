"""AWS Systems Manager: secrets in Parameter Store."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import ssm
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.secrets import is_secret


@rule(
    "ssm-parameter-secret",
    "A secret is no plain parameter",
    about=ssm.Parameter,
    severity=Severity.HIGH,
    remedy="Make the parameter a SecureString, or keep the secret in Secrets Manager",
    documentation="https://docs.aws.amazon.com/systems-manager/latest/userguide/"
    "secure-string-parameter-kms-encryption.html",
)
def secret_is_encrypted(parameter: Resource) -> Iterator[str]:
    """Everyone who may read parameters reads it, and so do those who read the stack's state."""
    if parameter.get("type", "String") == "SecureString":
        return
    value = parameter.properties.get("value", parameter.properties.get("insecureValue"))
    for name in (parameter.name, str(parameter.properties.get("name"))):
        # A value that is not known yet is one of another resource, whose name says what it is.
        if is_secret(name, value):
            yield f"it looks like a secret, and its type is {parameter.get('type', 'String')}"
            return


RULES = (secret_is_encrypted,)
