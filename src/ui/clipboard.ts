/** Writes to the clipboard of this machine, with the program that the machine has for it. */
import { spawn } from 'node:child_process';
import { findProgram } from '../files/find-program.ts';

type Env = Readonly<Record<string, string | undefined>>;

type Program = readonly [command: string, ...args: string[]];

/** The programs that may work here, the most likely first. */
function programs(env: Env): Program[] {
  if (process.platform === 'darwin') return [['pbcopy']];
  if (process.platform === 'win32') return [['clip.exe']];
  return [
    ...(env.WAYLAND_DISPLAY ? [['wl-copy'] as const] : []),
    ...(env.DISPLAY
      ? [['xclip', '-selection', 'clipboard'] as const, ['xsel', '--clipboard', '--input'] as const]
      : []),
    // WSL runs Linux in Windows.
    ...(env.WSL_DISTRO_NAME ? [['clip.exe'] as const] : []),
  ];
}

/** Writes a text to the clipboard. Throws the failure of the program. */
export type Copy = (text: string) => Promise<void>;

/** Returns `undefined` if this machine has no clipboard, or no program for it. */
export function findClipboard(env: Env): Copy | undefined {
  const found = programs(env).find(([command]) => findProgram(command, env.PATH) !== undefined);
  return found && ((text) => write(found, text, env));
}

function write([command, ...args]: Program, text: string, env: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    // Programs for X stay in the background to serve the text. Their open streams would keep this process waiting.
    const child = spawn(command, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with exit code ${code ?? 'none'}`)),
    );
    // A program that ends without reading reports it with its exit code.
    child.stdin.once('error', () => {});
    child.stdin.end(text);
  });
}
