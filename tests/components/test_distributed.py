import pytest
from pulumi_aws import iam, sfn

from components.objects.bucket import Bucket
from components.workflow.definition import Definition
from components.workflow.distributed import CsvFile, DistributedMap
from components.workflow.errors import ALL, Catch, Retry
from components.workflow.kind import check_express
from components.workflow.workflow import Workflow, WorkflowArgs
from tests.cloud import deploy
from tests.components.asl import task
from tests.components.sample import arn

EACH = Definition((task("A"),))
THEIRS = "arn:aws:s3:::theirs"


def every(**changes) -> DistributedMap:
    given = {"items": "$.items", "each": EACH, "max_concurrency": 100}
    return DistributedMap("Every item", **{**given, **changes})


def test_items_of_a_list_run_in_child_executions():
    selector = {"item.$": "$$.Map.Item.Value"}
    assert every(item_selector=selector, result_path="$.done").render() == {
        "Type": "Map",
        "Label": "Everyitem",
        "ItemsPath": "$.items",
        "MaxConcurrency": 100,
        "ItemSelector": selector,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            **EACH.render(),
        },
        "ToleratedFailurePercentage": 0,
        "ResultPath": "$.done",
        "End": True,
    }


def test_rows_of_a_file_are_read_by_step_functions_in_batches():
    found = every(items=CsvFile(bucket=THEIRS, key="$.key"), batch=1000, express=True)
    rendered = found.render()
    assert rendered["ItemReader"] == {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
        "Parameters": {"Bucket": "theirs", "Key.$": "$.key"},
    }
    assert rendered["ItemBatcher"] == {"MaxItemsPerBatch": 1000}
    assert rendered["ItemProcessor"]["ProcessorConfig"]["ExecutionType"] == "EXPRESS"
    [read, *of_tasks] = found.uses
    assert read.actions == ("s3:GetObject",)
    assert tuple(of_tasks) == EACH.uses


def test_errors_are_handled_as_of_other_states():
    rendered = every(retry=(Retry(errors=(ALL,)),), catch=(Catch(next="Undo"),)).render()
    assert rendered["Retry"][0]["ErrorEquals"] == ["States.ALL"]
    assert [each["Next"] for each in rendered["Catch"]] == ["Undo", "Undo"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"max_concurrency": 0}, "max_concurrency must be between 1 and 10,000, got 0"),
        ({"max_concurrency": 10_001}, "max_concurrency must be between 1 and 10,000, got 10001"),
        ({"batch": 0}, "batch must be between 1 and 1,000,000, got 0"),
        (
            {"tolerated_failure_percentage": 101},
            "tolerated_failure_percentage must be between 0 and 100, got 101",
        ),
        ({"items": "items"}, "items must be a path such as $.items, got items"),
    ],
)
def test_a_map_outside_its_limits_is_refused(changes, message):
    with pytest.raises(ValueError) as refused:
        every(**changes)
    assert str(refused.value) == f"Every item: {message}"


def test_a_handler_of_all_errors_must_be_the_last():
    with pytest.raises(ValueError, match="must be the last"):
        every(catch=(Catch(next="A"), Catch(next="B", errors=("Boom",))))


def test_the_workflow_may_run_the_child_executions_and_read_the_file():
    def program() -> None:
        read = every(items=CsvFile(bucket=Bucket("files"), key="$.key"))
        Workflow("load", WorkflowArgs(definition=Definition((read,))))

    cloud = deploy(program)
    policy = cloud.one(iam.RolePolicy, "load-child-executions")
    machine = arn("sfn", "load-machine")
    assert policy.json("policy")["Statement"] == [
        {"Effect": "Allow", "Action": ["states:StartExecution"], "Resource": [machine]},
        {
            "Effect": "Allow",
            "Action": ["states:DescribeExecution", "states:StopExecution"],
            "Resource": [f"{machine}:*"],
        },
    ]
    made = cloud.one(sfn.StateMachine).json("definition")["States"]["Every item"]
    assert made["ItemReader"]["Parameters"]["Bucket"] == "files-bucket-id"


def test_a_workflow_without_one_may_not_start_itself():
    cloud = deploy(lambda: Workflow("load", WorkflowArgs(definition=EACH)))
    assert [each.name for each in cloud.all(iam.RolePolicy)] == ["load-permissions"]


def test_an_express_workflow_has_no_distributed_map():
    with pytest.raises(ValueError, match="unknown how many items Every item gets"):
        check_express(Definition((every(),)))
