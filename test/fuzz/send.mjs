// Sends bytes as a client that ignores much of the protocol: at once, in pieces, or not to the end.
import { connect } from 'node:net';

/** Resolves with everything that came back until the connection was idle or closed, as Latin-1 text. */
export function send(port, text, random) {
  return new Promise((resolve) => {
    const bytes = Buffer.from(text, 'latin1');
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const received = [];
    let idle;
    const finish = () => {
      clearTimeout(idle);
      socket.destroy();
      resolve(Buffer.concat(received).toString('latin1'));
    };
    const wait = (milliseconds) => {
      clearTimeout(idle);
      idle = setTimeout(finish, milliseconds);
    };
    socket.on('error', finish);
    socket.on('close', finish);
    socket.on('data', (data) => {
      received.push(data);
      // A whole response has come, or nothing more will: after a malformed request the other side may wait.
      wait(20);
    });
    socket.once('connect', () => {
      wait(400);
      void deliver(socket, bytes, random);
    });
  });
}

async function deliver(socket, bytes, random) {
  const roll = random.below(20);
  if (roll > 2) return void socket.write(bytes);
  if (roll === 0) {
    // The client disconnects in the middle.
    socket.write(bytes.subarray(0, random.below(bytes.length)), () => socket.destroy());
    return;
  }
  const size = Math.max(1, Math.ceil(bytes.length / (2 + random.below(6))));
  for (let at = 0; at < bytes.length && socket.writable; at += size) {
    socket.write(bytes.subarray(at, at + size));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
