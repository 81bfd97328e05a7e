"""API domain: a domain name of one's own for REST and HTTP APIs, or for WebSocket APIs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import pulumi
import pulumi_aws as aws

from components.api.http_api import HttpApi
from components.api.rest_api import RestApi
from components.api.web_socket_api import WebSocketApi
from components.arn import read
from components.defaults import Defaults

AnyApi: TypeAlias = RestApi | HttpApi | WebSocketApi

DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
# https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
BASE_PATH = re.compile(r"([\w.~!$&'()*+,;=:@-]+(/[\w.~!$&'()*+,;=:@-]+)*)?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class ApiDomainArgs:
    """The name, its certificate, and which API answers below which path."""

    domain_name: str
    """The name in lower case, as ``api.example.com``."""

    certificate_arn: pulumi.Input[str]
    """ARN of the certificate for the name, in ACM in the Region of the APIs."""

    apis: Mapping[str, AnyApi]
    """The APIs by base path, as ``orders`` for ``https://api.example.com/orders/...``, which is not
    passed on to them; the empty path is the whole domain. At least one; WebSocket APIs have a name
    without others."""

    truststore: pulumi.Input[str] | None = None
    """URI of a bundle of certificates (PEM) in a bucket, as ``s3://partners/bundle.pem``: callers
    must have a certificate that one of them has signed (mutual TLS). Not for WebSocket APIs. APIs
    without ``default_endpoint=False`` still answer without at their own URLs."""

    zone_id: pulumi.Input[str] | None = None
    """Id of the hosted zone in Route 53 that gets records for the name (A and AAAA); without it the
    name must be an alias of ``target_domain_name`` elsewhere."""

    defaults: Defaults = field(default_factory=Defaults)
    """Stage defaults: tags."""

    def __post_init__(self) -> None:
        if not DOMAIN.fullmatch(self.domain_name) or len(self.domain_name) > 253:
            raise ValueError(
                "domain_name must be a name in lower case, as api.example.com, "
                f"got {self.domain_name!r}"
            )
        if not self.apis:
            raise ValueError("apis must name at least one API")
        sockets = [path for path, api in self.apis.items() if isinstance(api, WebSocketApi)]
        if sockets and len(sockets) < len(self.apis):
            raise ValueError("apis must be WebSocket APIs alone, or none of them, got both kinds")
        if self.truststore is not None:
            if sockets:
                raise ValueError("truststore is for REST and HTTP APIs, got WebSocket APIs")
            read(self.truststore, bundle)
        for path in self.apis:
            if not BASE_PATH.fullmatch(path):
                raise ValueError(
                    "apis must be by base path without slashes at its ends, as orders or "
                    f"v1/orders, got {path!r}"
                )


class ApiDomain(pulumi.ComponentResource):
    """A regional domain name with TLS 1.2, and a mapping for each API; ``urls`` are by base path.

    The APIs answer at their own URLs, too, unless they are made with ``default_endpoint=False``.
    Both have the same authorizers, limits and logs.
    """

    urls: dict[str, str]
    target_domain_name: pulumi.Output[str]
    hosted_zone_id: pulumi.Output[str]
    domain: aws.apigatewayv2.DomainName
    mappings: dict[str, aws.apigatewayv2.ApiMapping]
    records: tuple[aws.route53.Record, ...] = ()

    def __init__(
        self, name: str, args: ApiDomainArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:api:ApiDomain", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.domain = aws.apigatewayv2.DomainName(
            f"{name}-domain",
            domain_name=args.domain_name,
            domain_name_configuration={
                "certificate_arn": args.certificate_arn,
                "endpoint_type": "REGIONAL",
                "security_policy": "TLS_1_2",
            },
            mutual_tls_authentication=(
                None if args.truststore is None else {"truststore_uri": args.truststore}
            ),
            tags=args.defaults.tags,
            opts=child,
        )
        self.mappings = {
            path: aws.apigatewayv2.ApiMapping(
                f"{name}-{path.replace('/', '-')}-mapping" if path else f"{name}-mapping",
                api_id=api_id(api),
                domain_name=self.domain.id,
                stage=api.stage.stage_name if isinstance(api, RestApi) else api.stage.name,
                api_mapping_key=path or None,
                opts=child,
            )
            for path, api in args.apis.items()
        }
        target = self.domain.domain_name_configuration
        self.target_domain_name = target.target_domain_name.apply(str)
        self.hosted_zone_id = target.hosted_zone_id.apply(str)
        if args.zone_id is not None:
            self.records = self._records(name, args, args.zone_id)
        self.urls = {path: url_at(args.domain_name, path, api) for path, api in args.apis.items()}
        self.register_outputs({"urls": self.urls})

    def _records(
        self, name: str, args: ApiDomainArgs, zone_id: pulumi.Input[str]
    ) -> tuple[aws.route53.Record, ...]:
        """The records of the name, for IPv4 and IPv6."""
        return tuple(
            aws.route53.Record(
                f"{name}-{kind.lower()}-record",
                zone_id=zone_id,
                name=args.domain_name,
                type=kind,
                aliases=[
                    {
                        "name": self.target_domain_name,
                        "zone_id": self.hosted_zone_id,
                        "evaluate_target_health": False,
                    }
                ],
                opts=pulumi.ResourceOptions(parent=self),
            )
            for kind in ("A", "AAAA")
        )


def url_at(domain: str, path: str, api: AnyApi) -> str:
    """Where an API answers at a domain: ``wss://`` for connections."""
    scheme = "wss" if isinstance(api, WebSocketApi) else "https"
    return f"{scheme}://{domain}/{path}".rstrip("/")


def bundle(uri: str) -> str:
    """The URI of a file in a bucket as it is; raises ``ValueError`` for another."""
    if not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,62}/\S{1,1024}", uri):
        raise ValueError(f"truststore must be a file as s3://partners/bundle.pem, got {uri}")
    return uri


def api_id(api: AnyApi) -> pulumi.Output[str]:
    """The id of an API of either kind."""
    return api.rest_api.id if isinstance(api, RestApi) else api.api.id
