"""A site and its API under one name, behind a web ACL; half of the visitors get another page."""

import pulumi

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.edge.distribution import Distribution, DistributionArgs
from components.edge.origins import Api, Cached, Site
from components.edge.viewer_function import ViewerFunction, variant_args
from components.edge.viewer_functions import headers_args
from components.edge.web_acl import WebAcl, WebAclArgs
from components.objects.bucket import Bucket, BucketArgs

pages = Bucket("pages", BucketArgs(distributed=True))
items = Function("items", FunctionArgs(handler="items.handle", code="app", preset="api"))
api = HttpApi("shop", HttpApiArgs(routes=(Route.get("/api/items", items, public=True),)))
half = ViewerFunction("half", variant_args(share_percent=50))
quiet = ViewerFunction("quiet", headers_args({}, removed=("Apigw-Requestid",)))
guard = WebAcl("guard", WebAclArgs(requests_per_ip=1_000, blocked_addresses=("192.0.2.0/24",)))

shop = Distribution(
    "shop",
    DistributionArgs(
        default=Site(bucket=pages, functions=(half,)),
        web_acl=guard.arn,
        paths={
            "/api/items": Api(url=api.url, cached=Cached(ttl=60, per_caller=False)),
            "/api/*": Api(url=api.url, functions=(quiet,)),
        },
    ),
)

pulumi.export("pages", pages.name)
pulumi.export("host", shop.domain_name)
pulumi.export("url", shop.url)
