"""Products: an OpenSearch domain, and a function that looks for words in it."""

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.stores.search_domain import SearchDomain, SearchDomainArgs

products = SearchDomain(
    "products",
    SearchDomainArgs(account=aws.get_caller_identity_output().account_id, volume_gb=20),
)
find = Function(
    "find",
    FunctionArgs(
        handler="find.handle", code="app", preset="api", uses=(products.access("PRODUCTS"),)
    ),
)

pulumi.export("domain", products.domain.domain_name)
pulumi.export("function", find.name)
