/**
 * Ends functions if the cloud's process dies without cleaning up (`kill -9`, out of memory). A function that waits for
 * its next call notices that by itself, but one in an endless loop does not, and neither do its child processes. A
 * separate process therefore knows their process groups, and waits for the end of a pipe that only the cloud holds
 * open.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Reads `+ <group>` and `- <group>`. It is a shell script, because a shell takes 1 MB and Node.js takes 40 MB. No part
 * of the script comes from outside.
 */
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
  // Functions run without a watchdog, too; the next start tries again.
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
