/** A Python handler as the black-box suite sees it: a folder with its code, in a separate process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { FunctionHost } from './function-host.ts';

interface Answer {
  id?: number;
  result: APIGatewayProxyResult;
  error?: string;
}

/** Imports `handler` from the folder in a child process that has only this environment. */
export async function startPythonFunction(folder: string, env: Record<string, string>): Promise<FunctionHost> {
  const child = spawn('python3', ['-B', join(import.meta.dirname, 'host-python.py'), folder], {
    env: { PATH: process.env.PATH ?? '', PYTHONUTF8: '1', ...env },
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  });
  const log: string[] = [];
  createInterface(child.stdout!).on('line', (line) => log.push(line));
  const waiting = new Map<number, (answer: Answer) => void>();
  const answers = createInterface(child.stdio[3] as Readable);
  answers.on('line', (line) => {
    const answer = JSON.parse(line) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  const started = await Promise.race([once(answers, 'line'), once(child, 'exit')]);
  if (typeof started[0] !== 'string') throw new Error(`the handler in ${folder} does not start`);
  let lastId = 0;
  return {
    log,
    async invoke(event) {
      const id = ++lastId;
      const answer = await new Promise<Answer>((resolve) => {
        waiting.set(id, resolve);
        child.stdin!.write(`${JSON.stringify({ id, event })}\n`);
      });
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.result;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
}
