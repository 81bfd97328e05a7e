"""OpenSearch Service: domains, their policies and the right to write their logs, planned only."""

from __future__ import annotations

from functools import partial

from local.provider.planned import planned_only
from local.provider.resource import Naming

planned = partial(planned_only, why="the local stage has no search engine")

TYPES = (
    planned(
        "aws:opensearch/domain:Domain",
        inputs="advancedSecurityOptions clusterConfig domainEndpointOptions domainName ebsOptions "
        "encryptAtRest engineVersion logPublishingOptions nodeToNodeEncryption "
        "softwareUpdateOptions tags vpcOptions",
        outputs="advancedOptions arn dashboardEndpoint dashboardEndpointV2 "
        "domainEndpointV2HostedZoneId domainId endpoint endpointV2 ipAddressType",
        replace_on="domainName",
        naming=Naming(property="domainName", limit=28),
    ),
    planned(
        "aws:opensearch/domainPolicy:DomainPolicy",
        inputs="accessPolicies domainName",
        required="accessPolicies domainName",
        replace_on="domainName",
        documents=frozenset({"accessPolicies"}),
    ),
    planned(
        "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
        inputs="policyDocument policyName",
        outputs="policyScope revisionId",
        required="policyDocument policyName",
        replace_on="policyName",
        documents=frozenset({"policyDocument"}),
    ),
)
