"""Region of what CloudFront uses: it reads certificates, functions and metrics in one alone."""

from __future__ import annotations

import pulumi

from components.arn import Arn, read

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
EDGE_REGION = "us-east-1"


def checked(what: str, given: pulumi.Input[str]) -> pulumi.Input[str]:
    """An ARN of the edge's Region as it is; raises ``ValueError`` for one of another Region, as
    soon as it is known.
    """

    def check(arn: str) -> str:
        if (region := Arn.parse(arn).region) != EDGE_REGION:
            raise ValueError(f"{what} must be of {EDGE_REGION}, got one of {region}: {arn}")
        return arn

    return read(given, check)
