/** The goals of a load test as results for `junitOf`. Pure. */
import type { CaseResult } from '../../../contract/testing/case-result.ts';
import { type LoadReport, shownMeasure } from '../../../ui/load-text.ts';

export function goalResults({ goals }: LoadReport): CaseResult[] {
  return goals.map(({ goal, measured, met }) => ({
    operationId: 'load',
    name: goal.text,
    kind: 'positive',
    outcome: met ? 'passed' : 'failed',
    problems: met ? [] : [`${goal.text} was missed: ${shownMeasure(goal, measured)}.`],
    undeclared: false,
    ms: 0,
  }));
}
