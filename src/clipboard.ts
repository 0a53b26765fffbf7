/** The clipboard of this machine, by whichever program it has for it. */
import { spawn } from 'node:child_process';
import { findProgram } from './find-program.ts';

type Env = Readonly<Record<string, string | undefined>>;

type Program = readonly [command: string, ...args: string[]];

/** Those that may work here, the likeliest first. */
function programs(env: Env): Program[] {
  if (process.platform === 'darwin') return [['pbcopy']];
  if (process.platform === 'win32') return [['clip.exe']];
  return [
    ...(env.WAYLAND_DISPLAY ? [['wl-copy'] as const] : []),
    ...(env.DISPLAY
      ? [['xclip', '-selection', 'clipboard'] as const, ['xsel', '--clipboard', '--input'] as const]
      : []),
    // The Windows around a Linux.
    ...(env.WSL_DISTRO_NAME ? [['clip.exe'] as const] : []),
  ];
}

/** Writes a text to the clipboard. Throws what the program says against it. */
export type Copy = (text: string) => Promise<void>;

/** `undefined`: this machine has no clipboard, or no program for it. */
export function findClipboard(env: Env): Copy | undefined {
  const found = programs(env).find(([command]) => findProgram(command, env.PATH) !== undefined);
  return found && ((text) => write(found, text, env));
}

function write([command, ...args]: Program, text: string, env: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    // Programs for X stay in the background to give the text away: their streams would keep this one waiting.
    const child = spawn(command, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with exit code ${code ?? 'none'}`)),
    );
    // One that ends without reading says so with its exit code.
    child.stdin.once('error', () => {});
    child.stdin.end(text);
  });
}
