"""REST resources: one for each segment of a path, and a model that stands for all methods."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.api.path import formerly, shape


def resources(
    name: str, paths: Sequence[str], api: aws.apigateway.RestApi, opts: pulumi.ResourceOptions
) -> dict[str, pulumi.Output[str]]:
    """The ids of an API's resources by path; ``paths`` has parents before children, without ``/``,
    which exists.
    """
    ids: dict[str, pulumi.Output[str]] = {"": api.root_resource_id}
    for path in paths:
        parent, _, segment = path.rpartition("/")
        logical = f"{name}{shape(path)}"
        resource = aws.apigateway.Resource(
            logical,
            rest_api=api.id,
            parent_id=ids[parent],
            path_part=segment,
            opts=formerly(f"{name}{path}", logical, opts),
        )
        ids[path] = resource.id
    return {"/": ids.pop(""), **ids}


def served_methods(
    name: str, digest: str, api: aws.apigateway.RestApi, opts: pulumi.ResourceOptions
) -> aws.apigateway.Model:
    """A model that no method uses, replaced when methods come or go, and with it all methods.

    The engine deletes what a program no longer has after all else: the deployment would still
    have the method. What is replaced with a resource that is deleted first is deleted first,
    too. Callers do not notice: they are served from the deployment before.
    """
    return aws.apigateway.Model(
        f"{name}-methods",
        rest_api=api.id,
        name=f"Methods{digest}",
        description="Its name changes when methods come or go",
        content_type="application/json",
        schema=json.dumps({"type": "object"}),
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(delete_before_replace=True)),
    )
