"""awsx: plans what Pulumi's AWSX plugin makes, where that plugin cannot be had."""
