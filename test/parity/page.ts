/** Writes `docs/local-gateway.md`: the cases that the embedded gateway passes, their evidence, and its refusals. */
import { unsupported } from '../../src/local/services/apigateway/unsupported.ts';
import { unsupported as unsupportedHttp } from '../../src/local/services/apigatewayv2/unsupported.ts';
import type { HttpCase, HttpResult } from './http/run.mjs';
import type { Case, Result } from './parity-run.ts';
import { refusals } from './refusals.ts';

export function localGatewayPage(
  groups: ReadonlyMap<string, readonly Case[]>,
  results: readonly Result[],
  exceptions: Readonly<Record<string, string>>,
  http: HttpParity,
): string {
  const passed = new Set(results.filter(({ status }) => status === 'pass').map(({ id }) => id));
  const all = [...groups.values()].flat();
  const recorded = all.filter(isRecorded);
  const count = (cases: readonly Case[]) => cases.filter(({ id }) => passed.has(id)).length;
  return [
    '# The local gateway: parity with Amazon API Gateway',
    '',
    '`npx vitest run test/parity -u` writes this page; do not edit it. [embedded-gateway.md](embedded-gateway.md) describes how the gateway',
    'works, and what it does where the behaviour of AWS is not known. [conformance.md](conformance.md) has the figure for the control planes.',
    '',
    `**${count(all)} of ${all.length} cases pass (${percent(count(all), all.length)}); of those recorded on AWS, ${count(recorded)} of ${recorded.length}.**`,
    '`npm run parity` runs them and prints the result for each group. A case is data: an API, requests, and the responses of AWS',
    '(`test/parity/FORMAT.md` in the repository). The evidence is *recorded* on AWS by others, *observed* and reported by users,',
    '*documented* by AWS, or *inferred*.',
    '',
    '| group | cases | pass | recorded | pass |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...[...groups].map(([group, cases]) => {
      const on = cases.filter(isRecorded);
      return `| [${group}](#${group}) | ${cases.length} | ${count(cases)} | ${on.length} | ${count(on)} |`;
    }),
    '',
    ...httpTable(http),
    ...section('## Cases that do not pass', Object.entries(exceptions), ([id, reason]) => `- \`${id}\`: ${reason}`),
    '## Refused by name',
    '',
    'The embedded cloud refuses everything that it does not emulate with `NotImplementedException` (501) and its name. It never accepts',
    'and ignores a setting. It refuses these operations of API Gateway:',
    '',
    unsupported.map(({ name }) => `\`${name}\``).join(', '),
    '',
    'and these of API Gateway v2:',
    '',
    unsupportedHttp.map(({ name }) => `\`${name}\``).join(', '),
    '',
    'It refuses a deployment whose methods use response streaming, credentials of the caller, services or actions that are not',
    'emulated, or templates that are too large ([embedded-gateway.md](embedded-gateway.md#refused-by-name)). It refuses these members and',
    'values, by folder of `src/local`:',
    '',
    ...refusals().map(([folder, texts]) => `- ${folder}: ${texts.join('; ')}`),
    '',
    '## Cases',
    '',
    ...[...groups].flatMap(([group, cases]) => [
      `### ${group}`,
      '',
      ...cases.map(({ id, title, evidence }) => `- ${passed.has(id) ? '' : '**fails** '}${title} — *${evidence}*`),
      '',
    ]),
    ...httpCases(http),
  ].join('\n');
}

export interface HttpParity {
  readonly groups: ReadonlyMap<string, readonly HttpCase[]>;
  readonly results: readonly HttpResult[];
}

function httpTable({ groups, results }: HttpParity): string[] {
  const passed = new Set(results.filter(({ status }) => status === 'pass').map(({ id }) => id));
  const all = [...groups.values()].flat();
  const seen = all.filter(isSeen);
  const count = (cases: readonly HttpCase[]) => cases.filter(({ id }) => passed.has(id)).length;
  return [
    '## HTTP APIs',
    '',
    `**${count(all)} of ${all.length} cases pass (${percent(count(all), all.length)}); of those observed on AWS or documented, ${count(seen)} of ${seen.length}.**`,
    '`test/parity/http/FORMAT.md` describes them. [aws/http-apis.md](aws/http-apis.md) says where the facts come from.',
    '',
    '| group | cases | pass | observed or documented | pass |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...[...groups].map(([group, cases]) => {
      const on = cases.filter(isSeen);
      return `| [${group}](#http-${group}) | ${cases.length} | ${count(cases)} | ${on.length} | ${count(on)} |`;
    }),
    '',
  ];
}

const httpCases = ({ groups, results }: HttpParity): string[] => [
  '## Cases of HTTP APIs',
  '',
  ...[...groups].flatMap(([group, cases]) => [
    `### http-${group}`,
    '',
    ...cases.map(({ id, title, evidence }) => {
      const passes = results.some((result) => result.id === id && result.status === 'pass');
      return `- ${passes ? '' : '**fails** '}${title} — *${evidence}*`;
    }),
    '',
  ]),
];

const isSeen = ({ evidence }: HttpCase): boolean => !evidence.startsWith('inferred');

const isRecorded = ({ evidence }: Case): boolean => evidence.startsWith('recorded');

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

const section = <T>(title: string, rows: readonly T[], line: (row: T) => string): string[] =>
  rows.length === 0 ? [] : [title, '', ...rows.map(line), ''];
