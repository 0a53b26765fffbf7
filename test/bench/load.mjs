// Sends a bounded load to one URL of this machine: a number of requests or seconds, over a number of kept connections.
// It measures how fast the responses are. It uses sockets and a small parser, because node:http as a client costs more
// than many of the measured servers.
import { connect } from 'node:net';

const PATIENCE_MS = 10_000;

/**
 * `request(index)` → {method, path, headers, body}, and `expected` if its status differs from that of the load. Ends
 * after `requests` or `seconds`, whichever comes first. Resolves to {count, perSecond, p50, p99} (ms) of the expected
 * responses, and `wrong`, the number of the others; rejects on the first of those unless `lenient`. It waits
 * `PATIENCE_MS` after the end for the last responses.
 */
export async function load({
  endpoint,
  connections,
  requests = Number.POSITIVE_INFINITY,
  seconds = 600,
  expected,
  lenient = false,
  request,
  onBody,
}) {
  const { hostname, port } = new URL(endpoint);
  const times = [];
  let next = 0;
  let wrong = 0;
  const started = performance.now();
  const deadline = started + seconds * 1000;
  const worker = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      let begun = 0;
      let index = 0;
      let wanted = expected;
      const giveUp = () => {
        socket.destroy();
        wrong += 1;
        if (lenient) resolve();
        else reject(new Error(`request ${index} was not answered`));
      };
      setTimeout(giveUp, seconds * 1000 + PATIENCE_MS).unref();
      const send = () => {
        if (next >= requests || performance.now() > deadline) {
          socket.destroy();
          resolve();
          return;
        }
        index = next++;
        const asked = request(index);
        wanted = asked.expected ?? expected;
        begun = performance.now();
        socket.write(encode(hostname, port, asked));
      };
      const read = createReader((status, body) => {
        if (status !== wanted && lenient) {
          wrong += 1;
          return send();
        }
        if (status !== wanted) {
          socket.destroy();
          const detail = body().toString('utf8').slice(0, 200);
          reject(new Error(`request ${index} was answered ${status}, expected ${wanted}: ${detail}`));
          return;
        }
        times.push(performance.now() - begun);
        onBody?.(body());
        send();
      });
      socket.on('connect', send);
      socket.on('data', read);
      socket.on('error', reject);
      socket.on('close', () => reject(new Error(`the connection was closed during request ${index}`)));
    });
  await Promise.all(Array.from({ length: connections }, worker));
  const took = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { count: times.length, wrong, perSecond: times.length / took, p50: at(0.5), p99: at(0.99) };
}

function encode(hostname, port, { method = 'GET', path, headers = {}, body }) {
  let head = `${method} ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Takes bytes as they arrive; calls `answered(status, body)` for each whole response. */
function createReader(answered) {
  let data = Buffer.alloc(0);
  return (chunk) => {
    data = data.length === 0 ? chunk : Buffer.concat([data, chunk]);
    const headEnd = data.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = data.latin1Slice(0, headEnd + 2);
    const start = headEnd + 4;
    const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(head);
    const end = length ? start + Number(length[1]) : endOfChunks(data, start);
    if (end === undefined || data.length < end) return;
    const whole = data;
    data = data.subarray(end);
    answered(Number(head.slice(9, 12)), () =>
      length ? whole.subarray(start, end) : joinChunks(whole.subarray(start, end)),
    );
  };
}

/** Returns the end of a chunked body; `undefined` while it is not complete. */
function endOfChunks(data, start) {
  for (let at = start; ; ) {
    const lineEnd = data.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(data.latin1Slice(at, lineEnd), 16);
    at = lineEnd + 2 + size + 2;
    if (size === 0) return at;
    if (at > data.length) return undefined;
  }
}

function joinChunks(data) {
  const parts = [];
  for (let at = 0; ; ) {
    const lineEnd = data.indexOf('\r\n', at);
    const size = Number.parseInt(data.latin1Slice(at, lineEnd), 16);
    if (size === 0) return Buffer.concat(parts);
    parts.push(data.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
