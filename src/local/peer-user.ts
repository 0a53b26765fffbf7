/**
 * Which user of this machine is at the other end of a connection. Whoever may use the control planes may run code as the
 * user who started the cloud, so on a machine of several users the others may not. Linux says whose a socket is; elsewhere
 * nobody is told apart (docs/security.md).
 */
import { readFileSync } from 'node:fs';
import type { Server, Socket } from 'node:net';

const known = new WeakMap<Socket, boolean>();

/** Connections that nobody has asked about yet. */
const waiting = new Set<Socket>();

/** Takes note of every connection, so that one look at the tables serves all that are open by then. */
export function notePeers(server: Server): void {
  server.on('connection', (socket) => {
    waiting.add(socket);
    socket.once('close', () => waiting.delete(socket));
  });
}

/** Looked up once for each connection. The superuser is nobody to keep out. */
export function isOfAnotherUser(socket: Socket): boolean {
  if (!known.has(socket)) lookUp(new Set(waiting).add(socket));
  return known.get(socket)!;
}

/** The data plane is open to everybody, so a connection that asks for it is looked up only when it asks for more. */
export function postponeLookUp(socket: Socket): void {
  waiting.delete(socket);
}

function lookUp(sockets: ReadonlySet<Socket>): void {
  const own = process.getuid?.();
  // The kernel takes milliseconds to write a table, and most clients have a socket of IPv4.
  const table = readIfThere('/proc/net/tcp');
  let mapped: string | undefined;
  const readMappedOnce = () => (mapped ??= readMapped());
  for (const socket of sockets) {
    const { localAddress, localPort, remoteAddress, remotePort } = socket;
    waiting.delete(socket);
    if (own === undefined || table === '') known.set(socket, false);
    // Closed meanwhile, perhaps by somebody who does not want to be looked up.
    else if (localAddress === undefined || remoteAddress === undefined) known.set(socket, true);
    else {
      const here: End = [localAddress, localPort!];
      const there: End = [remoteAddress, remotePort!];
      known.set(socket, isStrange(table, own, here, there, readMappedOnce));
    }
  }
}

type End = readonly [ipv4: string, port: number];

/**
 * `table` is `/proc/net/tcp` (proc_net_tcp(5)): each socket with its own end, the other end, its user and its inode. `more` reads
 * further rows, and is called only when an end is not in `table`.
 */
export function isStrange(table: string, own: number, here: End, there: End, more: () => string = () => ''): boolean {
  const find = (near: End, far: End) => ownerOf(table, near, far) ?? ownerOf(more(), near, far);
  // Tables without our own end are not those of this network: they say nothing of the other end either.
  if (find(here, there) === undefined) return false;
  const owner = find(there, here);
  return owner !== own && owner !== 0;
}

/** `undefined`: there is no such socket, or only what its closed process has left, whose user always reads 0. */
function ownerOf(table: string, near: End, far: End): number | undefined {
  const at = table.indexOf(`${written(near)} ${written(far)} `);
  if (at < 0) return undefined;
  const [, , , , , , uid, , inode] = table.slice(at, at + 200).split(/\s+/, 9);
  return inode === '0' ? undefined : Number(uid);
}

/** `0100007F:11D6`: the bytes of the address in reverse order. */
function written([address, port]: End): string {
  const bytes = address
    .replace(/^::ffff:/i, '')
    .split('.')
    .reverse();
  const hex = (value: number, width: number) => value.toString(16).toUpperCase().padStart(width, '0');
  return `${bytes.map((byte) => hex(Number(byte), 2)).join('')}:${hex(port, 4)}`;
}

/** What stands before an address of IPv4 that a socket of IPv6 is connected to. */
const MAPPED = /0000000000000000FFFF0000(?=[0-9A-F]{8}:)/g;

/** Sockets of IPv6, those that are connected to an address of IPv4 as the other table would have them. */
function readMapped(): string {
  return readIfThere('/proc/net/tcp6').replace(MAPPED, '');
}

/** Empty where the system has no such table. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return '';
  }
}
