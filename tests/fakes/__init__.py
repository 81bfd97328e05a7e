"""What handlers speak to, in memory: as strict as AWS about what it is asked, without AWS."""
