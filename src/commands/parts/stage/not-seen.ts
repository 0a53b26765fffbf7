/** What every command says of a stage that it has switched and that does not answer with the new release yet. */
import type { ProbeOutcome } from '../../../aws/releases/probe.ts';
import type { Context } from '../../../context.ts';

/** `probe` absent: nothing was switched. */
export function warnIfNotSeen(
  probe: ProbeOutcome | undefined,
  { url, release }: { readonly url: string; readonly release: string },
  { report }: Context,
): void {
  if (!probe || probe.seen) return;
  const instead = probe.problem ?? `it serves ${probe.last}`;
  report.warn(
    `The stage was switched, but ${url} has not answered with release ${release} yet (${instead}). It usually does within a minute.`,
  );
}
