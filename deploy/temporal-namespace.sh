#!/bin/sh
# Makes the namespace and Bringup's search attributes (contract/search-attributes.ts). Safe to run again.
set -eu

temporal operator cluster health

temporal operator namespace describe --namespace default >/dev/null 2>&1 ||
  temporal operator namespace create --namespace default --retention 7d

known=$(temporal operator search-attribute list --namespace default)
for name in BringupInstance BringupTemplate BringupOutcome; do
  case $known in
    *"$name"*) ;;
    *) temporal operator search-attribute create --namespace default --name "$name" --type Keyword ;;
  esac
done
