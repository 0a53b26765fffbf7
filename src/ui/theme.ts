/** Colours and symbols. Only this module imports chalk. Colour is never the only signal. */
import { Chalk } from 'chalk';
import type { Io, OutputStream } from './io.ts';

export interface Theme {
  readonly color: boolean;
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  accent(text: string): string;
}

/** Follows https://no-color.org and https://force-color.org. `--no-color` and a pipe switch colour off. */
export function themeFor(stream: OutputStream, io: Pick<Io, 'env'>, noColor: boolean): Theme {
  const forced = io.env.FORCE_COLOR !== undefined && io.env.FORCE_COLOR !== '0';
  const off = noColor || Boolean(io.env.NO_COLOR) || io.env.TERM === 'dumb';
  const color = !off && (forced || stream.isTTY === true);
  const chalk = new Chalk({ level: color ? 1 : 0 });
  return {
    color,
    bold: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
    accent: (text) => chalk.cyan(text),
  };
}

export const SYMBOL = {
  done: '✔',
  failed: '✘',
  change: '~',
  create: '+',
  remove: '-',
  note: '·',
  next: '→',
  warning: '!',
} as const;
