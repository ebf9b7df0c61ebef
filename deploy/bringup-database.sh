#!/bin/sh
# Makes the database of Bringup's run history beside Temporal's, once.
set -eu
known=$(psql --dbname postgres --tuples-only --no-align --command "SELECT 1 FROM pg_database WHERE datname = 'bringup'")
[ "$known" = 1 ] || createdb bringup
