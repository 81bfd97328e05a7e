from pulumi_aws import glue, iam

from components.lake.crawler import log_groups_of
from tests.components.sample import TAGS, arn
from tests.components.test_lake_table import FILES, made

DAILY = "cron(0 3 * * ? *)"


def test_there_is_a_crawler_only_if_asked_for():
    assert made().all(glue.Crawler) == []
    crawler = made(crawl=DAILY).one(glue.Crawler).inputs
    assert (crawler["schedule"], crawler["tags"]) == (DAILY, TAGS)
    assert crawler["catalogTargets"] == [{"databaseName": "shop", "tables": ["sales"]}]


def test_a_crawler_deletes_nothing():
    policy = made(crawl=DAILY).one(glue.Crawler).inputs["schemaChangePolicy"]
    assert policy == {"deleteBehavior": "LOG", "updateBehavior": "UPDATE_IN_DATABASE"}


def test_a_crawler_may_read_the_files_of_its_table_and_change_its_entry_only():
    statements = made(crawl=DAILY).one(iam.RolePolicy).json("policy")["Statement"]
    by_action = {action: each["Resource"] for each in statements for action in each["Action"]}
    assert by_action["s3:GetObject"] == [f"{FILES}/sales/*"]
    assert arn("glue", "sales-table") in by_action["glue:UpdateTable"]
    assert "s3:PutObject" not in by_action


def test_logs_of_crawlers_are_in_the_tables_account_and_region():
    table = "arn:aws-us-gov:glue:us-gov-west-1:123456789012:table/shop/sales"
    groups = "arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:/aws-glue/*"
    assert log_groups_of(table) == groups
