"""Parameters: checks each call against botocore's model of the operation, as boto3 does."""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session
from botocore.exceptions import ParamValidationError
from botocore.model import ServiceModel
from botocore.validate import ParamValidator


@cache
def _shape(service: str, operation: str) -> Any:
    return model(service).operation_model(operation).input_shape


@cache
def model(service: str) -> ServiceModel:
    """Botocore's model of a service."""
    return ServiceModel(botocore.session.get_session().get_service_data(service), service)


def check(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Raise what boto3 raises for a wrong call of ``operation``, such as ``PutItem``."""
    report = ParamValidator().validate(parameters, _shape(service, operation))
    if report.has_errors():
        raise ParamValidationError(report=report.generate_report())
