"""The programs in examples/, recorded in memory."""
