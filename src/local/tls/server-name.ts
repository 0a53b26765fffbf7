/** Reads the name of the server that a TLS client asks for (RFC 8446, section 4.1.2; RFC 6066, section 3). */
import type { Socket } from 'node:net';

const HANDSHAKE = 0x16;
const RECORD_HEADER = 5;
const SERVER_NAME = 0;
/** The longest record that TLS allows. */
const MOST_BYTES = RECORD_HEADER + 16_384;

/** Leaves what it reads in the socket. Returns `undefined` if the client names no server. */
export async function readServerName(socket: Socket): Promise<string | undefined> {
  const first = await firstRecord(socket);
  socket.unshift(first);
  try {
    return nameIn(first);
  } catch {
    // A message that ends too early: the TLS server refuses it in its own words.
    return undefined;
  }
}

/** Rejects if the client hangs up before it has sent its first record. */
function firstRecord(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let read = Buffer.alloc(0);
    const done = (settle: () => void) => {
      socket.off('readable', look).off('error', failed).off('close', closed);
      settle();
    };
    const failed = (error: Error) => done(() => reject(error));
    const closed = () => done(() => reject(new Error('the client closed the connection')));
    const look = () => {
      for (let chunk = socket.read() as Buffer | null; chunk !== null; chunk = socket.read() as Buffer | null)
        read = Buffer.concat([read, chunk]);
      if (isWhole(read)) done(() => resolve(read));
    };
    socket.on('readable', look).once('error', failed).once('close', closed);
  });
}

function isWhole(read: Buffer): boolean {
  if (read.length > MOST_BYTES || (read.length > 0 && read[0] !== HANDSHAKE)) return true;
  return read.length >= RECORD_HEADER && read.length >= RECORD_HEADER + read.readUInt16BE(3);
}

/** Throws a RangeError for a message that ends too early. */
function nameIn(record: Buffer): string | undefined {
  if (record[0] !== HANDSHAKE) return undefined;
  // The type and the length of the message, the version and the random bytes.
  let at = RECORD_HEADER + 4 + 2 + 32;
  at += 1 + record.readUInt8(at);
  at += 2 + record.readUInt16BE(at);
  at += 1 + record.readUInt8(at);
  const end = at + 2 + record.readUInt16BE(at);
  at += 2;
  while (at < end) {
    const type = record.readUInt16BE(at);
    const length = record.readUInt16BE(at + 2);
    // The list and the entry have a length each, and the entry has a type.
    if (type === SERVER_NAME) return record.toString('latin1', at + 9, at + 4 + length);
    at += 4 + length;
  }
  return undefined;
}
