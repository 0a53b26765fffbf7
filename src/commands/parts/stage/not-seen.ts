/** The warning of every command that switched a stage whose address does not serve the new release yet. */
import type { ProbeResult } from '../../../aws/releases/probe.ts';
import type { Context } from '../../../context.ts';

/** `probe` is `undefined` if nothing was switched. */
export function warnIfNotSeen(
  probe: ProbeResult | undefined,
  { url, release }: { readonly url: string; readonly release: string },
  { report }: Context,
): void {
  if (!probe || probe.seen) return;
  if (probe.outside) {
    report.note(
      `The stage was switched. Whether ${url} serves release ${release} cannot be seen from here: ${probe.problem}.`,
    );
    return;
  }
  if (probe.hopeless) {
    report.warn(`The stage was switched, but ${url} cannot be called: ${probe.problem}.`);
    return;
  }
  const instead = probe.problem ?? `it serves ${probe.last}`;
  report.warn(
    `The stage was switched, but ${url} does not serve release ${release} yet (${instead}). It usually does within a minute.`,
  );
}
