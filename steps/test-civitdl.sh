# Three verdicts: the command, its settings, the API. Only a command that does not work and a key that the API rejects are
# failures; a box without internet is not.
tool=$HOME/.bringup/tools/civitdl
for row in cli config api; do task "$row" pending; done

task cli running
if ! version=$("$tool/bin/civitdl" --version 2>&1 3>&-) || ! help=$("$tool/bin/civitdl" --help 2>&1 3>&-); then
  printf '%s\n' "$version" "${help-}"
  task cli failed 'does not start'
  task config skipped
  task api skipped
  result_json '{"cli":"broken","config":null,"api":null,"api_status":null,"version":null}'
  failure "civitdl does not start ($tool/bin/civitdl): run setup_civitdl first."
  exit 14
fi
printf '%s\n' "$version"
case $version in
  'civitdl v'[0-9]*) ;;
  *)
    task cli failed "$version"
    task config skipped
    task api skipped
    result_json '{"cli":"broken","config":null,"api":null,"api_status":null,"version":null}'
    failure "$tool/bin/civitdl starts and is not civitdl: run setup_civitdl again."
    exit 14
    ;;
esac
task cli success "$version"

task config running
task api running "$CIVITAI_URL"
# Prints `config VERDICT`, then `api VERDICT STATUS WORDS`. The key stays inside.
verdicts=$("$tool/bin/python" -I - 3>&- <<'PYTHON'
import json, os, signal, stat
from appdirs import AppDirs
import requests

def config():
    path = os.path.join(AppDirs('civitdl', 'Owen Truong').user_config_dir, 'config.json')
    try:
        with open(path, encoding='utf-8') as file:
            key = json.load(file)['default'].get('api_key') or ''
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError:
        return 'no_key', ''
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return 'broken', ''
    if not key:
        return 'no_key', ''
    return ('readable_by_others' if mode & 0o077 else 'ok'), key

class TooLate(Exception):
    pass

def too_late(*_):
    raise TooLate()

def api(key):
    if not key:
        return 'no_key', 0, 'no key to test'
    # As a function of its own: a .netrc would replace a header that is merely set.
    def bearer(request):
        request.headers['Authorization'] = 'Bearer ' + key
        return request
    limit = int(os.environ['API_LIMIT_S'])
    # requests counts the silence between two bytes only.
    signal.signal(signal.SIGALRM, too_late)
    signal.alarm(limit)
    try:
        # No redirects: the key goes to this host and to no other.
        answer = requests.get(os.environ['CIVITAI_URL'] + '/api/v1/me', auth=bearer, timeout=limit, allow_redirects=False)
    except (requests.Timeout, TooLate):
        return 'unreachable', 0, 'no answer within %d s' % limit
    except requests.exceptions.SSLError:
        return 'unreachable', 0, 'its certificate is not good'
    except requests.ConnectionError:
        return 'unreachable', 0, 'no connection'
    except UnicodeError:
        return 'unreachable', 0, 'the key holds characters that no header takes'
    except (requests.RequestException, OSError) as error:
        return 'unreachable', 0, type(error).__name__
    finally:
        signal.alarm(0)
    status = answer.status_code
    is_json = 'json' in answer.headers.get('content-type', '')
    if status == 200 and is_json:
        return 'ok', 200, ''
    # A 403 with a page is a gate in front of the API and says nothing about the key.
    if status == 401 or (status == 403 and is_json):
        return 'rejected', status, ''
    if 'html' in answer.headers.get('content-type', ''):
        what = ', a page for people (a captcha, perhaps)'
    else:
        what = {429: ', too many requests', 301: ', a redirect', 302: ', a redirect', 308: ', a redirect'}.get(status, '')
    return 'unreachable', status, 'answered %d%s' % (status, what)

verdict, key = config()
print('config', verdict)
print('api', *api(key))
PYTHON
) || {
  task config failed
  task api skipped
  failure 'The environment of civitdl does not work: what Python said is in the log. Run setup_civitdl again.'
  exit 14
}
printf '%s\n' "$verdicts"
config=${verdicts%%
*}
config=${config#config }
read -r _ api status words <<API
${verdicts#*
}
API

case $config in
  ok) task config success ;;
  no_key)
    task config warning 'no key'
    warning 'civitdl has no API key: it can fetch only what needs no login.'
    ;;
  readable_by_others)
    task config warning 'readable by others'
    warning 'The settings of civitdl can be read by other users of the box: run setup_civitdl again.'
    ;;
  *)
    task config failed 'settings are damaged'
    failed='The settings of civitdl are not readable as JSON: move the file away and run setup_civitdl again.'
    ;;
esac
case $api in
  ok) task api success ;;
  no_key) task api skipped 'no key to test' ;;
  rejected) task api failed "key rejected ($status)" ;;
  *)
    task api warning "unreachable: $words"
    warning "$CIVITAI_URL could not be asked about the key ($words)."
    ;;
esac

if [ "$status" = 0 ]; then status=null; fi
bringup_quote "$version" 300
result_json "{\"cli\":\"ok\",\"config\":\"$config\",\"api\":\"$api\",\"api_status\":$status,\"version\":$bringup_quoted}"
if [ "$api" = rejected ]; then
  failure "$CIVITAI_URL rejected the API key ($status): set another one with setup_civitdl."
  exit 17
fi
if [ -n "${failed-}" ]; then
  failure "$failed"
  exit 14
fi
note "cli ok, config $(printf %s "$config" | tr _ ' '), api $(printf %s "$api" | tr _ ' ')"
