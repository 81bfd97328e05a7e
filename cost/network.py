"""Network: gateways, addresses, endpoints and containers, which are paid for by the hour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cost.line import HOURS, Line, line
from cost.stack import Resource, Stack

# What a program in memory has in place of the resources that AWSX makes.
WHOLE_VPC, WHOLE_SERVICE = "awsx:ec2:Vpc", "awsx:ecs:FargateService"
NAT = "aws:ec2/natGateway:NatGateway"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
UNITS_OF_A_CPU, MB_PER_GB = 1024, 1024


def network(stack: Stack) -> Iterator[Line]:
    """A line for each resource of a network, or in one, that is billed without use."""
    for gateway in stack.of(NAT):
        yield _line("VPC", gateway, "nat-gateway-hour", 1)
    for address in stack.of("aws:ec2/eip:Eip"):
        yield _line("VPC", address, "public-address-hour", 1)
    for endpoint in stack.of(ENDPOINT):
        # Those of gateways, for S3 and DynamoDB, are free.
        if endpoint.inputs.get("vpcEndpointType", "Gateway") != "Gateway":
            zones = len(endpoint.inputs.get("subnetIds") or [""])
            yield _line("VPC", endpoint, "endpoint-hour", zones)
    if not any(stack.of(NAT)):
        yield from _gateways(stack)
    for service in stack.of(SERVICE):
        for task in stack.referred(service, "taskDefinition", TASK):
            yield from _tasks(service, task.inputs)
    if not any(stack.of(SERVICE)):
        for service in stack.of(WHOLE_SERVICE):
            yield from _tasks(service, service.inputs.get("taskDefinitionArgs") or {})


def _gateways(stack: Stack) -> Iterator[Line]:
    """The NAT gateways that a VPC will have, each with an address."""
    for vpc in stack.of(WHOLE_VPC):
        strategy = (vpc.inputs.get("natGateways") or {}).get("strategy", "OnePerAz")
        zones = len(vpc.inputs.get("availabilityZoneNames") or ())
        if gateways := {"None": 0, "Single": 1}.get(strategy, zones):
            yield _line("VPC", vpc, "nat-gateway-hour", gateways)
            yield _line("VPC", vpc, "public-address-hour", gateways)


def _tasks(service: Resource, task: Mapping[str, Any]) -> Iterator[Line]:
    """The tasks of a service on Fargate, all the time."""
    tasks = float(service.inputs.get("desiredCount") or 1)
    platform = (task.get("runtimePlatform") or {}).get("cpuArchitecture", "X86_64")
    kind = platform.lower()
    cpus = float(task.get("cpu") or 256) / UNITS_OF_A_CPU
    gigabytes = float(task.get("memory") or 512) / MB_PER_GB
    yield _line("Fargate", service, f"fargate-cpu-hour-{kind}", tasks * cpus)
    yield _line("Fargate", service, f"fargate-gb-hour-{kind}", tasks * gigabytes)


def _line(service: str, resource: Resource, meter: str, count: float) -> Line:
    return line(service, resource, meter, count * HOURS, always=True)
