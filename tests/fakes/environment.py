"""The environment variables of all functions of the platform together."""

from __future__ import annotations

import os

from tests.fakes import tables

VARIABLES = {
    **tables.VARIABLES,
    "PROJECT": "platform",
    "STAGE": "test",
    "SERVICE": "test",
    "POWERTOOLS_SERVICE_NAME": "test",
    "POWERTOOLS_METRICS_NAMESPACE": "platform",
    "POWERTOOLS_LOG_LEVEL": "INFO",
    "TOKEN_AUDIENCE": "shop-client",
    "TOKEN_ISSUER": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool",
    "CONNECTIONS_URL": "https://sockets.execute-api.eu-west-1.amazonaws.com/test",
    "BROADCAST_QUEUE": "https://sqs.eu-west-1.amazonaws.com/000000000000/broadcasts",
    "CORS_ORIGIN": "https://shop.example",
    "DISCOVERY_ROOT": "/platform/test",
    "DISCOVERY_CACHE_SECONDS": "300",
    "EVENT_BUS": "test-bus",
    "NOTICES_TOPIC": "arn:aws:sns:eu-west-1:000000000000:notices",
    "IMPORT_WORKFLOW": "arn:aws:states:eu-west-1:000000000000:stateMachine:import",
    "QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/000000000000/test-queue",
    "FAILED_RECORDS_QUEUE": "https://sqs.eu-west-1.amazonaws.com/000000000000/failed-records",
    "RETRY_SECONDS": "10",
    "RETRY_FACTOR": "6",
    "OPEN_ORDER_SECONDS": "21600",
    "TRANSFER_SECONDS": "349200",
    "ORDER_MODE": "choreography",
    "PAYMENT_PROCESSOR": "simulated",
    "CARRIER": "simulated",
    "SCANNER": "simulated",
    "SEARCH_ENGINE": "table",
    "REBUILD_WORKFLOW": "arn:aws:states:eu-west-1:000000000000:stateMachine:rebuild",
    "IMPORTS_BUCKET": "imports",
    "MEDIA_BUCKET": "media",
    "SCANNED_TOPIC": "arn:aws:sns:eu-west-1:000000000000:scanned",
    "TRANSFER_WORKFLOW": "arn:aws:states:eu-west-1:000000000000:stateMachine:transfer",
    "FILES_BUCKET": "files",
    "RAW_BUCKET": "raw",
    "PROCESSED_BUCKET": "processed",
    "PURCHASES": "shop.purchases",
    "CLICKS": "shop.clicks",
    "EVENTS_STREAM": "events",
    "NOTE_END_LOGS": "note-end-logs",
    "SUPPLIERS_DATABASE": "postgresql://owner@127.0.0.1:1/suppliers",
    "PRICE_FEED": "https://prices.example.com/offers",
    "TIMEZONE": "UTC",
    "LINK_NEWS": "arn:aws:sns:eu-west-1:000000000000:reports",
    "REPORT_SENDER": "reports@shop.example",
    "REPORT_EMAILS": '["finance@shop.example"]',
}

os.environ.update(VARIABLES)
