"""The suppliers service where a stage has chosen it: a database in a network of its own."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys

import pytest
from pulumi_aws import cloudwatch, elasticache, lambda_, rds
from pulumi_awsx.ec2 import Vpc
from pulumi_awsx.ecs import FargateService

from policies import RULES
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.resource import registered
from runtime.redis.shared_cache import CACHE_UNAVAILABLE
from services.suppliers.app import follow_prices
from settings import ROOT, Settings, SettingsError
from tests.fakes.environment import VARIABLES
from tests.stage import config_of, deployed

# What a stage without a site has against every API.
ADVICE = {"apigateway-api-web-acl", "apigateway-cors-origins-listed"}
CHOSEN = {"zones": ["eu-west-1a", "eu-west-1b"]}
FEED = "https://prices.example.com/offers"
# What a container of a service has no use for.
OTHERS = {"components", "microservice", "settings", "pulumi", "pulumi_aws", "pydantic"}


@pytest.fixture(scope="module", params=["dev", "prod"])
def cloud(request):
    return deployed(f"{request.param}-suppliers", suppliers=CHOSEN)


def test_its_functions_are_in_the_network_and_their_number_is_limited(cloud):
    functions = cloud.all(lambda_.Function)
    assert len(functions) == 3
    for each in functions:
        assert each.inputs["vpcConfig"]["securityGroupIds"] == ["suppliers-database-clients-id"]
        assert each.inputs["reservedConcurrentExecutions"] == 20
        url = each.inputs["environment"]["variables"]["SUPPLIERS_DATABASE"]
        assert url.startswith("postgresql://owner@suppliers-database-proxy")
        assert len(each.inputs["layers"]) == 2


def test_no_policy_has_anything_against_it_that_stops_a_deployment(cloud):
    stack = [registered(resource) for resource in cloud.resources]
    found = judge(RULES, Graph(stack))
    assert {each.rule.id for each in found} <= ADVICE


def test_a_stage_may_have_a_cache_whose_absence_is_an_alarm():
    cached = deployed("dev-suppliers", suppliers={**CHOSEN, "cache": True})
    assert cached.one(elasticache.ServerlessCache).inputs["tags"]["always-on"]
    for each in cached.all(lambda_.Function):
        groups = each.inputs["vpcConfig"]["securityGroupIds"]
        assert groups == ["suppliers-database-clients-id", "suppliers-cache-clients-id"]
        assert each.inputs["environment"]["variables"]["OFFERS_CACHE"].startswith("rediss://")
    alarm = cached.one(cloudwatch.MetricAlarm, "suppliers-cache-unavailable-alarm").inputs
    assert alarm["metricName"] == CACHE_UNAVAILABLE
    assert (alarm["threshold"], alarm["evaluationPeriods"]) == (0, 1)


@pytest.fixture(scope="module")
def followed():
    return deployed("prod-suppliers", suppliers={**CHOSEN, "feed": FEED})


def test_a_stage_may_follow_a_price_feed_in_a_container(followed):
    given = followed.one(FargateService).inputs
    groups = given["networkConfiguration"]["securityGroups"]
    assert groups == ["suppliers-follow-prices-tasks-id", "suppliers-database-clients-id"]
    variables = {
        each["name"]: each["value"]
        for each in given["taskDefinitionArgs"]["container"]["environment"]
    }
    assert variables["PRICE_FEED"] == FEED
    assert variables["SUPPLIERS_DATABASE"].startswith("postgresql://owner@")
    assert given["tags"]["always-on"] == "the work is continuous"
    # The feed is on the internet.
    assert followed.one(Vpc).inputs["natGateways"] == {"strategy": "Single"}
    alarm = followed.one(cloudwatch.MetricAlarm, "suppliers-offers-rejected-alarm").inputs
    assert alarm["metricName"] == follow_prices.OFFERS_REJECTED


def test_no_policy_has_anything_against_the_container(followed):
    found = judge(RULES, Graph([registered(resource) for resource in followed.resources]))
    assert {each.rule.id for each in found} <= ADVICE


def test_the_image_holds_what_its_command_imports(tmp_path, followed):
    """Of Docker's context only what is copied, and of packages only what is installed."""
    lines = (ROOT / "services/suppliers/Dockerfile").read_text("utf-8").replace("\\\n", " ")
    for source, target in re.findall(r"^COPY (\S+) \./(\S+)$", lines, re.MULTILINE):
        shutil.copytree(ROOT / source, tmp_path / target)
    [module] = re.findall(r'^CMD \["python", "-m", "([\w.]+)"\]$', lines, re.MULTILINE)
    [installed] = re.findall(r"constraints.txt +(aws.*)$", lines, re.MULTILINE)
    imports = f"import sys, {module}; print(sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", imports],
        cwd=tmp_path,
        env={**VARIABLES, "PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    beside = {"aws_lambda_powertools", "aws_xray_sdk", "boto3", "botocore", "psycopg", "redis"}
    own = {"contracts", "runtime", "services"}
    foreign = {each for each in ast.literal_eval(done.stdout) if each in OTHERS}
    assert own <= set(ast.literal_eval(done.stdout))
    assert foreign == set()
    assert {each.replace("-", "_").split("[")[0].strip('"') for each in installed.split()} == {
        each for each in beside if each != "botocore"
    }


def test_production_keeps_the_database_and_has_a_standby():
    found = deployed("prod-suppliers", suppliers=CHOSEN).one(rds.Instance)
    assert found.protect
    assert found.inputs["multiAz"] is True


def settings(stage="dev", **changes):
    [values] = config_of(stage).values()
    return Settings.parse(stage, {**values, **changes})


def test_a_stage_has_the_service_if_its_file_has_the_settings_of_it():
    assert "suppliers" not in settings().deployed
    chosen = settings(suppliers=CHOSEN)
    assert chosen.deployed == (*chosen.services, "suppliers")


@pytest.mark.parametrize(
    ("stage", "given", "said"),
    [
        ("local", CHOSEN, "cannot be on a local stage, which has no network"),
        ("dev", {"zones": ["us-east-1a", "us-east-1b"]}, "zones must be of the region eu-west-1"),
        ("dev", {"zones": ["eu-west-1a"]}, "zones must be between 2 and 6"),
        ("dev", {**CHOSEN, "instance_class": "t4g"}, "instance_class"),
        ("dev", {**CHOSEN, "feed": "http://prices"}, "feed"),
        ("dev", {**CHOSEN, "port": 1}, "suppliers.port: unknown key"),
    ],
)
def test_settings_that_make_no_database_are_refused(stage, given, said):
    with pytest.raises(SettingsError, match=said):
        settings(stage, suppliers=given)
