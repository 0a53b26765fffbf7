/**
 * The debugger's address of a session. Its port stays the same, although every save starts a new process with an
 * inspector on a port of its own. Connections are forwarded to the first process of the newest version.
 */
import { connect, createServer, type Socket } from 'node:net';
import type { StageConfig } from '../config/config.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';

export interface Inspector {
  /** For example `127.0.0.1:9229`. */
  readonly address: string;
  /**
   * Returns the stage with a function that can be debugged and that does not time out while a developer thinks. Throws
   * `Usage` for other languages.
   */
  debuggable(config: StageConfig): StageConfig;
  /** Whether a line is the inspector's own message about its address. */
  heard(line: { readonly stream: string; readonly message: string }): boolean;
  close(): Promise<void>;
}

/** Lambda's longest timeout, in seconds. */
const LONGEST_TIMEOUT = 900;

const LISTENING = /^Debugger listening on ws:\/\/127\.0\.0\.1:(\d+)\//;
const HELP = /^For help, see: https:\/\/nodejs\.org\/\S*inspector/;
/** Log streams of functions have the form `2026/11/21/[5]0f3a…`, with the version in brackets. */
const VERSION = /\[(\d+)\]/;

/** Listens only on loopback. Throws `PortInUse`. */
export async function openInspector(port: number): Promise<Inspector> {
  let target: { version: number; ports: number[] } = { version: 0, ports: [] };
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket.once('close', () => open.delete(socket)));
    return socket;
  };
  const waiting = new Set<Socket>();
  const passOn = (client: Socket) => {
    const [port] = target.ports;
    // The process of this version is about to start.
    if (port === undefined) return void waiting.add(client);
    const upstream = keep(connect(port, '127.0.0.1'));
    upstream.once('connect', () => client.pipe(upstream).pipe(client));
    upstream.once('close', () => client.destroy());
    // The process has ended. The next connection goes to the process after it.
    upstream.on('error', () => {
      target = { ...target, ports: target.ports.filter((one) => one !== port) };
      client.destroy();
    });
    client.once('close', () => upstream.destroy());
  };
  const server = createServer((client) => {
    keep(client).on('error', () => client.destroy());
    client.once('close', () => waiting.delete(client));
    passOn(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? inUse(port) : error));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    address: `127.0.0.1:${(server.address() as { port: number }).port}`,
    debuggable,
    heard({ stream, message }) {
      const port = Number(LISTENING.exec(message)?.[1]);
      const version = Number(VERSION.exec(stream)?.[1]);
      if (Number.isNaN(port) || Number.isNaN(version)) return HELP.test(message);
      if (version > target.version) {
        target = { version, ports: [port] };
        // Debuggers reconnect at once, and then reach the process that answers the next request.
        for (const socket of open) if (!waiting.has(socket)) socket.destroy();
      } else if (version === target.version) target.ports.push(port);
      for (const client of waiting) {
        waiting.delete(client);
        passOn(client);
      }
      return true;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function debuggable(config: StageConfig): StageConfig {
  const { runtime, environment } = config.function;
  if (!runtime.startsWith('nodejs'))
    throw usageError(
      `--inspect works for functions in JavaScript or TypeScript, and this function runs on ${runtime}.`,
    );
  const NODE_OPTIONS = `${environment.NODE_OPTIONS ?? ''} --inspect=127.0.0.1:0`.trim();
  return {
    ...config,
    function: { ...config.function, timeout: LONGEST_TIMEOUT, environment: { ...environment, NODE_OPTIONS } },
  };
}

function inUse(port: number): ApikitError {
  return new ApikitError('PortInUse', `Port ${port} is already in use on this machine.`, {
    exitCode: EXIT.usage,
    hint: 'Another session may be debugged there. Choose another port: apikit dev --inspect 9230',
  });
}
