// A stand-in of Vast's API for the calls that a reboot needs. It really restarts the boxes behind its instances, and it can refuse,
// lie and lose answers as the real one does.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';

export interface StandInInstance {
  id: number;
  /** The box behind it; its address is read anew for every answer, since ports change. */
  box: { readonly host: string; readonly port: number; restart(): Promise<unknown> };
  /** More fields of the row, or other values. */
  row?: Record<string, unknown>;
}

/**
 * `works` · `refuse`: 403 · `lies`: says success and does nothing · `stale`: reboots, but the status stays `running` ·
 * `lost_answer`: reboots and resets the connection · `hang`: reboots and never answers.
 */
export type StandInMode = 'works' | 'refuse' | 'lies' | 'stale' | 'lost_answer' | 'hang';

export interface ScriptedAnswer {
  status: number;
  body?: string | object;
  headers?: Record<string, string>;
}

export interface VastStandIn {
  url: string;
  /** Every request, `PUT /api/v0/instances/reboot/1/`. */
  requests: { line: string; headers: Record<string, unknown> }[];
  /** How reboots go from now on. */
  setMode(mode: StandInMode): void;
  /** The next requests get these answers, whatever they ask. */
  answerNext(...answers: ScriptedAnswer[]): void;
  statusOf(id: number): string | null | undefined;
  /** The instance does not exist any more. */
  remove(id: number): void;
  /** Resolves when no reboot is under way. Rejects when a box could not be restarted. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface StandInOptions {
  instances: StandInInstance[];
  key: string;
  /** Minimum seconds between two requests of an endpoint. Absent: no limit. */
  thresholds?: { list?: number; show?: number; reboot?: number };
  port?: number;
}

interface Held extends StandInInstance {
  status: string;
}

/** Starts the stand-in on loopback. */
export async function startVastStandIn({
  instances,
  key,
  thresholds = {},
  port = 0,
}: StandInOptions): Promise<VastStandIn> {
  const held = new Map<number, Held>(instances.map((one) => [one.id, { ...one, status: 'running' }]));
  const requests: VastStandIn['requests'] = [];
  const scripted: ScriptedAnswer[] = [];
  const reboots = new Set<Promise<unknown>>();
  let mode: StandInMode = 'works';

  const app = express();
  app.use((request: Request, response: Response, next: NextFunction) => {
    requests.push({ line: `${request.method} ${request.originalUrl}`, headers: request.headers });
    const answer = scripted.shift();
    if (answer)
      return void response
        .status(answer.status)
        .set(answer.headers ?? {})
        .send(answer.body ?? '');
    if (request.get('authorization') === `Bearer ${key}`) return next();
    response.status(401).json({ success: false, error: 'auth_error', msg: 'Invalid user key' });
  });

  const last = new Map<string, number>();
  const paced = (endpoint: keyof typeof thresholds) => (_request: Request, response: Response, next: NextFunction) => {
    const seconds = thresholds[endpoint];
    const since = Date.now() - (last.get(endpoint) ?? 0);
    last.set(endpoint, Date.now());
    if (seconds === undefined || since >= seconds * 1000) return next();
    response
      .status(429)
      .type('text/plain')
      .send(`API requests too frequent: endpoint threshold=${seconds.toFixed(1)}`);
  };

  async function reboot(instance: Held): Promise<void> {
    if (mode !== 'stale') instance.status = 'rebooting';
    try {
      await instance.box.restart();
      instance.status = 'running';
    } catch (error) {
      instance.status = 'exited';
      throw error;
    }
  }

  // Express takes every path with and without a slash at its end.
  app.get('/api/v1/instances', paced('list'), (_request, response) => {
    const rows = [...held.values()].map(row);
    response.json({
      success: true,
      instances_found: rows.length,
      total_instances: rows.length,
      label_counts: {},
      next_token: null,
      instances: rows,
    });
  });
  app.get('/api/v0/instances/:id', paced('show'), (request, response) => {
    const instance = held.get(Number(request.params['id']));
    response.json({ instances: instance ? row(instance) : null });
  });
  app.put('/api/v0/instances/reboot/:id', paced('reboot'), (request, response) => {
    const instance = held.get(Number(request.params['id']));
    if (!instance)
      return void response.status(400).json({ success: false, error: 'invalid_args', msg: 'invalid instance_id' });
    if (mode === 'refuse') {
      return void response
        .status(403)
        .json({ success: false, error: 'permission_denied', msg: 'This key may not manage instances' });
    }
    if (mode !== 'lies') {
      const work = reboot(instance);
      reboots.add(work);
      void work.then(() => reboots.delete(work)); // a failed one stays, for `settled` to tell
    }
    if (mode === 'lost_answer') request.socket.resetAndDestroy();
    else if (mode !== 'hang') response.json({ success: true });
  });

  const server = app.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    setMode: (next) => void (mode = next),
    answerNext: (...answers) => void scripted.push(...answers),
    statusOf: (id) => held.get(id)?.status,
    remove: (id) => void held.delete(id),
    async settled() {
      await Promise.all(reboots);
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await Promise.all(reboots);
    },
  };
}

/** A row as the API shows it: ports only while it runs, and their numbers as strings. */
function row({ id, box, status, row: more }: Held): Record<string, unknown> {
  return {
    id,
    actual_status: status,
    cur_state: 'running',
    intended_status: 'running',
    status_msg: status === 'running' ? 'success, running vastai/comfy/ssh' : status,
    label: null,
    gpu_name: 'RTX 4090',
    num_gpus: 1,
    dph_total: 0.42,
    image_runtype: 'ssh_direc ssh_proxy',
    public_ipaddr: box.host,
    ports: status === 'running' ? { '22/tcp': [{ HostIp: '0.0.0.0', HostPort: String(box.port) }] } : null,
    ssh_host: null,
    ssh_port: null,
    ...more,
  };
}
