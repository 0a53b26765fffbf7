// The processes of a contender: started in a separate group, with their memory measured, ended together.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 250;

/** Runs `node ...args`; the output is kept in case it does not start. */
export function start(args, { cwd, env }) {
  const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-4000);
    });
  }
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, treeMemory(child.pid));
  }, SAMPLE_MS);
  return {
    pid: child.pid,
    ended: () => child.exitCode !== null || child.signalCode !== null,
    output: () => output,
    /** MB of the process and all its children, now and at most so far. */
    memory: () => treeMemory(child.pid) / 1024,
    peak: () => Math.max(peak, treeMemory(child.pid)) / 1024,
    /** Stops the process and its children until `resume`. */
    pause: () => signalGroup(child.pid, 'SIGSTOP'),
    resume: () => signalGroup(child.pid, 'SIGCONT'),
    async stop() {
      clearInterval(watch);
      signalGroup(child.pid, 'SIGCONT');
      const exited = once(child, 'close');
      if (child.exitCode === null && child.signalCode === null) {
        process.kill(-child.pid, 'SIGINT');
        const forced = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 5_000);
        await exited;
        clearTimeout(forced);
      }
      // Ends the processes that it started and left behind.
      signalGroup(child.pid, 'SIGKILL');
    },
  };
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Returns the KB that a process and its children take: the memory of each, and the pages of the program once. Without
 * /proc, those count for each.
 */
function treeMemory(root) {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = new Set([root]);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const [pid, parent] of rows) if (family.has(parent)) family.add(pid);
  }
  let own = 0;
  let common = 0;
  for (const [pid, , resident] of rows) {
    if (!family.has(pid)) continue;
    const ofFiles = filePages(pid);
    own += Math.max(0, resident - ofFiles);
    common = Math.max(common, ofFiles);
  }
  return own + common;
}

/** Returns KB; 0 for a process that has just ended. */
function filePages(pid) {
  const path = `/proc/${pid}/status`;
  try {
    return existsSync(path) ? Number(/^RssFile:\s+(\d+)/m.exec(readFileSync(path, 'utf8'))?.[1] ?? 0) : 0;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0;
    throw error;
  }
}

/** Returns the milliseconds until `url` answers 200, from `since`. Throws with the output of the process. */
export async function firstAnswer(contender, url, since, limitMs = 60_000) {
  while (performance.now() - since < limitMs) {
    if (contender.ended()) throw new Error(`it ended before it answered:\n${contender.output()}`);
    try {
      const response = await fetch(url);
      await response.arrayBuffer();
      if (response.status === 200) return performance.now() - since;
    } catch (error) {
      if (error.cause?.code !== 'ECONNREFUSED') throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`no answer within ${limitMs / 1000} s:\n${contender.output()}`);
}
