import pytest

from components.arn import FUNCTION, QUEUE, STREAM, TABLE, Arn, invoke_arn, queue_url

HERE = "eu-west-1:123456789012"
TABLE_ARN = f"arn:aws:dynamodb:{HERE}:table/orders"
STREAM_ARN = f"{TABLE_ARN}/stream/2026-11-28T00:00:00.000"


def test_an_arn_has_six_parts_of_which_the_last_may_hold_colons():
    parts = Arn.parse("arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:sell:live")
    assert parts == Arn(
        "aws-us-gov", "lambda", "us-gov-west-1", "123456789012", "function:sell:live"
    )


@pytest.mark.parametrize("text", ["", "orders", "arn:aws:sqs:eu-west-1", "arn:moon:sqs:a:b:jobs"])
def test_what_is_no_arn_is_refused(text):
    with pytest.raises(ValueError) as refused:
        Arn.parse(text)
    assert str(refused.value) == (
        f"an ARN must be arn:PARTITION:SERVICE:REGION:ACCOUNT:NAME, got {text}"
    )


@pytest.mark.parametrize(
    ("partition", "region", "url"),
    [
        ("aws", "eu-west-1", "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo"),
        ("aws-cn", "cn-north-1", "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/jobs.fifo"),
    ],
)
def test_the_url_of_a_queue_follows_from_its_arn(partition, region, url):
    assert queue_url(f"arn:{partition}:sqs:{region}:123456789012:jobs.fifo") == url


def test_api_gateway_calls_a_function_by_an_arn_in_the_functions_partition_and_region():
    sell = "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:sell:live"
    assert invoke_arn(sell) == (
        "arn:aws-us-gov:apigateway:us-gov-west-1:lambda:path/2015-03-31/functions/"
        f"{sell}/invocations"
    )


def test_a_stream_is_distinguished_from_its_table():
    assert STREAM.checked(STREAM_ARN) == STREAM_ARN
    assert TABLE.checked(TABLE_ARN) == TABLE_ARN
    with pytest.raises(ValueError, match=r"^stream must be given by the ARN of one, got "):
        STREAM.checked(TABLE_ARN)
    with pytest.raises(ValueError, match=r"^table must be given by the ARN of one, got "):
        TABLE.checked(STREAM_ARN)


@pytest.mark.parametrize(
    ("qualified", "qualifier"), [("sell", None), ("sell:live", "live"), ("sell:$LATEST", "$LATEST")]
)
def test_a_functions_arn_may_name_a_version_or_alias(qualified, qualifier):
    arn = f"arn:aws:lambda:{HERE}:function:{qualified}"
    assert (FUNCTION.name(arn), FUNCTION.read(arn, "qualifier")) == ("sell", qualifier)


@pytest.mark.parametrize("form", [FUNCTION, TABLE, QUEUE], ids=lambda form: form.kind)
def test_the_arn_of_another_service_is_refused(form):
    other = f"arn:aws:kinesis:{HERE}:stream/orders"
    with pytest.raises(ValueError) as refused:
        form.name(other)
    assert str(refused.value) == f"{form.kind} must be given by the ARN of one, got {other}"
