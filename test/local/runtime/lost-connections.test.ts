/**
 * Functions whose code is its own client of the Runtime API, and whose connections break: no invocation waits for its
 * timeout.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LambdaCloud, startLambdaCloud } from '../lambda/lambda-cloud.ts';

let cloud: LambdaCloud;
beforeAll(async () => {
  cloud = await startLambdaCloud();
});
afterAll(() => cloud.close());

/** `ask()` opens a connection and asks for an event on it; `serve()` does so and responds. The rest is `then`. */
const runtimeClient = (then: string) => `
import { connect } from 'node:net';
const [host, port, token] = process.env.AWS_LAMBDA_RUNTIME_API.split(/[:/]/);
const base = \`/\${token}/2018-06-01/runtime/invocation\`;
const ask = () => new Promise((resolve) => {
  const socket = connect({ host, port: Number(port), noDelay: true }, () =>
    socket.write(\`GET \${base}/next HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n\`, () => resolve(socket)));
});
const event = (socket) => new Promise((resolve) => socket.once('data', (data) => resolve(String(data))));
async function serve(socket, note) {
  const [head, body] = (await event(socket)).split('\\r\\n\\r\\n');
  const id = /^lambda-runtime-aws-request-id: (.*)$/im.exec(head)[1];
  const answer = JSON.stringify({ event: JSON.parse(body), note });
  socket.write(\`POST \${base}/\${id}/response HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: \${answer.length}\\r\\n\\r\\n\${answer}\`);
  await event(socket);
  socket.destroy();
}
${then}
for (;;) await serve(await ask(), 'next');
export const handler = () => {};
`;

const SECONDS = 20;

async function called(name: string, then: string) {
  await cloud.create(name, runtimeClient(then), { Timeout: SECONDS });
  return [await cloud.invoke(name, { call: 1 }), await cloud.invoke(name, { call: 2 })];
}

const answers = (first: string) => [
  { payload: { event: { call: 1 }, note: first }, error: undefined },
  { payload: { event: { call: 2 }, note: 'next' }, error: undefined },
];

it('an event whose connection breaks on arrival goes to the next client that polls', async () => {
  const then = `
    const lost = await ask();
    await event(lost);
    lost.destroy();
    await serve(await ask(), 'given again');`;
  expect(await called('broken-at-event', then)).toMatchObject(answers('given again'));
});

it('an event goes to the waiting connection, not to the broken one before it', async () => {
  const then = `
    const lost = await ask();
    await new Promise((resolve) => lost.once('close', resolve).destroy());
    await serve(await ask(), 'the one that waits');`;
  expect(await called('broken-before', then)).toMatchObject(answers('the one that waits'));
});

it('a client that lost its connection and does not poll again gets no event: another environment serves it', async () => {
  const then = `
    await serve(await ask(), process.env.AWS_LAMBDA_LOG_STREAM_NAME);
    await event((await ask()).once('close', () => console.log('lost')).destroy());`;
  await cloud.create('never-asks', runtimeClient(then), { Timeout: SECONDS });
  const first = await cloud.invoke('never-asks', { call: 1 });
  await expect.poll(() => cloud.logged.some(({ message }) => message.includes('lost'))).toBe(true);
  const second = await cloud.invoke('never-asks', { call: 2 });
  expect(second).toMatchObject({ payload: { event: { call: 2 } }, error: undefined });
  const environment = ({ payload }: typeof first) => (payload as { note: string }).note;
  expect(environment(second)).not.toBe(environment(first));
});

it('a client that ends with its connection fails at once', async () => {
  await cloud.create('ends', runtimeClient('await event(await ask()); process.exit(3);'), { Timeout: SECONDS });
  const began = performance.now();
  const { payload, error } = await cloud.invoke('ends');
  expect(error).toBe('Unhandled');
  expect(payload).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect(performance.now() - began).toBeLessThan((SECONDS * 1000) / 2);
});
