"""Large CSV files, made and loaded in parts by the handlers of the example ``large-csv``."""
