// Processes of a contender: started in a group of their own, their memory watched, ended together.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 250;

/** `node ...args`; what it prints is kept for the case that it does not start. */
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
    /** Neither it nor what it has started does anything until `resume`. */
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
 * KB that a process and its children take: what each has for itself, and once what they have in common, the program's
 * own pages. Where /proc is not, those are counted for each.
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

/** KB. 0 for a process that has just ended. */
function filePages(pid) {
  const path = `/proc/${pid}/status`;
  try {
    return existsSync(path) ? Number(/^RssFile:\s+(\d+)/m.exec(readFileSync(path, 'utf8'))?.[1] ?? 0) : 0;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0;
    throw error;
  }
}

/** Milliseconds until `url` answers 200, from `since`. Throws with what the process printed. */
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
