/** `docs/local-gateway.md`: what the embedded gateway was shown to do, by whose word, and what it refuses. */
import { unsupported } from '../../src/local/services/apigateway/unsupported.ts';
import type { Case, Result } from './parity-run.ts';
import { refusals } from './refusals.ts';

export function localGatewayPage(
  groups: ReadonlyMap<string, readonly Case[]>,
  results: readonly Result[],
  exceptions: Readonly<Record<string, string>>,
): string {
  const passed = new Set(results.filter(({ status }) => status === 'pass').map(({ id }) => id));
  const all = [...groups.values()].flat();
  const recorded = all.filter(isRecorded);
  const count = (cases: readonly Case[]) => cases.filter(({ id }) => passed.has(id)).length;
  return [
    '# The local gateway: parity with Amazon API Gateway',
    '',
    'Written by `npx vitest run test/parity -u`; do not edit. [embedded-gateway.md](embedded-gateway.md) says how it is built and what',
    'it does where the behaviour of AWS is not known.',
    '',
    `**${count(all)} of ${all.length} cases pass (${percent(count(all), all.length)}); of those recorded on AWS, ${count(recorded)} of ${recorded.length}.**`,
    '`npm run parity` plays them and prints the figure per group. A case is data: an API, requests, and what AWS answers',
    '(`test/parity/FORMAT.md` of the repository). Evidence: *recorded* on AWS by others, *observed* and reported, *documented* by AWS, or',
    '*inferred*.',
    '',
    '| group | cases | pass | recorded | pass |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...[...groups].map(([group, cases]) => {
      const on = cases.filter(isRecorded);
      return `| [${group}](#${group}) | ${cases.length} | ${count(cases)} | ${on.length} | ${count(on)} |`;
    }),
    '',
    ...section('## Cases that do not pass', Object.entries(exceptions), ([id, reason]) => `- \`${id}\`: ${reason}`),
    '## Refused by name',
    '',
    'What is not emulated is refused with `NotImplementedException` (501) and its name, never accepted and ignored. Whole operations',
    'of API Gateway:',
    '',
    unsupported.map(({ name }) => `\`${name}\``).join(', '),
    '',
    'A deployment whose methods ask for response streaming, VPC links, credentials of the caller, services or actions that are not',
    'there, or templates that are too large ([embedded-gateway.md](embedded-gateway.md#refused-by-name)). Members and values, by folder of `src/local`:',
    '',
    ...refusals().map(([folder, texts]) => `- ${folder}: ${texts.join('; ')}`),
    '',
    '## What was shown',
    '',
    ...[...groups].flatMap(([group, cases]) => [
      `### ${group}`,
      '',
      ...cases.map(({ id, title, evidence }) => `- ${passed.has(id) ? '' : '**fails** '}${title} — *${evidence}*`),
      '',
    ]),
  ].join('\n');
}

const isRecorded = ({ evidence }: Case): boolean => evidence.startsWith('recorded');

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

const section = <T>(title: string, rows: readonly T[], line: (row: T) => string): string[] =>
  rows.length === 0 ? [] : [title, '', ...rows.map(line), ''];
