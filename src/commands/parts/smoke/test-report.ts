/**
 * The report of `apikit test`: a line for each operation, and failures with request, expectation and response. Pure.
 */
import type { CaseResult } from '../../../contract/testing/case-result.ts';
import type { TestRun } from '../../../contract/testing/run-cases.ts';
import { asCurl } from '../../../stage/smoke/smoke-failed.ts';
import { SYMBOL, type Theme } from '../../../ui/theme.ts';
import type { Rendered } from '../command.ts';

export interface TestReport extends TestRun {
  readonly app: string;
  readonly stage: string;
  /** Whether a test must confirm the name of the stage. */
  readonly isProtected: boolean;
  readonly url: string;
  readonly seed: number;
  /** The key and the token, which must not be shown. */
  readonly secrets: readonly (string | undefined)[];
}

/** Returns the command that repeats a request; `undefined` if it was never sent. */
export type Repeat = (result: CaseResult) => string | undefined;

/** The longest part of a response that is shown. */
const LONGEST_BODY = 400;

export function testText(
  { app, stage, isProtected, seed, results, left, secrets }: TestReport,
  theme: Theme,
): Rendered {
  const { passed, failed, skipped } = countsOf(results);
  const sign = failed === 0 ? theme.good(SYMBOL.done) : theme.bad(SYMBOL.failed);
  const total = [`${passed} passed`, `${failed} failed`, `${skipped} skipped`].join(', ');
  return {
    data: [
      ...resultLines(results, asCurl(secrets), theme),
      ...section('Passed, but with a status that the contract does not declare', undeclaredOf(results), theme),
      ...section('Created by this test and not deleted', left, theme),
      '',
      `${sign} ${app}/${stage}: ${total} (seed ${seed})`,
    ],
    next: failed > 0 ? [`apikit test --stage ${stage}${isProtected ? ` --confirm ${stage}` : ''} --seed ${seed}`] : [],
  };
}

export function countsOf(results: readonly CaseResult[]): Record<CaseResult['outcome'], number> {
  const count = (outcome: CaseResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/**
 * A line for each operation, then the failures with the requests to repeat, then the skipped checks with their reasons.
 */
export function resultLines(results: readonly CaseResult[], repeat: Repeat, theme: Theme): string[] {
  const operations = [...new Set(results.map(({ operationId }) => operationId))];
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  const skipped = results.filter(({ outcome }) => outcome === 'skipped');
  return [
    ...operations.map((operation) => operationLine(operation, results, theme)),
    ...failed.flatMap((result) => ['', ...failureLines(result, repeat, theme)]),
    ...section('Skipped', reasons(skipped), theme),
  ];
}

function operationLine(operation: string, results: readonly CaseResult[], theme: Theme): string {
  const own = results.filter(({ operationId }) => operationId === operation);
  const { passed, failed, skipped } = countsOf(own);
  const sign =
    failed > 0
      ? theme.bad(SYMBOL.failed)
      : skipped === own.length
        ? theme.warn(SYMBOL.warning)
        : theme.good(SYMBOL.done);
  const parts = [
    `${passed} of ${own.length} passed`,
    ...(failed > 0 ? [theme.bad(`${failed} failed`)] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return `${sign} ${operation}  ${theme.dim(parts.join(', '))}`;
}

function failureLines(result: CaseResult, repeat: Repeat, theme: Theme) {
  const { operationId, name, problems, answer } = result;
  const command = repeat(result);
  return [
    `${theme.bad(SYMBOL.failed)} ${theme.bold(operationId)} ${name}`,
    ...problems.map((problem) => `    ${problem}`),
    ...(command === undefined ? [] : [theme.dim(`    ${command}`)]),
    ...(answer ? [theme.dim(`    ${answer.status} ${shortened(answer.text)}`.trimEnd())] : []),
  ];
}

function section(title: string, lines: readonly string[], theme: Theme): string[] {
  return lines.length === 0 ? [] : ['', theme.warn(`${title}:`), ...lines.map((line) => `  ${line}`)];
}

/** Each reason once, with its operations. */
export function reasons(skipped: readonly CaseResult[]): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { operationId, problems } of skipped) {
    const reason = problems.join(' ');
    byReason.set(reason, (byReason.get(reason) ?? new Set()).add(operationId));
  }
  return [...byReason].map(([reason, operations]) => `${[...operations].join(', ')}: ${reason}`);
}

function undeclaredOf(results: readonly CaseResult[]): string[] {
  const found = results
    .filter((result) => result.undeclared)
    .map(({ operationId, answer }) => `${operationId} ${answer?.status}`);
  return [...new Set(found)];
}

/** Puts any text on one line. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/[^\x20-\x7e\u{a0}-\u{10ffff}]/gu, '?');
  return line.length > LONGEST_BODY ? `${line.slice(0, LONGEST_BODY)}…` : line;
}

export function testDocument({ app, stage, url, seed, results, left, secrets }: TestReport): object {
  return {
    app,
    stage,
    url,
    seed,
    ...countsOf(results),
    cases: results.map((result) => {
      const { operation, name, outcome, problems, status, request, ms } = checkDocument(result, asCurl(secrets));
      const { kind, undeclared } = result;
      return { operation, name, kind, outcome, problems, status, undeclared, request, ms };
    }),
    left,
  };
}

export function checkDocument(result: CaseResult, repeat: Repeat) {
  const { operationId, name, outcome, problems, ms, answer } = result;
  return {
    operation: operationId,
    name,
    outcome,
    problems,
    status: answer?.status ?? null,
    request: repeat(result) ?? null,
    ms,
  };
}
