"""Catalogue: the components that the package has."""

import pulumi

from package.alarm import Alarm
from package.bucket import Bucket
from package.dashboard import Dashboard
from package.event_subscription import EventSubscription
from package.fan_out import FanOut
from package.function import Function
from package.graphql_api import GraphqlApi
from package.http_api import HttpApi
from package.queue_worker import QueueWorker
from package.rest_api import RestApi
from package.schedule import Schedule
from package.table import Table
from package.web_socket_api import WebSocketApi
from package.workflow import Workflow

COMPONENTS: list[type[pulumi.ComponentResource]] = [
    Alarm,
    Bucket,
    Dashboard,
    EventSubscription,
    FanOut,
    Function,
    GraphqlApi,
    HttpApi,
    QueueWorker,
    RestApi,
    Schedule,
    Table,
    WebSocketApi,
    Workflow,
]
