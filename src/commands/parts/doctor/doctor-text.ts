/** The output of `apikit doctor`. Pure. */
import type { CheckedFinding, Examination } from '../../../doctor/examine.ts';
import type { Repair } from '../../../doctor/finding.ts';
import { counted } from '../../../text/counted.ts';
import { SYMBOL, type Theme } from '../../../ui/theme.ts';

import type { Rendered } from '../command.ts';

export interface Examined {
  readonly stage?: string;
  readonly examination: Examination;
  readonly calls: number;
  readonly repaired: readonly Repair[];
}

const AREAS = ['machine', 'account', 'project', 'stage'] as const;

export function doctorText(
  { examination: { findings, fine, unseen }, repaired, stage, calls }: Examined,
  theme: Theme,
): Rendered {
  const sections = AREAS.flatMap((area) => {
    const bad = findings.filter((finding) => finding.area === area);
    const good = fine.filter((one) => one.area === area);
    if (bad.length + good.length === 0) return [];
    const lines = [
      ...bad.flatMap((finding) => findingLines(finding, theme)),
      ...good.map(({ what }) => theme.dim(`${SYMBOL.done} ${what}`)),
    ];
    return [
      [
        theme.bold(area === 'stage' && stage !== undefined ? `stage ${stage}` : area),
        ...lines.map((line) => `  ${line}`),
      ],
    ];
  });
  const count = (severity: CheckedFinding['severity']) =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    data: [
      ...sections.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
      ...(unseen.length > 0
        ? ['', ...unseen.map(({ check, why }) => theme.warn(`Not checked (${check}): ${why}`))]
        : []),
      ...repaired.map(({ logGroup, retentionDays }) =>
        theme.good(`${SYMBOL.done} ${logGroup} now keeps its lines for ${retentionDays} days.`),
      ),
      '',
      `${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}, ${counted(count('note'), 'note')}; ${counted(calls, 'call')}`,
    ],
    next: nextOf({ findings, fine, unseen }, stage),
  };
}

function findingLines({ severity, says, why, fix, command }: CheckedFinding, theme: Theme): string[] {
  const mark = { error: theme.bad(SYMBOL.failed), warning: theme.warn(SYMBOL.warning), note: SYMBOL.note }[severity];
  return [`${mark} ${says}`, `  ${why}`, `  ${fix}${command === undefined ? '' : theme.dim(`  ${command}`)}`];
}

const ofProject = ({ area }: { area: string }) => area === 'project';

/** The command of the worst finding. The other findings show their own commands. */
function nextOf(examination: Examined['examination'], stage: string | undefined): string[] {
  const first = examination.findings.find(
    ({ command, severity }) => command !== undefined && severity !== 'note',
  )?.command;
  if (first !== undefined) return [first];
  const inProject = examination.findings.some(ofProject) || examination.fine.some(ofProject);
  return stage === undefined && inProject ? ['apikit doctor --stage local'] : [];
}

export function doctorDocument({ examination: { findings, fine, unseen }, repaired, stage, calls }: Examined): object {
  return {
    stage: stage ?? null,
    findings: findings.map(({ check, area, severity, says, why, fix, command, repair }) => ({
      check,
      area,
      severity,
      says,
      why,
      fix,
      command: command ?? null,
      repairable: repair !== undefined,
    })),
    fine,
    unseen,
    repaired,
    calls,
  };
}
