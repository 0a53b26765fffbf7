/** Writes results as JUnit XML, which CI systems read. An operation is a suite, and a request is a case. Pure. */
import type { CaseResult } from './case-result.ts';
import { curl } from './curl.ts';

export function junitOf(app: string, results: readonly CaseResult[], secrets: readonly (string | undefined)[]): string {
  const byOperation = new Map<string, CaseResult[]>();
  for (const result of results)
    byOperation.set(result.operationId, [...(byOperation.get(result.operationId) ?? []), result]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(app)}" ${totals(results)}>`,
    ...[...byOperation].flatMap(([operation, cases]) => [
      `  <testsuite name="${escaped(operation)}" ${totals(cases)}>`,
      ...cases.flatMap((result) => caseLines(result, secrets)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function totals(results: readonly CaseResult[]): string {
  const count = (outcome: CaseResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  return `tests="${results.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}" time="${seconds(results.reduce((sum, { ms }) => sum + ms, 0))}"`;
}

function caseLines(
  { operationId, name, outcome, problems, sent, ms }: CaseResult,
  secrets: readonly (string | undefined)[],
): string[] {
  const open = `    <testcase classname="${escaped(operationId)}" name="${escaped(name)}" time="${seconds(ms)}"`;
  if (outcome === 'passed') return [`${open}/>`];
  if (outcome === 'skipped')
    return [`${open}>`, `      <skipped message="${escaped(problems.join(' '))}"/>`, '    </testcase>'];
  const text = [...problems, ...(sent ? [curl(sent, secrets)] : [])].join('\n');
  return [
    `${open}>`,
    `      <failure message="${escaped(problems[0] ?? '')}">${escaped(text)}</failure>`,
    '    </testcase>',
  ];
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

/** Leaves out characters that XML cannot express. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
