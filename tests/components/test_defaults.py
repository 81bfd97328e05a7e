from components.defaults import Defaults
from tests.components.sample import ALARMS


def test_a_stage_must_say_where_alarms_go_and_how_long_logs_stay():
    assert Defaults(alarm_topic=ALARMS, log_retention_days=14) == Defaults(
        alarm_topic=ALARMS,
        log_retention_days=14,
        tags={},
        keep_data=False,
        data_trace=False,
        cors_origins=("*",),
        throttle_rate=50,
        throttle_burst=100,
        latency_p99_ms=1000,
        server_error_percent=1,
        function_error_percent=1,
        alarm_period_seconds=60,
        alarm_periods=5,
        dead_letter_retention_seconds=1_209_600,
        target_retries=3,
        target_age_seconds=3600,
        async_retries=2,
    )
