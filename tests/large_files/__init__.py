"""Large CSV files of items, made and loaded in parts by the handlers of catalog."""
