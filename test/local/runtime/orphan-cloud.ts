/**
 * A program for tests that kill a cloud: starts one, calls a function that ends and one that does not (with `loop`
 * it never even looks up), prints the pids of both processes.
 */
import { startLambdaCloud } from '../lambda/lambda-cloud.ts';

const [mode] = process.argv.slice(2);
const cloud = await startLambdaCloud();
await cloud.create('idle', 'export const handler = async () => process.pid;');
const idle = await cloud.invoke('idle');
const forever = mode === 'loop' ? 'for (;;);' : 'setInterval(() => {}, 1000);';
await cloud.create('busy', `export const handler = () => new Promise(() => { console.log(process.pid); ${forever} });`);
cloud.invoke('busy').catch(() => {});
const busyPid = () =>
  cloud.logged.map(({ group, message }) => group.endsWith('busy') && /INFO\t(\d+)/.exec(message)?.[1]).find(Boolean);
while (!busyPid()) await new Promise((resolve) => setTimeout(resolve, 10));
process.stdout.write(`${JSON.stringify([idle.payload, Number(busyPid())])}\n`);
if (mode === 'close') await cloud.close();
