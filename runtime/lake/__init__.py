"""Lake: what functions do between the arrival of a record and its row in a table of the data lake.

1. ``collector.collector`` takes the events of one invocation, and ``raw.store`` writes them as one
   object of JSON lines below ``incoming/`` of the raw zone.
2. ``records.read`` checks each line of a raw object by its contract; ``parquet.write`` makes the
   rows of a day a Parquet file, whose key follows from the raw object's: a second run replaces it.
   Lines that are not valid go to ``errors/``, with the reason.
3. ``partitions.register`` adds the folder of a day to the table in the Glue catalog.
4. ``compaction.compact`` merges the small files of a day into one.

Events arrive at least once, so a table may hold a row twice; queries select distinct rows.
"""
