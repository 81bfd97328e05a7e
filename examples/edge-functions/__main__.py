"""A gallery: members alone see some of it, pictures in the width asked for, pages by country."""

from pathlib import Path

import pulumi

from components.edge.distribution import Distribution, DistributionArgs
from components.edge.edge_function import EdgeFunction, EdgeFunctionArgs
from components.edge.edge_functions import authorisation_args, resize_args
from components.edge.origins import Site
from components.identity.user_pool import UserPool, UserPoolArgs
from components.objects.bucket import Bucket, BucketArgs

files = Bucket("files", BucketArgs(distributed=True))
users = UserPool("users", UserPoolArgs(self_sign_up=True, password_sign_in=True))

members = EdgeFunction(
    "members", authorisation_args(issuer=users.issuer, client_id=users.client_id)
)
resize = EdgeFunction("resize", resize_args(files, Path("pillow.lock")))
country = EdgeFunction(
    "country",
    EdgeFunctionArgs(
        handler="country.handle",
        code="app",
        runtime="python3.12",
        events=("origin-request",),
        constants={"DE": "/de", "AT": "/de", "FR": "/fr"},
    ),
)

gallery = Distribution(
    "gallery",
    DistributionArgs(
        default=Site(bucket=files, functions=(country,), headers=("CloudFront-Viewer-Country",)),
        paths={
            "/members/*": Site(bucket=files, functions=(members,)),
            "/resized/*": Site(bucket=files, functions=(resize,)),
        },
    ),
)

pulumi.export("files", files.name)
pulumi.export("url", gallery.url)
