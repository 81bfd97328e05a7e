"""Addresses: a network's zones and block, and the blocks of its subnets."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, ip_network
from itertools import islice

from components.limits import within

# Two, because a database and a load balancer ask for subnets in as many; six is the most that a
# Region has: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
ZONES = (2, 6)
CIDR = "10.0.0.0/16"

# Of a VPC it is /16 to /28; a /22 leaves 32 addresses to the smallest subnet, of which AWS keeps
# five: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
PREFIXES = (16, 22)
# Eight parts of the network by zone, of which six may be used, so that one more zone moves none.
ZONE_BITS = 3


def check(cidr: str, zones: Sequence[str]) -> None:
    """Raise ``ValueError`` for fewer than two zones, zones of two Regions, and for a block that is
    none, is public, or has a size that does not fit.
    """
    within("zones", len(zones), ZONES)
    if len({each[:-1] for each in zones}) > 1 or len(set(zones)) < len(zones):
        raise ValueError(f"zones must be different ones of one Region, got {', '.join(zones)}")
    least, most = PREFIXES
    try:
        block = ip_network(cidr)
    except ValueError as error:
        raise ValueError(f"cidr must be a block of IPv4 addresses, got {cidr}: {error}") from None
    fits = isinstance(block, IPv4Network) and least <= block.prefixlen <= most
    if not fits or not block.is_private:
        raise ValueError(f"cidr must be a private IPv4 block of /{least} to /{most}, got {cidr}")


def blocks(cidr: str, zones: int) -> dict[str, list[str]]:
    """The blocks of public, private and isolated subnets, one a zone: a half of a zone's part is
    private, a quarter public and a quarter isolated.
    """
    found: dict[str, list[str]] = {"Public": [], "Private": [], "Isolated": []}
    for part in islice(IPv4Network(cidr).subnets(ZONE_BITS), zones):
        private, rest = part.subnets(1)
        public, isolated = rest.subnets(1)
        found["Public"].append(str(public))
        found["Private"].append(str(private))
        found["Isolated"].append(str(isolated))
    return found
