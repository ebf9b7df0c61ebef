import type { Settings } from '../../contract/settings.ts';
import { bringupError } from '../errors.ts';

type Overrides = Partial<Pick<Settings, 'port' | 'host' | 'log_level' | 'vast_url'>>;

const LOG_LEVELS: readonly Settings['log_level'][] = ['trace', 'debug', 'info', 'warn', 'error'];

/** What the environment sets, checked. A variable that is empty counts as not set. */
export function settingsFromEnvironment(env: Record<string, string | undefined>): Overrides {
  const { PORT, HOST, LOG_LEVEL, VAST_URL } = env;
  return {
    ...(PORT ? { port: port(PORT) } : {}),
    ...(HOST ? { host: host(HOST) } : {}),
    ...(LOG_LEVEL ? { log_level: logLevel(LOG_LEVEL) } : {}),
    ...(VAST_URL ? { vast_url: webAddress(VAST_URL) } : {}),
  };
}

function refuse(name: string, wanted: string, value: string): Error {
  return bringupError('input_invalid', `${name} must be ${wanted}, got '${value.slice(0, 100)}'`, { field: name });
}

function port(value: string): number {
  const number = /^\d{1,5}$/.test(value.trim()) ? Number(value) : 0;
  if (number < 1 || number > 65_535) throw refuse('PORT', 'a whole number from 1 to 65535', value);
  return number;
}

function host(value: string): string {
  if (!/^[A-Za-z0-9_.:%-]+$/.test(value)) throw refuse('HOST', 'an IP address or a host name', value);
  return value;
}

function logLevel(value: string): Settings['log_level'] {
  const level = LOG_LEVELS.find((known) => known === value.toLowerCase());
  if (!level) throw refuse('LOG_LEVEL', `one of ${LOG_LEVELS.join(', ')}`, value);
  return level;
}

function webAddress(value: string): string {
  const protocol = URL.canParse(value) ? new URL(value).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') throw refuse('VAST_URL', 'an http or https URL', value);
  return value;
}
