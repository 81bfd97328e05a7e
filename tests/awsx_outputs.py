"""AWSX outputs: what its components give to a program in memory, whose children no mock sees."""

from __future__ import annotations

from typing import Any

# How the engine marks a resource that is an output of another:
# https://www.pulumi.com/docs/iac/using-pulumi/extending-pulumi/provider-interface/
MARK = {"4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e"}
KINDS = ("public", "private", "isolated")


def of(kind: str, name: str) -> dict[str, Any]:
    """Outputs of a component of AWSX: of a VPC, unless it is a container's."""
    if kind == "awsx:ecs:FargateService":
        return {"service": resource("aws:ecs/service:Service", name)}
    if kind == "awsx:ecr:Repository":
        repository = resource("aws:ecr/repository:Repository", name)
        return {"repository": repository, "url": address(name)}
    if kind == "awsx:ecr:Image":
        return {"imageUri": f"{address(name)}@sha256:1f"}
    ids = {f"{k}SubnetIds": [f"{name}-{k}-{n}-id" for n in (1, 2)] for k in KINDS}
    names = [f"{name}-{k}-{n}-routes" for k in KINDS for n in (1, 2)]
    tables = [resource("aws:ec2/routeTable:RouteTable", each) for each in names]
    return {"vpcId": f"{name}-vpc-id", "routeTables": tables, **ids}


def address(name: str) -> str:
    """Where the images of a repository are."""
    return f"123456789012.dkr.ecr.eu-west-1.amazonaws.com/{name}"


def resource(kind: str, name: str) -> dict[str, str]:
    """A resource below a component, as an output of it."""
    return {**MARK, "urn": f"urn:pulumi:test::platform::{kind}::{name}", "id": f"{name}-id"}
