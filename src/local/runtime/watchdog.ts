/**
 * Ends functions when the cloud's process is gone without a word (`kill -9`, no memory). One that waits for its next call notices
 * by itself; one that never stops computing does not, and neither do programs that it started. So a process of its own
 * knows their groups, and waits for the end of a pipe that only the cloud holds.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Reads `+ <group>` and `- <group>`; a shell, since it takes 1 MB where Node.js takes 40. Nothing of it comes from outside. */
const SCRIPT = `groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -9 -- "-$group"; done`;

let pipe: Writable | undefined;

/** `leader` leads a process group of its own. */
export function watchGroup(leader: ChildProcess): void {
  const { pid } = leader;
  if (pid === undefined || process.platform === 'win32') return;
  pipe ??= startWatchdog();
  pipe.write(`+ ${pid}\n`);
  leader.once('exit', () => pipe?.write(`- ${pid}\n`));
}

function startWatchdog(): Writable {
  const child = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env: {} });
  const { stdin } = child;
  // Without a watchdog functions run as well; the next one that starts tries again.
  const lost = () => {
    if (pipe === stdin) pipe = undefined;
  };
  child.once('error', lost);
  child.once('exit', lost);
  stdin.on('error', lost);
  child.unref();
  (stdin as unknown as { unref(): void }).unref();
  return stdin;
}
