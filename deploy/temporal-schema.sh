#!/bin/sh
# Makes Temporal's two databases and brings their schemas up to date. Safe to run again.
set -eu

tool() {
  temporal-sql-tool --plugin "$SQL_PLUGIN" --ep "$SQL_HOST" -p "$SQL_PORT" -u "$SQL_USER" "$@"
}

# database FOLDER: the versioned schema lies below /etc/temporal/schema.
database() {
  # Fails where the database is there already; the two that follow show whether it can be used.
  tool --db "$1" create || echo "database $1 is there"
  tool --db "$1" setup-schema -v 0.0 || echo "schema of $1 is set up"
  tool --db "$1" update-schema -d "/etc/temporal/schema/postgresql/v12/$2/versioned"
}

database temporal temporal
database temporal_visibility visibility
