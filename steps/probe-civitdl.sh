# Whether civitdl starts, in VERSION where one is named, and has a key where KEY says that it had one. The site is not asked.
tool=$HOME/.bringup/tools/civitdl
if ! said=$("$tool/bin/civitdl" --version 2>&1 3>&-); then
  failure "civitdl does not start any more ($tool/bin/civitdl)."
  exit "$PROBE_NO"
fi
if [ -n "${VERSION-}" ] && [ "$said" != "civitdl v$VERSION" ]; then
  failure "civitdl is another version now: $said instead of $VERSION."
  exit "$PROBE_NO"
fi
if [ -n "${KEY-}" ] && ! "$tool/bin/python" -I - 3>&- <<'PYTHON'
import json, os, sys
from appdirs import AppDirs
try:
    with open(os.path.join(AppDirs('civitdl', 'Owen Truong').user_config_dir, 'config.json'), encoding='utf-8') as file:
        sys.exit(not json.load(file)['default'].get('api_key'))
except (OSError, ValueError, KeyError, TypeError, AttributeError):
    sys.exit(1)
PYTHON
then
  failure 'The API key of civitdl is no longer in its settings.'
  exit "$PROBE_NO"
fi
