"""What the emulator cannot honour at the edge, as ``unsupported`` has it for all else."""

from __future__ import annotations

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
CACHE_POLICY = "aws:cloudfront/cachePolicy:CachePolicy"
LOG_DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery"

WEB_ACL = "aws:wafv2/webAcl:WebAcl"
WEB_ACL_LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"

OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"
CHECKSUMS = ("Crc32", "Crc32c", "Crc64nvme", "Sha1", "Sha256")

ABSENT = {
    (OBJECT, f"checksum{each}"): "no program of ours asks for a checksum of an object"
    for each in CHECKSUMS
}

UNSUPPORTED = {
    (WEB_ACL_LOGGING, "logDestinationConfigs"): "the emulator's web ACLs write no logs",
    (WEB_ACL_LOGGING, "loggingFilter"): "the emulator's web ACLs write no logs",
    (WEB_ACL_LOGGING, "redactedFields"): "the emulator's web ACLs write no logs",
}

INERT = {
    (CACHE_POLICY, "defaultTtl"): "the emulator caches no answers at the edge",
    (CACHE_POLICY, "maxTtl"): "the emulator caches no answers at the edge",
    (CACHE_POLICY, "minTtl"): "the emulator caches no answers at the edge",
    (DISTRIBUTION, "defaultCacheBehavior"): "of it the emulator ignores viewer protocol, cache and "
    "Lambda@Edge",
    (DISTRIBUTION, "orderedCacheBehaviors"): "of each the emulator ignores viewer protocol, cache "
    "and Lambda@Edge",
    (DISTRIBUTION, "httpVersion"): "the emulator speaks HTTP/1.1",
    (DISTRIBUTION, "isIpv6Enabled"): "the emulator has no addresses but this machine's",
    (DISTRIBUTION, "priceClass"): "the emulator has one edge location",
    (DISTRIBUTION, "restrictions"): "the emulator knows no viewer's country",
    (DISTRIBUTION, "viewerCertificate"): "the emulator speaks plain HTTP",
    (DISTRIBUTION, "webAclId"): "the emulator lets every request through a web ACL",
    (LOG_DELIVERY, "recordFields"): "the emulator writes no access logs",
    (WEB_ACL, "rules"): "the emulator lets every request through a web ACL",
    (WEB_ACL, "visibilityConfig"): "the emulator counts no requests of a web ACL",
}
