"""What the emulator cannot honour of queries, traces and budgets: all is kept in the state."""

from __future__ import annotations

from local.provider.unsupported_identity import Reasons

QUERY = "aws:cloudwatch/queryDefinition:QueryDefinition"
SAMPLING_RULE = "aws:xray/samplingRule:SamplingRule"
GROUP = "aws:xray/group:Group"
BUDGET = "aws:budgets/budget:Budget"

NO_CONSOLE = "the emulator has no console to run a saved query in"
NO_TRACES = "the emulator keeps no traces"
NO_BILL = "the emulator costs nothing"

OF_A_SAMPLING_RULE = (
    *("attributes", "fixedRate", "host", "httpMethod", "priority", "reservoirSize"),
    *("resourceArn", "serviceName", "serviceType", "urlPath", "version"),
)
OF_A_BUDGET = (
    *("budgetType", "filterExpression", "limitAmount", "limitUnit", "metrics"),
    *("notifications", "timeUnit"),
)

UNSUPPORTED: Reasons = {
    **{(QUERY, name): NO_CONSOLE for name in ("logGroupNames", "queryString")},
    **{(SAMPLING_RULE, name): NO_TRACES for name in OF_A_SAMPLING_RULE},
    **{(GROUP, name): NO_TRACES for name in ("filterExpression", "insightsConfiguration")},
    **{(BUDGET, name): NO_BILL for name in OF_A_BUDGET},
}
