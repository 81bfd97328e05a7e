"""Serves the provider to the engine that starts it: ``python -m local.provider ADDRESS``."""

from __future__ import annotations

import sys

from local.provider import serving
from local.provider.provider import AwsProvider
from local.provider.servicer import AwsServicer

if __name__ == "__main__":
    serving.main(lambda engine: AwsServicer(AwsProvider(), engine), sys.argv[1:])
