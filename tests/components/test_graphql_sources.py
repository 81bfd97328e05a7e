import pytest

from components.graphql import sources
from tests.cloud import deploy
from tests.components.sample import arn

STATES = arn("states", "stateMachine:imports")


def resolved(make):
    """A source with its outputs known."""

    def program():
        made = make()
        return [made.type, made.config, dict(made.constants)]

    return deploy(program).result


def test_a_table_is_read_only_unless_more_is_asked_for():
    [reads] = sources.table(arn("dynamodb", "table/notes")).uses
    assert "dynamodb:GetItem" in reads.actions
    assert "dynamodb:PutItem" not in reads.actions
    [both] = sources.table(arn("dynamodb", "table/notes"), may="read_write").uses
    assert "dynamodb:PutItem" in both.actions
    with pytest.raises(ValueError) as refused:
        sources.table(arn("dynamodb", "table/notes"), may="all")  # type: ignore[arg-type]
    assert str(refused.value) == "may must be read, write or read_write, got all"


def test_an_http_service_has_a_host_and_its_code_the_path():
    kind, config, constants = resolved(lambda: sources.http("https://api.example.com/live/"))
    assert (kind, config) == ("HTTP", {"http_config": {"endpoint": "https://api.example.com"}})
    assert constants == {"BASE_PATH": "/live"}
    assert sources.http("https://api.example.com").uses == ()


@pytest.mark.parametrize("url", ["api.example.com", "ftp://a", "https://a?b=c", "https://"])
def test_what_is_no_url_is_refused(url):
    with pytest.raises(ValueError) as refused:
        sources.http(url)
    assert str(refused.value) == (
        f"url must be https://HOST, or with a path, without a query, got {url}"
    )


def test_a_workflow_is_started_by_signed_requests():
    kind, config, constants = resolved(lambda: sources.workflow(STATES))
    assert kind == "HTTP"
    assert config["http_config"] == {
        "endpoint": "https://states.eu-west-1.amazonaws.com",
        "authorization_config": {
            "authorization_type": "AWS_IAM",
            "aws_iam_config": {
                "signing_region": "eu-west-1",
                "signing_service_name": "states",
            },
        },
    }
    assert constants == {"WORKFLOW_ARN": STATES}
    [starts] = sources.workflow(STATES).uses
    assert (starts.actions, starts.resources) == (("states:StartExecution",), (STATES,))


def test_the_endpoint_is_in_the_partition_of_the_workflow():
    china = "arn:aws-cn:states:cn-north-1:123456789012:stateMachine:imports"
    assert sources.endpoint_of("states", china) == "https://states.cn-north-1.amazonaws.com.cn"


def test_a_bus_takes_events_of_the_named_sources():
    bus = arn("events", "event-bus/platform")
    source = sources.bus(bus, events=("shop.notes",))
    assert source.config == {"event_bridge_config": {"event_bus_arn": bus}}
    [puts] = source.uses
    assert puts.condition == {"ForAllValues:StringEquals": {"events:source": "shop.notes"}}


def test_a_resolver_without_data_needs_no_role():
    assert (sources.NONE.type, sources.NONE.uses) == ("NONE", ())
