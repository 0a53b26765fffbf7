/** `deploy --canary 10 --watch`: prints the deploy, and then watches its canary. */
import type { Context, Target } from '../../../context.ts';
import type { Option } from '../../../flags/option.ts';
import { eventLine } from '../../../ui/reporter.ts';
import { columnsOf, fold } from '../../../ui/wrap.ts';
import type { Rendered } from '../command.ts';
import { beginWatching, openWatching } from './canary-begin.ts';
import { limitsWith, type Watched } from './canary-watching.ts';

export const WATCH_OPTION = {
  flags: '--watch',
  description: 'with --canary: watch it, and end or promote it, like canary watch',
} as const satisfies Option;

/** The result of the deploy as text, and as the `--json` document that is the first event of the stream. */
export interface DeployReport {
  readonly rendered: Rendered;
  readonly document: object;
}

export async function watchDeployed(target: Target, told: DeployReport, context: Context): Promise<Watched> {
  printDeploy(told, context);
  const limits = limitsWith(target.config, {});
  return await beginWatching(await openWatching(target, { limits }, context), context);
}

function printDeploy(
  { rendered: { notes = [], data = [] }, document }: DeployReport,
  { io, flags, report }: Context,
): void {
  report.finish();
  if (flags.json || flags.events) {
    const stream = flags.json ? io.stdout : io.stderr;
    stream.write(eventLine(io, { type: 'deployed', ...document }));
    return;
  }
  for (const text of notes) report.note(text);
  for (const line of data.flatMap((each) => fold(each, columnsOf(io.stdout)))) io.stdout.write(`${line}\n`);
}
