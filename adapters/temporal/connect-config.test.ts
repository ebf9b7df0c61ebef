import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { expect, inject, it } from 'vitest';
import { searchAttributes } from '../../contract/search-attributes.ts';
import { connectConfig, foreignServer, ownServerEnvironment } from './connect-config.ts';
import { ensureSearchAttributes } from './search-attributes.ts';

it('reads the official variables', () => {
  const { namespace, connectionOptions } = connectConfig({
    TEMPORAL_ADDRESS: 'temporal:7233',
    TEMPORAL_NAMESPACE: 'boxes',
  });
  expect({ namespace, address: connectionOptions.address }).toEqual({ namespace: 'boxes', address: 'temporal:7233' });
});

it('asks for a server of somebody else only when the environment names one', () => {
  expect(foreignServer({})).toBeNull();
  expect(foreignServer({ TEMPORAL_ADDRESS: 'temporal:7233' })?.connectionOptions.address).toBe('temporal:7233');
});

it('keeps keys, certificates and the profile file of another server away from our own', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'bringup-profile-'));
  mkdirSync(path.join(home, '.config', 'temporalio'), { recursive: true });
  const profile = '[profile.default]\naddress = "cloud:7233"\napi_key = "key"\n';
  writeFileSync(path.join(home, '.config', 'temporalio', 'temporal.toml'), profile);
  const env = { HOME: home, TEMPORAL_API_KEY: 'secret', TEMPORAL_TLS: 'true', OTHER: 'stays' };
  const own = ownServerEnvironment(env, '127.0.0.1:1234');
  expect(own).toMatchObject({ OTHER: 'stays', TEMPORAL_ADDRESS: '127.0.0.1:1234' });
  const { connectionOptions, namespace } = connectConfig(own);
  expect(connectionOptions).toMatchObject({ address: '127.0.0.1:1234' });
  expect(connectionOptions.apiKey).toBeUndefined();
  expect(connectionOptions.tls).toBeUndefined();
  expect(namespace).toBe('default');
  rmSync(home, { recursive: true });
});

it('makes the search attributes known, again and again', async () => {
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  await ensureSearchAttributes(connection, 'default');
  await ensureSearchAttributes(connection, 'default');
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
  expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(Object.keys(searchAttributes)));
  await connection.close();
});
