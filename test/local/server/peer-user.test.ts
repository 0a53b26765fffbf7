import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { isOtherUser } from '../../../src/local/server/peer-user.ts';
import { startCloud } from '../../../src/local/start-cloud.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (near: string, far: string, uid: number, inode = 4711) =>
  `   0: ${near} ${far} 01 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 1 0 20\n`;
const CLOUD = '0100007F:11D6';
const CLIENT = '0100007F:CB84';
const isStrangeIn = (...rows: string[]) =>
  isOtherUser(HEAD + rows.join(''), 1000, ['127.0.0.1', 0x11d6], ['::ffff:127.0.0.1', 0xcb84]);

it.each([
  ['the same user', [row(CLIENT, CLOUD, 1000)], false],
  ['the superuser', [row(CLIENT, CLOUD, 0)], false],
  ['another user', [row(CLIENT, CLOUD, 1001)], true],
  ['a process that has closed its end, which then looks like the superuser’s', [row(CLIENT, CLOUD, 0, 0)], true],
  ['nobody at all', [], true],
  ['another connection of the same user', [row('0100007F:CB85', CLOUD, 1000)], true],
])('the peer is %s', (_, rows, strange) => {
  expect(isStrangeIn(row(CLOUD, CLIENT, 1000), ...rows)).toBe(strange);
});

it('a table of another network has no information', () => {
  expect(isStrangeIn(row(CLIENT, CLOUD, 1001))).toBe(false);
});

it('more rows are read only for a connection that is not in the first ones', () => {
  const ends = [1000, ['127.0.0.1', 0x11d6], ['::ffff:127.0.0.1', 0xcb84]] as const;
  const own = HEAD + row(CLOUD, CLIENT, 1000);
  const never = () => {
    throw new Error('read for nothing');
  };
  expect(isOtherUser(own + row(CLIENT, CLOUD, 1001), ...ends, never)).toBe(true);
  expect(isOtherUser(own, ...ends, () => row(CLIENT, CLOUD, 1000))).toBe(false);
  expect(isOtherUser(own, ...ends, () => row(CLIENT, CLOUD, 1001))).toBe(true);
  expect(isOtherUser(own, ...ends, () => '')).toBe(true);
  expect(isOtherUser(HEAD, ...ends, () => row(CLOUD, CLIENT, 1000) + row(CLIENT, CLOUD, 1001))).toBe(true);
});

/** Returns status and body of each URL for another user, `nobody`, one after the other and on one connection. */
async function askedByAnother(...urls: string[]): Promise<string> {
  const program = `
    const http = require('node:http');
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const ask = ([url, ...others]) => http.get(url, { agent, headers: { 'x-apikit-control': '1' } }, async (response) => {
      console.log(response.statusCode, Buffer.concat(await response.toArray()).toString());
      if (others.length > 0) ask(others);
      else agent.destroy();
    });
    ask(${JSON.stringify(urls)});`;
  const as = { uid: 65_534, gid: 65_534, cwd: '/', timeout: 20_000 };
  return (await promisify(execFile)(process.execPath, ['-e', program], as)).stdout;
}

// Only the superuser can act as another user.
it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'another user of the machine reaches the deployed APIs and nothing else, unless the cloud allows any user',
  async () => {
    const cloud = await startCloud({ port: 0 });
    onTestFinished(() => cloud.close());
    expect(await askedByAnother(`${cloud.endpoint}/restapis`)).toMatch(/^403 .*apikit local start --any-user/);
    expect(await askedByAnother(`${cloud.endpoint}/_apikit/health`)).toMatch(/^403 /);
    expect(await askedByAnother(`${cloud.endpoint}/_aws/execute-api/none/dev`)).toBe('403 {"message":"Forbidden"}\n');
    const served = `${cloud.endpoint}/_aws/execute-api/none/dev`;
    expect(await askedByAnother(served, `${cloud.endpoint}/restapis`)).toMatch(/^403 .*Forbidden.*\n403 .*--any-user/);
    const open = await startCloud({ port: 0, anyUser: true });
    onTestFinished(() => open.close());
    expect(await askedByAnother(`${open.endpoint}/restapis`)).toMatch(/^200 /);
    // They have the credentials of requests.
    expect(await askedByAnother(`${open.endpoint}/_apikit/live?chains`)).toMatch(/^403 .*only to the user who started/);
  },
);
