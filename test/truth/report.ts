/** The result of a run, as lines. Pure. */
import type { ParityFinding } from './play-parity.ts';
import type { Finding, Verdict } from './run-probes.ts';

export function findingLines(finding: Finding | ParityFinding): string[] {
  return [
    `${finding.verdict.padEnd(14)}  ${finding.id}`,
    ...details(finding).map((line) => `${' '.repeat(18)}${line}`),
  ];
}

function details(finding: Finding | ParityFinding): readonly string[] {
  if (finding.verdict === 'agree') return [];
  if (!('expected' in finding)) return finding.lines ?? [];
  if (finding.verdict === 'could not tell') return [finding.reason ?? ''];
  return [`expected ${JSON.stringify(finding.expected)}`, `observed ${JSON.stringify(finding.observed)}`];
}

export function summaryLines(findings: readonly { readonly verdict: Verdict }[]): string[] {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  return ['', `${count('agree')} agree, ${count('differ')} differ, ${count('could not tell')} could not be told.`];
}
