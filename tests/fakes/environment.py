"""The environment that every function of the platform would be given, in one."""

from __future__ import annotations

import os

VARIABLES = {
    "PROJECT": "platform",
    "STAGE": "test",
    "SERVICE": "test",
    "POWERTOOLS_SERVICE_NAME": "test",
    "POWERTOOLS_METRICS_NAMESPACE": "platform",
    "POWERTOOLS_LOG_LEVEL": "INFO",
    "CORS_ORIGIN": "https://shop.example",
    "DISCOVERY_ROOT": "/platform/test",
    "DISCOVERY_CACHE_SECONDS": "300",
    "EVENT_BUS": "test-bus",
    "NOTICES_TOPIC": "arn:aws:sns:eu-west-1:000000000000:notices",
    "IMPORT_WORKFLOW": "arn:aws:states:eu-west-1:000000000000:stateMachine:import",
    "ITEMS_TABLE": "items",
    "ORDERS_TABLE": "orders",
    "INVENTORY_TABLE": "inventory",
    "PAYMENTS_TABLE": "payments",
    "IDEMPOTENCY_TABLE": "idempotency",
    "NOTICES_TABLE": "notices",
    "ANALYTICS_TABLE": "analytics",
}

os.environ.update(VARIABLES)
