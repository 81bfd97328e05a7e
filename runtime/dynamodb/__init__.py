"""DynamoDB: tables, transactions, streams and backups."""
