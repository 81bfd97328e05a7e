from dataclasses import replace

import pytest
from pulumi_aws import cloudfront, cloudwatch, route53, s3

from components.edge.custom_domain import CustomDomain
from components.edge.distribution import Distribution, DistributionArgs
from components.edge.origins import Api, Cached, Site, connection_of, domain_of, path_of
from components.edge.security_headers import SecurityHeaders
from components.objects.bucket import Bucket, BucketArgs
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components.sample import TAGS, arn, defaults

URL = "https://a1b2.execute-api.eu-west-1.amazonaws.com/live/"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:alarms"
CERTIFICATE = f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/c1"
SHOP = CustomDomain(names=("shop.example.com", "*.shop.example.com"), certificate=CERTIFICATE)
API = Api(url=URL)


def site() -> Site:
    return Site(bucket=Bucket("pages", BucketArgs(distributed=True)))


def shop(**changes) -> Cloud:
    def program():
        given = {"default": site(), "paths": {"/api/*": API}, "defaults": defaults(), **changes}
        return Distribution("shop", DistributionArgs(**given)).url

    return deploy(program)


def made(**changes) -> dict:
    return shop(**changes).one(cloudfront.Distribution).inputs


def key_of(cloud: Cloud, name: str) -> dict:
    inputs = cloud.one(cloudfront.CachePolicy, name).inputs
    return inputs["parametersInCacheKeyAndForwardedToOrigin"]


def test_viewers_are_answered_over_https_alone_by_http_2_and_3():
    inputs = made()
    behaviors = [inputs["defaultCacheBehavior"], *inputs["orderedCacheBehaviors"]]
    assert {each["viewerProtocolPolicy"] for each in behaviors} == {"redirect-to-https"}
    assert {each["compress"] for each in behaviors} == {True}
    assert inputs["httpVersion"] == "http2and3"
    assert inputs["priceClass"] == "PriceClass_100"
    assert inputs["tags"] == TAGS


def test_the_site_answers_all_that_the_api_does_not():
    inputs = made()
    assert inputs["defaultRootObject"] == "index.html"
    assert inputs["defaultCacheBehavior"]["targetOriginId"] == "site-1"
    assert inputs["defaultCacheBehavior"]["allowedMethods"] == ["GET", "HEAD", "OPTIONS"]
    [api] = inputs["orderedCacheBehaviors"]
    assert (api["pathPattern"], api["targetOriginId"]) == ("/api/*", "api-2")
    assert "DELETE" in api["allowedMethods"]


def test_an_origin_that_answers_several_paths_is_named_once():
    inputs = made(paths={"/api/*": API, "/items/*": replace(API, cached=Cached(ttl=60))})
    assert [each["originId"] for each in inputs["origins"]] == ["site-1", "api-2"]
    assert {each["targetOriginId"] for each in inputs["orderedCacheBehaviors"]} == {"api-2"}


def test_the_bucket_is_read_by_signed_requests():
    cloud = shop()
    [bucket, _] = cloud.one(cloudfront.Distribution).inputs["origins"]
    assert bucket == {
        "originId": "site-1",
        "domainName": "pages-bucket.s3.eu-west-1.amazonaws.com",
        "originAccessControlId": "shop-signed-id",
    }
    control = cloud.one(cloudfront.OriginAccessControl).inputs
    assert control["signingBehavior"] == "always"
    assert control["originAccessControlOriginType"] == "s3"


