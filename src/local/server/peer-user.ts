/**
 * Finds the user at the other end of a connection. Access to the control planes means running code as the user who
 * started the cloud, so other users of the same machine must not have it. Linux shows the owner of a socket; on other
 * systems users are not distinguished (docs/security.md).
 */
import { readFileSync } from 'node:fs';
import type { Server, Socket } from 'node:net';

const known = new WeakMap<Socket, boolean>();

/** Connections whose owner is not looked up yet. */
const waiting = new Set<Socket>();

/** Records every connection, so that one look at the tables serves all connections that are open by then. */
export function recordPeers(server: Server): void {
  server.on('connection', (socket) => {
    waiting.add(socket);
    socket.once('close', () => waiting.delete(socket));
  });
}

/** Each connection is looked up once. The superuser is always allowed. */
export function isOfAnotherUser(socket: Socket): boolean {
  if (!known.has(socket)) lookUp(new Set(waiting).add(socket));
  return known.get(socket)!;
}

/** The data plane is open to everybody, so a connection to it is looked up only when it requests something else. */
export function postponeLookUp(socket: Socket): void {
  waiting.delete(socket);
}

function lookUp(sockets: ReadonlySet<Socket>): void {
  const own = process.getuid?.();
  // The kernel takes milliseconds to write a table, and most clients have an IPv4 socket.
  const table = readIfThere('/proc/net/tcp');
  let mapped: string | undefined;
  const readMappedOnce = () => (mapped ??= readMapped());
  for (const socket of sockets) {
    const { localAddress, localPort, remoteAddress, remotePort } = socket;
    waiting.delete(socket);
    if (own === undefined || table === '') known.set(socket, false);
    // The connection was closed in the meantime, perhaps to avoid the lookup.
    else if (localAddress === undefined || remoteAddress === undefined) known.set(socket, true);
    else {
      const here: End = [localAddress, localPort!];
      const there: End = [remoteAddress, remotePort!];
      known.set(socket, isOtherUser(table, own, here, there, readMappedOnce));
    }
  }
}

type End = readonly [ipv4: string, port: number];

/**
 * `table` is `/proc/net/tcp` (proc_net_tcp(5)): each socket with its local end, its remote end, its user and its inode.
 * `more` reads further rows; it is called only if an end is not in `table`.
 */
export function isOtherUser(table: string, own: number, here: End, there: End, more: () => string = () => ''): boolean {
  const find = (near: End, far: End) => ownerOf(table, near, far) ?? ownerOf(more(), near, far);
  // Tables without our own end belong to another network, so they say nothing about the other end either.
  if (find(here, there) === undefined) return false;
  const owner = find(there, here);
  return owner !== own && owner !== 0;
}

/** Returns `undefined` if there is no such socket, or only the rest of a closed process, whose user always reads 0. */
function ownerOf(table: string, near: End, far: End): number | undefined {
  const at = table.indexOf(`${written(near)} ${written(far)} `);
  if (at < 0) return undefined;
  const [, , , , , , uid, , inode] = table.slice(at, at + 200).split(/\s+/, 9);
  return inode === '0' ? undefined : Number(uid);
}

/** `0100007F:11D6`: the bytes of the address are in reverse order. */
function written([address, port]: End): string {
  const bytes = address
    .replace(/^::ffff:/i, '')
    .split('.')
    .reverse();
  const hex = (value: number, width: number) => value.toString(16).toUpperCase().padStart(width, '0');
  return `${bytes.map((byte) => hex(Number(byte), 2)).join('')}:${hex(port, 4)}`;
}

/** The prefix of an IPv4 address that an IPv6 socket is connected to. */
const MAPPED = /0000000000000000FFFF0000(?=[0-9A-F]{8}:)/g;

/** Reads IPv6 sockets. Those that are connected to an IPv4 address get the format of the IPv4 table. */
function readMapped(): string {
  return readIfThere('/proc/net/tcp6').replace(MAPPED, '');
}

/** Returns an empty text if the system has no such table. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return '';
  }
}
