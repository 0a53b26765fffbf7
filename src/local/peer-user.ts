/**
 * Which user of this machine is at the other end of a connection. Whoever may use the control planes may run code as the
 * user who started the cloud, so on a machine of several users the others may not. Linux says whose a socket is; elsewhere
 * nobody is told apart (docs/security.md).
 */
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

const known = new WeakMap<Socket, boolean>();

/** Looked up once for each connection. The superuser is nobody to keep out. */
export function isOfAnotherUser(socket: Socket): boolean {
  const found = known.get(socket);
  if (found !== undefined) return found;
  const other = lookUp(socket);
  known.set(socket, other);
  return other;
}

function lookUp({ localAddress, localPort, remoteAddress, remotePort }: Socket): boolean {
  const own = process.getuid?.();
  const table = readTable();
  if (own === undefined || table === '') return false;
  // Closed meanwhile, perhaps by somebody who does not want to be looked up.
  if (localAddress === undefined || remoteAddress === undefined) return true;
  return isStrange(table, own, [localAddress, localPort!], [remoteAddress, remotePort!]);
}

type End = readonly [ipv4: string, port: number];

/** `table` is `/proc/net/tcp` (proc_net_tcp(5)): each socket with its own end, the other end, its user and its inode. */
export function isStrange(table: string, own: number, here: End, there: End): boolean {
  // A table without our own end is not that of this network: it says nothing of the other end either.
  if (ownerOf(table, here, there) === undefined) return false;
  const owner = ownerOf(table, there, here);
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

/** Sockets of both versions. Empty where the system has no such table. */
function readTable(): string {
  return readIfThere('/proc/net/tcp') + readIfThere('/proc/net/tcp6').replace(MAPPED, '');
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return '';
  }
}
