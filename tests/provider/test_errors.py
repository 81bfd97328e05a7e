"""What boto3 raises, as one sentence."""

from __future__ import annotations

import pytest
from botocore.exceptions import EndpointConnectionError, ParamValidationError

from local.provider.errors import ProviderError, reported, says_gone
from tests.provider.thing import refused


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (refused("Throttled"), "MakeThing was refused with Throttled: because"),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:1"), "is the emulator"),
        (ParamValidationError(report="name too long"), "name too long"),
        (ProviderError("too small"), "too small"),
    ],
    ids=["AWS says no", "no emulator", "botocore says no", "we say no"],
)
def test_an_expected_error_names_resource_and_deed(error, said):
    whole = f'aws:a:B "box": cannot create: .*{said}'
    with pytest.raises(ProviderError, match=whole), reported("aws:a:B", "box", "cannot create"):
        raise error


def test_a_defect_stays_a_defect():
    with pytest.raises(KeyError), reported("aws:a:B", "box", "cannot create"):
        raise KeyError("x")


@pytest.mark.parametrize(
    "code",
    [
        "ResourceNotFoundException",
        "AWS.SimpleQueueService.NonExistentQueue",
        "NoSuchBucket",
        "ParameterNotFound",
        "404",
    ],
)
def test_every_way_of_saying_gone_is_understood(code):
    assert says_gone(refused(code))


@pytest.mark.parametrize("code", ["AccessDenied", "ResourceInUseException", "400"])
def test_no_other_error_passes_for_gone(code):
    assert not says_gone(refused(code))
