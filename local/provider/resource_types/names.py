"""Names: domain names of APIs, and records of Route 53, which are planned only."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from local.provider.planned import planned_only

planned = partial(planned_only, why="the local stage answers for no names of its own")

TYPES = (
    planned(
        "aws:apigatewayv2/domainName:DomainName",
        inputs="domainName domainNameConfiguration mutualTlsAuthentication tags",
        outputs="apiMappingSelectionExpression arn",
        required="domainName domainNameConfiguration",
        replace_on="domainName",
    ),
    planned(
        "aws:apigatewayv2/apiMapping:ApiMapping",
        inputs="apiId apiMappingKey domainName stage",
        required="apiId domainName stage",
        replace_on="domainName",
    ),
    # Route 53 is of no Region.
    replace(
        planned(
            "aws:route53/record:Record",
            inputs="aliases name type zoneId",
            outputs="fqdn",
            required="name type zoneId",
            replace_on="zoneId",
            blocks={"aliases": frozenset({"evaluateTargetHealth", "name", "zoneId"})},
        ),
        regional=False,
    ),
)
