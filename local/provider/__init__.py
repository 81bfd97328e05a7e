"""A Pulumi provider for the package ``aws`` that deploys to an emulator on this machine."""