def test_the_buckets_policy_allows_this_distribution_alone_and_tls_alone():
    [tls, read] = shop().one(s3.BucketPolicy, "pages-policy").json("policy")["Statement"]
    assert (tls["Effect"], tls["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )
    assert read == {
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": f"{arn('s3', 'pages-bucket')}/*",
        "Condition": {
            "StringEquals": {"aws:SourceArn": arn("cloudfront", "shop-distribution")},
        },
    }


def test_a_bucket_that_is_not_made_for_it_is_refused():
    with pytest.raises(ValueError, match="bucket must be made with distributed=True"):
        deploy(lambda: Site(bucket=Bucket("pages")))


def test_a_bucket_has_one_distribution():
    def program():
        given = site()
        Distribution("one", DistributionArgs(default=given))
        Distribution("two", DistributionArgs(default=given))

    with pytest.raises(ValueError, match="a bucket has one policy; give it to one distribution"):
        deploy(program)


def test_one_bucket_behind_several_paths_has_one_policy():
    def program():
        pages = site()
        short = replace(pages, ttl=0)
        args = DistributionArgs(default=pages, paths={"/news/*": short})
        Distribution("shop", args)

    cloud = deploy(program)
    assert len(cloud.all(s3.BucketPolicy)) == 1
    assert len(cloud.one(cloudfront.Distribution).inputs["origins"]) == 1


def test_the_policy_of_an_existing_bucket_is_its_owners():
    def program():
        bucket = s3.Bucket("old")
        shop = Distribution("shop", DistributionArgs(default=Site(bucket=bucket)))
        return shop.read_statement(bucket)["Resource"]

    cloud = deploy(program)
    assert cloud.all(s3.BucketPolicy) == []
    assert cloud.result == f"{arn('s3', 'old')}/*"


def test_an_api_gets_everything_but_the_host_and_nothing_is_cached():
    cloud = shop()
    [api] = cloud.one(cloudfront.Distribution).inputs["orderedCacheBehaviors"]
    assert api["cachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert api["originRequestPolicyId"] == "shop/api/*-forwarded-id"
    forwarded = cloud.one(cloudfront.OriginRequestPolicy).inputs
    assert forwarded["headersConfig"] == {
        "headerBehavior": "allExcept",
        "headers": {"items": ["host"]},
    }
    assert forwarded["cookiesConfig"] == {"cookieBehavior": "all"}
    assert forwarded["queryStringsConfig"] == {"queryStringBehavior": "all"}


def test_a_cached_answer_is_its_callers_own():
    asked = Cached(ttl=60, query_strings=("page", "kind"), headers=("Accept-Language",))
    cloud = shop(paths={"/items/*": replace(API, cached=asked)})
    key = key_of(cloud, "shop/items/*-cache")
    assert key["headersConfig"] == {
        "headerBehavior": "whitelist",
        "headers": {"items": ["Accept-Language", "Authorization"]},
    }
    assert key["queryStringsConfig"]["queryStrings"] == {"items": ["kind", "page"]}
    assert key["cookiesConfig"] == {"cookieBehavior": "none"}
    policy = cloud.one(cloudfront.CachePolicy, "shop/items/*-cache").inputs
    assert (policy["minTtl"], policy["defaultTtl"], policy["maxTtl"]) == (0, 60, 60)


def test_a_shared_answer_comes_from_a_request_without_a_token():
    cloud = shop(paths={"/items/*": replace(API, cached=Cached(ttl=60, per_caller=False))})
    assert key_of(cloud, "shop/items/*-cache")["headersConfig"] == {"headerBehavior": "none"}
    [items] = cloud.one(cloudfront.Distribution).inputs["orderedCacheBehaviors"]
    assert "originRequestPolicyId" not in items
    assert items["allowedMethods"] == ["GET", "HEAD", "OPTIONS"]
    assert cloud.all(cloudfront.OriginRequestPolicy) == []


def test_objects_are_cached_by_path_and_compression():
    cloud = shop()
    policy = cloud.one(cloudfront.CachePolicy, "shop-cache").inputs
    assert (policy["minTtl"], policy["defaultTtl"], policy["maxTtl"]) == (0, 86_400, 31_536_000)
    assert key_of(cloud, "shop-cache") == {
        "enableAcceptEncodingBrotli": True,
        "enableAcceptEncodingGzip": True,
        "cookiesConfig": {"cookieBehavior": "none"},
        "headersConfig": {"headerBehavior": "none"},
        "queryStringsConfig": {"queryStringBehavior": "none"},
    }


def test_every_response_has_security_headers():
    strict = SecurityHeaders(content_security_policy="default-src 'none'", referrer="no-referrer")
    cloud = shop(security_headers=strict)
    headers = cloud.one(cloudfront.ResponseHeadersPolicy).inputs["securityHeadersConfig"]
    assert headers == {
        "strictTransportSecurity": {
            "accessControlMaxAgeSec": 31_536_000,
            "includeSubdomains": True,
            "override": True,
        },
        "contentSecurityPolicy": {
            "contentSecurityPolicy": "default-src 'none'",
            "override": True,
        },
        "contentTypeOptions": {"override": True},
        "frameOptions": {"frameOption": "DENY", "override": True},
        "referrerPolicy": {"referrerPolicy": "no-referrer", "override": True},
    }
    inputs = cloud.one(cloudfront.Distribution).inputs
    behaviors = [inputs["defaultCacheBehavior"], *inputs["orderedCacheBehaviors"]]
    assert {each["responseHeadersPolicyId"] for each in behaviors} == {"shop-headers-id"}


def test_without_a_domain_the_name_is_cloudfronts():
    cloud = shop()
    inputs = cloud.one(cloudfront.Distribution).inputs
    assert inputs["viewerCertificate"] == {"cloudfrontDefaultCertificate": True}
    assert "aliases" not in inputs
    assert cloud.result == "https://shop-distribution.cloudfront.net"


def test_a_domain_has_its_certificate_and_todays_tls():
    cloud = shop(domain=SHOP)
    inputs = cloud.one(cloudfront.Distribution).inputs
    assert inputs["aliases"] == ["shop.example.com", "*.shop.example.com"]
    assert inputs["viewerCertificate"] == {
        "acmCertificateArn": CERTIFICATE,
        "sslSupportMethod": "sni-only",
        "minimumProtocolVersion": "TLSv1.2_2021",
    }
    assert cloud.result == "https://shop.example.com"
    assert cloud.all(route53.Record) == []


def test_names_get_records_in_a_zone_that_is_given():
    cloud = shop(domain=replace(SHOP, zone_id="Z1"))
    records = [record.inputs for record in cloud.all(route53.Record)]
    assert sorted((r["type"], r["name"], r["zoneId"]) for r in records) == [
        ("A", "*.shop.example.com", "Z1"),
        ("A", "shop.example.com", "Z1"),
        ("AAAA", "*.shop.example.com", "Z1"),
        ("AAAA", "shop.example.com", "Z1"),
    ]
    alias = {
        "name": "shop-distribution.cloudfront.net",
        "zoneId": "shop-distribution-zone",
        "evaluateTargetHealth": False,
    }
    assert [record["aliases"] for record in records] == [[alias]] * 4


def test_requests_are_logged_without_what_may_hold_a_token():
    cloud = shop()
    group = cloud.one(cloudwatch.LogGroup).inputs
    assert group["namePrefix"] == "/aws/vendedlogs/cloudfront/shop-"
    assert (group["retentionInDays"], group["region"]) == (14, "us-east-1")
    source = cloud.one(cloudwatch.LogDeliverySource).inputs
    assert source["resourceArn"] == arn("cloudfront", "shop-distribution")
    assert source["logType"] == "ACCESS_LOGS"
    fields = cloud.one(cloudwatch.LogDelivery).inputs["recordFields"]
    assert {"cs-uri-stem", "sc-status", "c-ip"} <= set(fields)
    assert set(fields) & {"cs-uri-query", "cs(Cookie)", "cs(Referer)"} == set()
    regions = {
        each.inputs["region"]
        for kind in (cloudwatch.LogDelivery, cloudwatch.LogDeliverySource)
        for each in cloud.all(kind)
    }
    assert regions == {"us-east-1"}


def test_the_alarm_is_in_the_region_of_the_metrics_and_notifies_a_topic_there():
    alarm = shop(alarm_topic=TOPIC).one(cloudwatch.MetricAlarm).inputs
    assert alarm["region"] == "us-east-1"
    assert (alarm["namespace"], alarm["metricName"]) == ("AWS/CloudFront", "5xxErrorRate")
    assert alarm["dimensions"] == {"DistributionId": "shop-distribution-id", "Region": "Global"}
    assert (alarm["threshold"], alarm["period"]) == (1, 300)
    assert alarm["alarmActions"] == [TOPIC]
    assert "alarmActions" not in shop().one(cloudwatch.MetricAlarm).inputs


def test_requests_go_through_a_web_acl_if_asked():
    acl = f"arn:aws:wafv2:us-east-1:{ACCOUNT}:global/webacl/shop/1"
    assert made(web_acl=acl)["webAclId"] == acl
    assert "webAclId" not in made()


def test_an_apis_url_says_host_stage_and_protocol():
    assert domain_of(URL) == "a1b2.execute-api.eu-west-1.amazonaws.com"
    assert path_of(URL) == "/live"
    assert connection_of(URL)["origin_protocol_policy"] == "https-only"
    [_, api] = made()["origins"]
    assert api["customOriginConfig"] == {
        "httpPort": 80,
        "httpsPort": 443,
        "originProtocolPolicy": "https-only",
        "originSslProtocols": ["TLSv1.2"],
    }
    here = connection_of("http://127.0.0.1:4566/_aws/execute-api/a1/live")
    assert (here["http_port"], here["origin_protocol_policy"]) == (4566, "http-only")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Api(url="http://shop.example.com"), "url must be https://HOST/PATH"),
        (lambda: Api(url="https://a.example/x?y=1"), "without a query, got https://a.example/x?y"),
        (lambda: Cached(ttl=0), "ttl must be between 1 and 31536000 seconds, got 0"),
        (lambda: Cached(ttl=9, headers=("authorization",)), "headers must not name authorization"),
        (lambda: Cached(ttl=9, headers=("Host",)), "headers must not name Host"),
        (lambda: SecurityHeaders(hsts_seconds=0), "hsts_seconds must be between 1 and"),
        (lambda: SecurityHeaders(content_security_policy=" "), "must name what is allowed"),
        (lambda: CustomDomain(names=(), certificate=CERTIFICATE), "at least one host name"),
        (
            lambda: CustomDomain(names=("https://a.example",), certificate=CERTIFICATE),
            "names must be host names, as shop.example.com, got https://a.example",
        ),
        (
            lambda: CustomDomain(names=("*.a.example",), certificate=CERTIFICATE),
            "names must begin with a host name without *, which is the URL, got *.a.example",
        ),
        (
            lambda: CustomDomain(names=("a.example", "a.example"), certificate=CERTIFICATE),
            "names must be different ones, got a.example twice",
        ),
        (
            lambda: replace(SHOP, certificate=CERTIFICATE.replace("us-east-1", "eu-west-1")),
            "certificate must be of us-east-1, got one of eu-west-1",
        ),
        (
            lambda: DistributionArgs(default=API, alarm_topic=TOPIC.replace("us-", "eu-")),
            "alarm_topic must be of us-east-1, got one of eu-east-1",
        ),
        (lambda: DistributionArgs(default=API, paths={"api": API}), "must begin with a slash"),
        (
            lambda: DistributionArgs(default=API, paths={f"/{n}": API for n in range(76)}),
            "paths must be between 0 and 75, got 76",
        ),
    ],
)
def test_refused(make, said):
    with pytest.raises(ValueError) as refused:
        make()
    assert said in str(refused.value)
