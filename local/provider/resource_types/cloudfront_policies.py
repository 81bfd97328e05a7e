"""CloudFront: what distributions refer to: origin access controls and three kinds of policies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore import xform_name

from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.cloudfront_shapes import asked, seen, shape
from local.provider.resource_types.gateway import chosen
from local.provider.wire import Props


@dataclass(frozen=True)
class Part:
    """One of them: its word in the operations, what a program may set, the word in its ARN, and how
    long its name may be; ``defaults`` are those of the official provider.
    """

    word: str
    inputs: frozenset[str]
    kind: str
    longest_name: int = 128
    defaults: Mapping[str, int] = field(default_factory=dict)

    @property
    def config(self) -> str:
        """The name of its configuration, in requests, in answers and in the model."""
        return f"{self.word}Config"

    def create(self, cloud: Cloud, props: Props) -> str:
        made = self._call(cloud, "Create", **{self.config: self._asked(cloud, props)})
        return str(made[self.word]["Id"])

    def read(self, cloud: Cloud, id_: str, props: Props) -> Props:
        answer = self._call(cloud, "Get", Id=id_)
        found, given = answer[self.word][self.config], chosen(props, self.inputs)
        return {
            **seen(shape(cloud, self.config), found, self._asked(cloud, props), given),
            "name": found["Name"],
            "arn": f"arn:aws:cloudfront::{cloud.account}:{self.kind}/{id_}",
            "etag": answer["ETag"],
        }

    def update(self, cloud: Cloud, id_: str, change: Change) -> None:
        tag = self._call(cloud, "Get", Id=id_)["ETag"]
        config = {self.config: self._asked(cloud, change.new)}
        self._call(cloud, "Update", Id=id_, IfMatch=tag, **config)

    def delete(self, cloud: Cloud, id_: str, props: Props) -> None:
        tag = self._call(cloud, "Get", Id=id_)["ETag"]
        self._call(cloud, "Delete", Id=id_, IfMatch=tag)

    def type(self, token: str, required: frozenset[str]) -> ResourceType:
        """It as a resource type."""
        return ResourceType(
            token=token,
            inputs=self.inputs,
            required=required,
            defaults=self.defaults,
            outputs=frozenset({"arn", "etag"}),
            replace_on=frozenset({"name"}),
            naming=Naming(limit=self.longest_name),
            volatile=frozenset({"etag"}),
            regional=False,
            # An interrupted create leaves an orphan that nothing refers to.
            find=lambda cloud, identity: None,
            create=self.create,
            read=self.read,
            update=self.update,
            delete=self.delete,
        )

    def _asked(self, cloud: Cloud, props: Props) -> Any:
        return asked(shape(cloud, self.config), chosen(props, self.inputs))

    def _call(self, cloud: Cloud, verb: str, **request: Any) -> Any:
        call: Callable[..., Any] = getattr(cloud.client("cloudfront"), xform_name(verb + self.word))
        return call(**request)


CONTROL = frozenset({"originAccessControlOriginType", "signingBehavior", "signingProtocol"})
FORWARDED = frozenset({"cookiesConfig", "headersConfig", "queryStringsConfig"})
KEY = frozenset({"parametersInCacheKeyAndForwardedToOrigin"})
TTLS = {"defaultTtl": 86_400, "maxTtl": 31_536_000, "minTtl": 0}
NAME = frozenset({"name"})

TYPES = (
    Part("OriginAccessControl", CONTROL | NAME, "origin-access-control", 64).type(
        "aws:cloudfront/originAccessControl:OriginAccessControl", CONTROL
    ),
    Part("CachePolicy", KEY | TTLS.keys() | NAME, "cache-policy", defaults=TTLS).type(
        "aws:cloudfront/cachePolicy:CachePolicy", KEY
    ),
    Part("OriginRequestPolicy", FORWARDED | NAME, "origin-request-policy").type(
        "aws:cloudfront/originRequestPolicy:OriginRequestPolicy", FORWARDED
    ),
    Part(
        "ResponseHeadersPolicy",
        frozenset({"securityHeadersConfig", *NAME}),
        "response-headers-policy",
    ).type("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", frozenset()),
)
