import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricSources {
  readonly waiting: () => number;
  readonly running: () => number;
  readonly isReady: () => boolean;
}

export type ServerMetrics = ReturnType<typeof createMetrics>;

/** Metrics of one server, in a registry of its own. No label holds a key, an account or a text. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: 'maaza_http_requests_total',
      help: 'Answered requests',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'maaza_http_request_duration_seconds',
      help: 'Time from a request to the end of its answer',
      labelNames: ['method', 'route'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    requestsInFlight: new Gauge({ name: 'maaza_http_requests_in_flight', help: 'Requests that are not answered yet', registers }),
    refusals: new Counter({ name: 'maaza_errors_total', help: 'Answers with an error, by code', labelNames: ['code'], registers }),
    extractions: new Counter({ name: 'maaza_extractions_total', help: 'Extractions', labelNames: ['outcome', 'cached'], registers }),
    tokens: new Counter({ name: 'maaza_tokens_total', help: 'Tokens that the model read and wrote', labelNames: ['direction'], registers }),
    /** Gauges that are read when they are asked for. */
    watch({ waiting, running, isReady }: MetricSources): void {
      const gauge = (name: string, help: string, read: () => number) =>
        new Gauge({
          name,
          help,
          registers,
          collect() {
            this.set(read());
          },
        });
      gauge('maaza_queue_waiting', 'Requests that wait for the model', waiting);
      gauge('maaza_queue_running', 'Requests that the model works on', running);
      gauge('maaza_ready', '1 where the server takes requests', () => (isReady() ? 1 : 0));
    },
  };
}
