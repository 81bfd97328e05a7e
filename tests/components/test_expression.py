import pytest

from components.schedule.expression import check

TAKEN = [
    "rate(5 minutes)",
    "rate(1 minute)",
    "rate(1 hour)",
    "rate(7 days)",
    "cron(0 12 * * ? *)",
    "cron(0 0 ? * MON *)",
    "cron(0 2 * * ? *)",
    "cron(0 1 * * ? *)",
    "cron(*/5 8-17 ? * MON-FRI 2026/2)",
    "cron(0/15 * 1,15 JAN,JUL ? *)",
    "cron(30 6 LW * ? *)",
    "cron(30 6 15W * ? *)",
    "cron(30 6 ? * 6#3 *)",
    "cron(30 6 ? * 6L *)",
    "at(2030-01-31T09:00:00)",
]

REFUSED = {
    "every 5 minutes": "expression must be rate(...), cron(...) or at(...), got every 5 minutes",
    "rate(5 minute)": "rate must end in minutes, hours, days after 5, got rate(5 minute)",
    "rate(1 hours)": "rate must end in minute, hour, day after 1, got rate(1 hours)",
    "rate(5 seconds)": "rate must end in minutes, hours, days after 5, got rate(5 seconds)",
    "rate(0 minutes)": "rate must be a whole number from 1 and a unit, got rate(0 minutes)",
    "rate(minutes)": "rate must be a whole number from 1 and a unit, got rate(minutes)",
    "cron(0 12 * * ?)": "cron must have 6 fields, got 5 in cron(0 12 * * ?)",
    "cron(0 12 * * * *)": "cron must have exactly one ?, as day of month or as day of week, "
    "got * and * in cron(0 12 * * * *)",
    "cron(0 12 ? * ? *)": "cron must have exactly one ?, as day of month or as day of week, "
    "got ? and ? in cron(0 12 ? * ? *)",
    "cron(60 12 * * ? *)": "minutes must be between 0 and 59, got 60",
    "cron(? 12 1 * ? *)": "minutes must be between 0 and 59, got ?",
    "cron(*/0 12 * * ? *)": "minutes must step by 1 to 59, got */0",
    "cron(0 24 * * ? *)": "hours must be between 0 and 23, got 24",
    "cron(0 12 32 * ? *)": "day of month must be between 1 and 31, got 32",
    "cron(0 12 * 13 ? *)": "month must be between 1 and 12 or a name, got 13",
    "cron(0 12 * 5-3 ? *)": "month must rise in a range, got 5-3",
    "cron(0 12 ? * MUN *)": "day of week must be between 1 and 7 or a name, got MUN",
    "cron(0 12 ? * 0 *)": "day of week must be between 1 and 7 or a name, got 0",
    "cron(0 12 * * ? 1969)": "year must be between 1970 and 2199, got 1969",
    "at(2030-02-30T09:00:00)": "at must be a moment as 2030-01-31T09:00:00, "
    "got at(2030-02-30T09:00:00)",
    "at(2030-01-31)": "at must be a moment as 2030-01-31T09:00:00, got at(2030-01-31)",
    "at(2030-01-31T09:00:00Z)": "at must be a moment as 2030-01-31T09:00:00, "
    "got at(2030-01-31T09:00:00Z)",
}


@pytest.mark.parametrize("expression", TAKEN)
def test_an_expression_that_the_scheduler_takes_is_accepted(expression):
    check(expression)


@pytest.mark.parametrize(("expression", "said"), REFUSED.items(), ids=REFUSED)
def test_an_expression_that_the_scheduler_refuses_is_refused(expression, said):
    with pytest.raises(ValueError) as refused:
        check(expression)
    assert str(refused.value) == said
