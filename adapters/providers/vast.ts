// Vast.ai: the few calls of its API that runs need. One object for a process, so that its pace is kept by all runs together.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { bringupError } from '../errors.ts';
import { packageFile } from '../package-root.ts';
import { addressesOf, instanceRow, type VastAddress } from './vast-address.ts';
import { createRequest, type RequestOptions } from './vast-request.ts';

interface VastInstance {
  id: string;
  /** `running`, `rebooting`, `loading`, …; null while it is being provisioned. */
  status: string | null;
  /** Vast's own sentence about the status. */
  status_message: string | null;
  label: string | null;
  gpu: string | null;
  dollars_per_hour: number | null;
  /** The best way to the box; null while there is none. Ask again before every connection: ports change. */
  address: VastAddress | null;
  /** All ways, the best one first. */
  addresses: VastAddress[];
}

export interface Vast {
  /**
   * Asks for a reboot, once. Throws `provider_refused`, or `provider_unavailable`: with the fact `answer_lost` the reboot may be
   * under way all the same.
   */
  reboot(id: string): Promise<void>;
  /** An instance as it is now; null when it does not exist (any more). */
  instance(id: string): Promise<VastInstance | null>;
}

export interface VastOptions extends Partial<Pick<RequestOptions, 'limitMs' | 'backoffMs' | 'intervalMs'>> {
  /** Base URL, `https://console.vast.ai` or a stand-in. */
  url: string;
  key: string;
}

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(packageFile('package.json'), 'utf8')));

// The plural name with one object inside is how Vast answers.
const shown = z.object({ instances: instanceRow.nullish() });

/** A client of Vast's API. Throws `input_invalid` when the key cannot be one. */
export function createVast({
  url,
  key,
  limitMs = 30_000,
  backoffMs = 1000,
  intervalMs = { show: 2000, reboot: 1000 },
}: VastOptions): Vast {
  // fetch would put a key that is no header value into its error message.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw bringupError('input_invalid', 'The key of Vast.ai holds characters that no key has. Check VAST_API_KEY.');
  }
  const request = createRequest({ url, key, userAgent: `bringup/${version}`, limitMs, backoffMs, intervalMs });

  return {
    async reboot(id) {
      await request({ method: 'PUT', path: `api/v0/instances/reboot/${checked(id)}/`, endpoint: 'reboot', body: {} });
    },
    async instance(id) {
      const body = await request({
        method: 'GET',
        path: `api/v0/instances/${checked(id)}/?owner=me`,
        endpoint: 'show',
      });
      if (body === null) return null;
      const answer = shown.safeParse(body);
      if (!answer.success) {
        const where = z.prettifyError(answer.error).replace(/\s+/g, ' ').slice(0, 200);
        throw bringupError(
          'provider_unavailable',
          `Vast.ai described instance ${id} in a form that is not known: ${where}`,
        );
      }
      const row = answer.data.instances;
      if (!row) return null;
      const addresses = addressesOf(row);
      return {
        id: row.id,
        status: row.actual_status ?? null,
        status_message: row.status_msg ?? null,
        label: row.label ?? null,
        gpu: row.gpu_name ?? null,
        dollars_per_hour: row.dph_total ?? null,
        address: addresses[0] ?? null,
        addresses,
      };
    },
  };
}

/** Becomes part of a path, so nothing but a number will do. */
function checked(id: string): string {
  if (/^[1-9]\d{0,18}$/.test(id)) return id;
  throw bringupError('input_invalid', `A Vast instance id is a number, got '${id.slice(0, 50)}'`, {
    field: 'instance_id',
  });
}
