// GET /metrics, in Prometheus' text format: this process, its requests, the runs.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Store } from '../adapters/store/store.ts';

export interface Metrics {
  registry: Registry;
  /** Counts a request when it has been answered. */
  request(request: IncomingMessage, response: ServerResponse): void;
  /** A question was put to a workflow. */
  query(): void;
}

export function createMetrics(store: Pick<Store, 'runs'>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: 'bringup_http_requests_total',
    help: 'Requests answered, by method and status.',
    labelNames: ['method', 'status'],
    registers,
  });
  const queries = new Counter({
    name: 'bringup_workflow_queries_total',
    help: 'Questions put to workflows.',
    registers,
  });
  new Gauge({
    name: 'bringup_runs_active',
    help: 'Runs that have not ended.',
    registers,
    async collect() {
      this.set((await store.runs.active()).length);
    },
  });
  return {
    registry,
    request({ method = 'GET' }, response) {
      response.once('finish', () => requests.inc({ method, status: response.statusCode }));
    },
    query: () => queries.inc(),
  };
}
