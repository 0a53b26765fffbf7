/** `function.snapStart` of apikit.yaml: which functions can begin from a snapshot (docs/aws/lambda.md). Pure. */
import type { Schema } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

export const snapStartSchema: Schema = {
  type: 'boolean',
  description:
    'Lambda starts the function from a snapshot of its initialized state, which shortens cold starts. For Python 3.12 and later; AWS bills the snapshots of all kept releases. Default: false.',
};

interface Checked {
  readonly function: { readonly snapStart?: boolean; readonly runtime: string; readonly ephemeralStorage: number };
  readonly provisionedConcurrency?: { readonly executions: number } | false;
}

/** The MB of `/tmp` that a snapshot can have. */
const MOST_STORAGE = 512;

export function checkSnapStart({ function: fn, provisionedConcurrency }: Checked, report: ReportProblem): void {
  if (!fn.snapStart) return;
  const path = ['function', 'snapStart'];
  if (!hasSnapStart(fn.runtime)) {
    report(
      path,
      `function.snapStart is true, and Lambda has no SnapStart for ${fn.runtime}.`,
      fn.runtime.startsWith('python')
        ? 'Use python3.12 or later, or remove the setting.'
        : 'Remove it: SnapStart is for Python 3.12 and later. For Node.js, provisionedConcurrency avoids cold starts.',
    );
  }
  if (provisionedConcurrency) {
    report(path, 'function.snapStart and provisionedConcurrency exclude each other on Lambda.', 'Keep one of them.');
  }
  if (fn.ephemeralStorage > MOST_STORAGE) {
    report(
      path,
      `function.snapStart is true, and function.ephemeralStorage is ${fn.ephemeralStorage}: Lambda takes snapshots of functions with at most ${MOST_STORAGE} MB of /tmp.`,
      `Set ephemeralStorage: ${MOST_STORAGE}, or remove snapStart.`,
    );
  }
}

function hasSnapStart(runtime: string): boolean {
  const [, minor] = /^python3\.(\d+)$/.exec(runtime) ?? [];
  return minor !== undefined && Number(minor) >= 12;
}
