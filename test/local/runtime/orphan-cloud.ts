/** A program for tests that kill a cloud: starts one, calls a function twice, prints the pids of its processes. */
import { startLambdaCloud } from '../lambda/lambda-cloud.ts';

const cloud = await startLambdaCloud();
const calls = `export const handler = (event) => new Promise((done) => setTimeout(() => done(process.pid), event.ms));`;
await cloud.create('idle', calls);
const idle = await cloud.invoke('idle', { ms: 1 });
await cloud.create(
  'busy',
  `export const handler = () => new Promise(() => { console.log(process.pid); setInterval(() => {}, 1000); });`,
);
cloud.invoke('busy').catch(() => {});
const busyPid = () =>
  cloud.logged.map(({ group, message }) => group.endsWith('busy') && /INFO\t(\d+)/.exec(message)?.[1]).find(Boolean);
while (!busyPid()) await new Promise((resolve) => setTimeout(resolve, 10));
process.stdout.write(`${JSON.stringify([idle.payload, Number(busyPid())])}\n`);
if (process.argv[2] === 'close') await cloud.close();
