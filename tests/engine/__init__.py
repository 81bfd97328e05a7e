"""The real engine, offline: previews of every stage, judged by the policies."""
