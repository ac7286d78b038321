"""What a backup would give our tables: a pure plan, one file per group of tables. Numbers are those of the backup."""
