"""Site: the page of the shop, behind CloudFront and WAF, under one name with the GraphQL API."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pulumi

from components.edge.distribution import Distribution, DistributionArgs
from components.edge.origins import Api, Site
from components.edge.security_headers import SecurityHeaders
from components.edge.site_files import SiteFiles, SiteFilesArgs
from components.edge.viewer_function import ViewerFunction, variant_args
from components.edge.web_acl import WebAcl, WebAclArgs
from components.graphql.graphql_api import GraphqlApi
from components.objects.bucket import Bucket, BucketArgs
from microservice.microservice import Microservice
from settings import ROOT, Settings

PAGES = ROOT / "services" / "storefront" / "pages"
GRAPHQL = "/graphql"

# The OpenAPI documents of all services, and the page of them.
API_DOCUMENTS, API_PREFIX = ROOT / "docs" / "openapi", "api/"

# How the page of the other half differs from ``index.html``.
VARIANT_B = {
    '<body data-variant="a">': '<body data-variant="b">',
    "<h1>Shop</h1>": "<h1>Shop <small>order today, follow it live</small></h1>",
}


def serve_site(service: Microservice, api: GraphqlApi) -> None:
    """The files of ``pages``, ``config.json`` and ``index-b.html`` in a private bucket, and what is
    before them: half of the visitors get ``index-b.html``, and keep it.
    """
    settings, defaults, child = service.settings, service.defaults, service.child
    bucket = service.bucket("site", BucketArgs(distributed=True))
    guard = WebAcl(service.named("site-guard"), WebAclArgs(defaults=defaults), opts=child)
    variants = replace(variant_args(50), defaults=defaults)
    half = ViewerFunction(service.named("site-half"), variants, opts=child)
    distribution = Distribution(
        service.named("site"),
        DistributionArgs(
            default=Site(bucket=bucket, functions=(half,)),
            paths={GRAPHQL: Api(url=api.url.apply(without_path))},
            domain=None if settings.site_domain is None else settings.site_domain.domain,
            web_acl=guard.arn,
            security_headers=SecurityHeaders(content_security_policy=allowed(settings)),
            defaults=defaults,
        ),
        opts=child,
    )
    files(service, bucket)
    service.parameter("site", distribution.url)
    api_page = pulumi.Output.concat(distribution.url, f"/{API_PREFIX}index.html")
    service.parameter("api-page", api_page)


def files(service: Microservice, bucket: Bucket) -> None:
    """The files of the page, and below ``api/`` those of the OpenAPI documents."""
    defaults, child = service.defaults, service.child
    config = {
        "signIn": sign_in_url(service.settings),
        "signInPage": sign_in_page(service.settings),
        "clientId": service.functions.audience,
        "graphql": GRAPHQL,
    }
    SiteFiles(
        service.named("site-files"),
        SiteFilesArgs(
            bucket=bucket,
            folder=PAGES,
            generated={
                "config.json": pulumi.Output.json_dumps(config),
                "index-b.html": variant_b(),
            },
            defaults=defaults,
        ),
        opts=child,
    )
    SiteFiles(
        service.named("site-api"),
        SiteFilesArgs(bucket=bucket, folder=API_DOCUMENTS, prefix=API_PREFIX, defaults=defaults),
        opts=child,
    )


def api_style() -> str:
    """The style in the page of the OpenAPI documents, as a content security policy names it."""
    page = (API_DOCUMENTS / "index.html").read_text("utf-8")
    style = page.partition("<style>")[2].partition("</style>")[0]
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def variant_b() -> str:
    """The page of the other half of the visitors."""
    page = (PAGES / "index.html").read_text("utf-8")
    for line, other in VARIANT_B.items():
        page = page.replace(line, other)
    return page


def without_path(url: str) -> str:
    """A GraphQL API's URL without ``/graphql``, which requests bring along."""
    return url.removesuffix(GRAPHQL)


def sign_in_url(settings: Settings) -> str:
    """Where the user pool answers: one address for each Region, the emulator's on this machine."""
    return settings.endpoint or f"https://cognito-idp.{settings.region}.amazonaws.com/"


def sign_in_page(settings: Settings) -> str:
    """Where the user pool's own page is, to which users are sent to sign in; empty in a stage whose
    users may sign in by password, which the page of the shop then asks for.
    """
    page = settings.sign_in_page
    if settings.password_sign_in or page is None:
        return ""
    return settings.endpoint or f"https://{page.domain}.auth.{settings.region}.amazoncognito.com"


def allowed(settings: Settings) -> str:
    """The page's content security policy. Which WebSocket API is open to it, it learns when a user
    is signed in: any of the Region, or of the emulator.
    """
    sockets = f"wss://*.execute-api.{settings.region}.amazonaws.com"
    if settings.endpoint:
        sockets = settings.endpoint.replace("http", "ws", 1)
    calls = f"'self' {sign_in_page(settings) or sign_in_url(settings)} {sockets}"
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self' {api_style()}; img-src 'self'; "
        f"connect-src {calls}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
