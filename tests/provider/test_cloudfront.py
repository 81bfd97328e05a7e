"""CloudFront in its own words, and what counts as what was asked for."""

from __future__ import annotations

import pytest

from local.provider.cloud import Cloud
from local.provider.errors import ProviderError
from local.provider.resource_types.cloudfront import config
from local.provider.resource_types.cloudfront_shapes import asked, holds, seen, shape

CLOUD = Cloud(region="eu-west-1", endpoints={"all": "http://127.0.0.1:1"})
BEHAVIOR = {
    "targetOriginId": "site",
    "viewerProtocolPolicy": "redirect-to-https",
    "allowedMethods": ["GET", "HEAD"],
    "cachedMethods": ["GET", "HEAD"],
}
PROPS = {
    "enabled": True,
    "origins": [{"originId": "site", "domainName": "b.s3.eu-west-1.amazonaws.com"}],
    "defaultCacheBehavior": BEHAVIOR,
    "orderedCacheBehaviors": [{**BEHAVIOR, "pathPattern": "/a/*"}],
    "restrictions": {"geoRestriction": {"restrictionType": "none"}},
    "viewerCertificate": {"cloudfrontDefaultCertificate": True},
}


def test_a_distribution_is_asked_for_in_cloudfronts_words():
    said = config(CLOUD, PROPS)
    [origin] = said["Origins"]["Items"]
    assert (said["Origins"]["Quantity"], origin["Id"]) == (1, "site")
    assert origin["S3OriginConfig"] == {"OriginAccessIdentity": ""}
    assert said["Restrictions"] == {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}}
    [path] = said["CacheBehaviors"]["Items"]
    assert path["PathPattern"] == "/a/*"
    assert path["AllowedMethods"]["CachedMethods"] == {"Quantity": 2, "Items": ["GET", "HEAD"]}
    assert path["ViewerProtocolPolicy"] == "allow-all"
    assert PROPS["defaultCacheBehavior"] is BEHAVIOR
    assert "cachedMethods" in BEHAVIOR


def test_functions_at_the_edge_are_named_by_their_versions():
    function = {"eventType": "viewer-request", "lambdaArn": "v:1", "includeBody": False}
    behavior = {**BEHAVIOR, "lambdaFunctionAssociations": [function]}
    said = config(CLOUD, {**PROPS, "defaultCacheBehavior": behavior})["DefaultCacheBehavior"]
    association = {"EventType": "viewer-request", "LambdaFunctionARN": "v:1", "IncludeBody": False}
    assert said["LambdaFunctionAssociations"] == {"Quantity": 1, "Items": [association]}


def test_a_word_that_cloudfront_has_not_is_refused():
    with pytest.raises(ProviderError, match="colour means nothing to DistributionConfig"):
        asked(shape(CLOUD, "DistributionConfig"), {"colour": "red"})


def test_what_is_as_it_was_asked_for_is_as_the_program_wrote_it():
    of, wanted = shape(CLOUD, "DistributionConfig"), config(CLOUD, PROPS)
    theirs = {**wanted, "PriceClass": "PriceClass_All", "HttpVersion": "http2"}
    assert seen(of, theirs, wanted, PROPS) == PROPS
    changed = seen(of, {**theirs, "Enabled": False}, wanted, PROPS)
    assert changed == {**PROPS, "enabled": False}


@pytest.mark.parametrize(
    ("whole", "part", "held"),
    [
        ({"A": 1, "B": 2}, {"A": 1}, True),
        ({"A": 2}, {"A": 1}, False),
        (None, {"Quantity": 0}, True),
        (["b", "a"], ["a", "b"], True),
        ([{"A": 1, "B": 2}], [{"A": 1}], True),
        ([{"A": 1}, {"A": 2}], [{"A": 1}], False),
    ],
)
def test_a_configuration_holds_what_was_asked_for_and_defaults(whole, part, held):
    assert holds(whole, part) is held
