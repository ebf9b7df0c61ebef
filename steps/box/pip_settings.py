"""What pip has been told on this box about indexes and certificates, for uv, which reads none of pip's files."""

import os
import sys

# The name in pip's files and environment, and the variable of uv for the same (docs.astral.sh/uv/reference/environment).
_SAME = {
    'index-url': 'UV_DEFAULT_INDEX', 'extra-index-url': 'UV_INDEX', 'find-links': 'UV_FIND_LINKS', 'trusted-host': 'UV_INSECURE_HOST',
    'cert': 'SSL_CERT_FILE',
}
_SYSTEM_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'


def for_uv(environment):
    """Variables for uv that `environment` has not set itself. A person's own mirror or certificate counts for uv as for pip."""
    import configparser  # see box/late.py

    found = {}
    home = os.path.expanduser('~')
    files = ['/etc/pip.conf', os.path.join(home, '.pip', 'pip.conf'), os.path.join(home, '.config', 'pip', 'pip.conf'), os.path.join(sys.prefix, 'pip.conf')]
    for file in files + [environment.get('PIP_CONFIG_FILE', '')]:
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding='utf-8')
        except (configparser.Error, UnicodeDecodeError):
            continue
        for section in ('global', 'install'):
            if parser.has_section(section):
                found.update(parser.items(section))
    for name in _SAME:
        found[name] = environment.get('PIP_' + name.upper().replace('-', '_')) or found.get(name)
    if not found['cert'] and os.path.isfile(_SYSTEM_CERTIFICATES):
        found['cert'] = _SYSTEM_CERTIFICATES
    separator = {'find-links': ',', 'extra-index-url': ' ', 'trusted-host': ' '}
    return {
        variable: separator.get(name, ' ').join(found[name].split())
        for name, variable in _SAME.items() if found[name] and variable not in environment
    }
