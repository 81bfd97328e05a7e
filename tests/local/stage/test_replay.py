from __future__ import annotations

from tests.local.deployed import Deployed

# Of six customers in eleven months: enough for a customer and a month to come again.
PURCHASES = "24"


def test_purchases_are_counted_to_the_cent_and_a_second_replay_changes_nothing(
    deployed: Deployed,
) -> None:
    for _ in range(2):
        replayed = deployed.checkout.platform("replay", "--first", PURCHASES)
        assert replayed.returncode == 0, replayed.stdout
        assert replayed.stdout.count("equal") == 4
        assert "DIFFERENT" not in replayed.stdout
        assert "messages in dead-letter queues: 0" in replayed.stdout
