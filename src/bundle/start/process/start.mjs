/**
 * Loads a bundled handler once, as Lambda does at a start, and reports the outcome. It runs in its own process, without
 * this machine's environment. It blocks the network only against accidents. It is not a sandbox: code can bypass it.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import Module from 'node:module';
import net from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const report = process.send.bind(process);
const exit = process.reallyExit.bind(process);

function refuse(what) {
  return Object.assign(new Error(`apikit starts the handler without a network, but it needs ${what}`), {
    code: 'APIKIT_NO_NETWORK',
  });
}

net.Socket.prototype.connect = function connect(...args) {
  const [first, second] = [args[0]].flat();
  const { host = typeof second === 'string' ? second : 'localhost', port = first, path } = Object(first);
  process.nextTick(() => this.destroy(refuse(path ?? `${host}:${port}`)));
  return this;
};
// A server that the code opens while it is loaded gets a free port, so that it meets no other program.
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function elsewhere(...args) {
  const done = args.findLast((each) => typeof each === 'function');
  return listen.call(this, { port: 0, host: '127.0.0.1' }, ...(done ? [done] : []));
};
dgram.Socket.prototype.send = () => {
  throw refuse('the network (UDP)');
};
for (const module of [dns, dns.promises]) {
  for (const [name, value] of Object.entries(module)) {
    if (typeof value !== 'function' || !/^(?:lookup|resolve|reverse)/.test(name)) continue;
    module[name] = (host, ...rest) => {
      const done = rest.at(-1);
      if (module === dns && typeof done === 'function') process.nextTick(done, refuse(String(host)));
      else return Promise.reject(refuse(String(host)));
    };
  }
}

let done = false;
function finish(answer) {
  if (done) return;
  done = true;
  report(answer, () => exit(0));
}

const failed = (error) =>
  finish({
    failed: {
      name: error?.name ?? typeof error,
      code: typeof error?.code === 'string' ? error.code : undefined,
      path: typeof error?.path === 'string' ? error.path : undefined,
      message: String(error?.message ?? error),
      stack: String(error?.stack ?? error),
    },
  });

process.on('uncaughtException', failed);
process.on('unhandledRejection', failed);
process.on('disconnect', () => exit(0));
process.on('exit', (code) => {
  if (!done) report({ exited: code });
});
process.once('message', async ({ folder, env }) => {
  Object.assign(process.env, env, { LAMBDA_TASK_ROOT: folder });
  process.chdir(folder);
  delete process.send;
  // Folders above the code belong to this machine. A package that is not in the zip is missing on Lambda.
  const pathsFrom = Module._nodeModulePaths;
  Module._nodeModulePaths = (from) => pathsFrom(from).filter((path) => path.startsWith(folder));
  try {
    const { handler } = await import(pathToFileURL(join(folder, 'index.mjs')).href);
    finish({ started: typeof handler, parameters: handler?.length });
  } catch (error) {
    failed(error);
  }
});
