// How every process reaches Temporal: the official environment variables and nothing of our own.
import { loadClientConnectConfig } from '@temporalio/envconfig';

type Environment = Record<string, string | undefined>;
type ConnectionOptions = ReturnType<typeof loadClientConnectConfig>['connectionOptions'];

export interface ConnectConfig {
  namespace: string;
  connectionOptions: ConnectionOptions & { address: string };
}

/** Reads TEMPORAL_ADDRESS and its siblings as @temporalio/envconfig defines them. */
export function connectConfig(env: Environment = process.env): ConnectConfig {
  const { namespace, connectionOptions } = loadClientConnectConfig({
    overrideEnvVars: present(env),
    disableFile: env['TEMPORAL_CONFIG_FILE'] === '',
  });
  return {
    namespace: namespace ?? 'default',
    connectionOptions: { ...connectionOptions, address: connectionOptions.address ?? '127.0.0.1:7233' },
  };
}

/**
 * The Temporal server that the environment asks for, or null when it names none. Only what was said for this process
 * counts: a profile that happens to lie in the user's default temporal.toml does not move somebody's runs elsewhere.
 */
export function foreignServer(env: Environment): ConnectConfig | null {
  const said = env['TEMPORAL_ADDRESS'] ?? env['TEMPORAL_PROFILE'] ?? env['TEMPORAL_CONFIG_FILE'];
  return said ? connectConfig(env) : null;
}

/** The environment for processes that shall use our own server: no key, profile or certificate of another one in it. */
export function ownServerEnvironment(env: Environment, address: string): Record<string, string> {
  const others = Object.entries(present(env)).filter(([name]) => !name.startsWith('TEMPORAL_'));
  return {
    ...Object.fromEntries(others),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: 'default',
    // No file, so that the user's own temporal.toml is not read either; see `connectConfig`.
    TEMPORAL_CONFIG_FILE: '',
  };
}

const present = (env: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
