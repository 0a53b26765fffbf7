// A bounded load on one URL of this machine: so many requests over so many kept connections; how fast they were answered.
import http from 'node:http';

/** `request(index)` → {method, path, headers, body}. Resolves to {perSecond, p50, p99} (ms). Rejects on a wrong status. */
export async function load({ endpoint, connections, requests, expected, request }) {
  const { hostname, port } = new URL(endpoint);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const times = [];
  let next = 0;
  const started = performance.now();
  async function worker() {
    while (next < requests) {
      const index = next++;
      const begun = performance.now();
      const status = await send(agent, hostname, port, request(index));
      if (status !== expected) throw new Error(`request ${index} was answered ${status}, expected ${expected}`);
      times.push(performance.now() - begun);
    }
  }
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { perSecond: requests / seconds, p50: at(0.5), p99: at(0.99) };
}

function send(agent, hostname, port, { method = 'GET', path, headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = http.request(
      { agent, hostname, port, method, path, headers: { ...headers, ...length } },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
