"""Networks: VPCs, and where functions, containers and stores are in them."""
