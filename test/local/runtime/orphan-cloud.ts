/**
 * A program for tests that kill a cloud. It starts one, and invokes a function that ends and one that does not (with
 * `loop` it never looks for its next event). It prints the pids of both processes, and with `loop` also that of a
 * program that the second one has started.
 */
import { startLambdaCloud } from '../lambda/lambda-cloud.ts';

const [mode] = process.argv.slice(2);
const cloud = await startLambdaCloud();
await cloud.create('idle', 'export const handler = async () => process.pid;');
const idle = await cloud.invoke('idle');
const looping = "console.log(spawn('sleep', ['1000']).pid); for (;;);";
const forever = mode === 'loop' ? looping : 'setInterval(() => {}, 1000);';
await cloud.create(
  'busy',
  `import { spawn } from 'node:child_process';
export const handler = () => new Promise(() => { console.log(process.pid); ${forever} });`,
);
cloud.invoke('busy').catch(() => {});
const busyPids = () =>
  cloud.logged.flatMap(({ group, message }) => (group.endsWith('busy') && /INFO\t(\d+)/.exec(message)?.[1]) || []);
while (busyPids().length < (mode === 'loop' ? 2 : 1)) await new Promise((resolve) => setTimeout(resolve, 10));
process.stdout.write(`${JSON.stringify([idle.payload, ...busyPids().map(Number)])}\n`);
if (mode === 'close') await cloud.close();
