/** A handler in its zip, as the black-box suite sees a function of any language. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

export interface FunctionHost extends AsyncDisposable {
  invoke(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult>;
  /** The lines of the log so far. */
  log: string[];
}

/** Imports `module` in a child process that has only this environment. */
export async function startNodeFunction(module: string, env: Record<string, string>): Promise<FunctionHost> {
  const child = fork(join(import.meta.dirname, 'host-node.mjs'), [module], {
    env: { PATH: process.env.PATH ?? '', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const log: string[] = [];
  let rest = '';
  child.stdout?.on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    log.push(...lines);
  });
  await once(child, 'message');
  return {
    log,
    invoke: invoker(child),
    async [Symbol.asyncDispose]() {
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
}

function invoker(child: ChildProcess): FunctionHost['invoke'] {
  interface Answer {
    id: number;
    result: APIGatewayProxyResult;
    error?: string;
  }
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer));
  return async (event) => {
    const id = ++lastId;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      child.send({ id, event });
    });
    if (answer.error) throw new Error(answer.error);
    return answer.result;
  };
}
