import type { Settings } from '../../contract/settings.ts';

/** Where the page is on this computer, e.g. http://127.0.0.1:5000 */
export const listenUrl = ({ host, port }: Pick<Settings, 'host' | 'port'>): string => `http://${urlHost(host)}:${port}`;

/** Where people reach the page, as far as it is known. */
export const publicUrl = (settings: Pick<Settings, 'host' | 'port' | 'public_url'>): string =>
  settings.public_url ?? listenUrl(settings);

const urlHost = (host: string): string => {
  if (['0.0.0.0', '::', ''].includes(host)) return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};
