"""Photos: users put files into a bucket themselves, each into a folder of their own."""

import pulumi

from components.compute.function import Function, FunctionArgs
from components.identity.identity_pool import IdentityPool, IdentityPoolArgs, UserFolder
from components.identity.user_pool import UserPool, UserPoolArgs
from components.objects.bucket import Bucket

users = UserPool("users", UserPoolArgs(password_sign_in=True))
photos = Bucket("photos")
identities = IdentityPool(
    "identities",
    IdentityPoolArgs(
        issuer=users.issuer,
        client_ids=(users.client_id,),
        folders=(UserFolder(bucket=photos, prefix="photos"),),
    ),
)
count = Function(
    "count",
    FunctionArgs(
        handler="count.handle", code="app", preset="simple", uses=(photos.list("PHOTOS_BUCKET"),)
    ),
)

pulumi.export("pool", users.id)
pulumi.export("client", users.client_id)
pulumi.export("identities", identities.id)
pulumi.export("function", count.name)
