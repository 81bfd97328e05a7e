"""Saved queries of analytics: SQL that Athena and the local stage both understand.

A row may be in a table twice: its event arrives at least once, and while small files are merged it
is in two files. ``DISTINCT`` makes them one.
"""

from __future__ import annotations

from components.lake.query_workgroup import SavedQuery

PURCHASES = """(
    SELECT DISTINCT order_id, user_id, ordered_on, units, total_cents, year, month FROM purchases
)"""

TOTALS = f"""
SELECT count(*) AS purchases,
       count(DISTINCT user_id) AS customers,
       sum(units) AS units,
       sum(total_cents) AS cents
FROM {PURCHASES} AS bought
"""

MONTHLY = f"""
SELECT year,
       month,
       count(*) AS purchases,
       count(DISTINCT user_id) AS customers,
       sum(units) AS units,
       sum(total_cents) AS cents
FROM {PURCHASES} AS bought
GROUP BY year, month
ORDER BY year, month
"""

TOP_CUSTOMERS = f"""
SELECT user_id,
       count(*) AS purchases,
       sum(units) AS units,
       sum(total_cents) AS cents,
       min(ordered_on) AS first_on,
       max(ordered_on) AS last_on
FROM {PURCHASES} AS bought
GROUP BY user_id
ORDER BY cents DESC, user_id
LIMIT 20
"""

COHORTS = f"""
WITH bought AS {PURCHASES},
firsts AS (
    SELECT user_id, min(ordered_on) AS first_on FROM bought GROUP BY user_id
),
aged AS (
    SELECT bought.user_id,
           bought.total_cents,
           date_trunc('month', firsts.first_on) AS cohort,
           date_diff(
               'month',
               date_trunc('month', firsts.first_on),
               date_trunc('month', bought.ordered_on)
           ) AS months_later
    FROM bought JOIN firsts ON firsts.user_id = bought.user_id
)
SELECT cohort,
       months_later,
       count(DISTINCT user_id) AS customers,
       count(*) AS purchases,
       sum(total_cents) AS cents
FROM aged
GROUP BY cohort, months_later
ORDER BY cohort, months_later
"""

CLICKED = """
SELECT item_id,
       sum(CASE WHEN action = 'viewed' THEN 1 ELSE 0 END) AS viewed,
       sum(CASE WHEN action = 'added' THEN 1 ELSE 0 END) AS added,
       count(DISTINCT user_id) AS users
FROM (SELECT DISTINCT click_id, user_id, item_id, action FROM clicks) AS clicked
GROUP BY item_id
ORDER BY viewed DESC, item_id
LIMIT 20
"""

QUERIES = {
    "totals": SavedQuery(sql=TOTALS, description="All purchases, in one row"),
    "monthly": SavedQuery(sql=MONTHLY, description="Purchases and customers of each month"),
    "top-customers": SavedQuery(
        sql=TOP_CUSTOMERS, description="The twenty customers who paid most"
    ),
    "cohorts": SavedQuery(
        sql=COHORTS,
        description="Customers by the month of their first purchase, and when they came again",
    ),
    "clicked": SavedQuery(
        sql=CLICKED, description="The twenty items that were viewed most, and how often added"
    ),
}
