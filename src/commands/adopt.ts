/**
 * `apikit adopt`: makes a project of an API that somebody else made. It reads AWS and writes files, and nothing in AWS.
 * A deploy then takes the resources over (docs/adopt.md).
 */
import { relative, resolve } from 'node:path';
import type { AwsTarget } from '../aws/sdk/aws-target.ts';
import { renderProblem } from '../config/problem.ts';
import type { Context } from '../context.ts';
import type { Foreign } from '../contract/import/read-foreign.ts';
import type { Decision } from '../contract/import/settle.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import type { Finding } from '../incoming/finding.ts';
import type { LiveApi } from '../incoming/live/live-api.ts';
import type { ProjectFile } from '../templates/project-folder.ts';
import { counted } from '../text/counted.ts';
import { shellWord } from '../text/shell-word.ts';
import { wordOf } from '../text/word-of.ts';
import { SYMBOL } from '../ui/theme.ts';
import { defineCommand } from './parts/command.ts';
import { findingLines } from './parts/incoming/finding-lines.ts';
import { acceptedRules, agreeToDecisions } from './parts/openapi/agree-decisions.ts';

interface Answers {
  /** An absolute path. */
  folder: string;
  live: LiveApi;
  foreign: Foreign;
  files: readonly ProjectFile[];
  findings: readonly Finding[];
  installs: boolean;
}

interface Adopted {
  /** An absolute path. */
  dir: string;
  /** Relative to the user's folder; empty for that folder itself. */
  shown: string;
  api: string;
  stage: string;
  files: string[];
  findings: readonly Finding[];
  notes: readonly string[];
  decisions: readonly Decision[];
  /** The security schemes that still need an authorizer. */
  authorizers: readonly string[];
  installs: boolean;
}

export const adopt = defineCommand({
  withoutProject: true,
  arguments: [{ name: '[dir]', description: 'folder of the new project (default: this one)' }],
  options: [
    { flags: '--api <id-or-name>', description: 'the REST API' },
    { flags: '--stage <name>', description: 'its stage, which has the same name in apikit' },
    { flags: '--name <name>', description: 'name of the new app (default: from the name of the API)' },
    {
      flags: '--accept <rules>',
      description: 'rules whose losses you accept, separated by commas; see docs/import.md',
      repeatable: true,
    },
  ],
  common: ['profile', 'region'],
  examples: [
    'apikit adopt --api a1b2c3d4e5 --stage prod --region eu-west-1',
    "apikit adopt shop --api 'Items API' --stage prod --name shop",
  ],

  async ask({ args: [dir = '.'], flags }, context): Promise<Answers> {
    const accepted = acceptedRules(flags.accept);
    const { api, stage } = flags;
    if (api === undefined || stage === undefined)
      throw usageError(
        `${api === undefined ? '--api' : '--stage'} is missing.`,
        'Pass --api with the ID or name of a REST API, and --stage with the name of its stage.',
      );
    const { APP_NAME } = await import('../config/schema.ts');
    if (flags.name !== undefined && !APP_NAME.test(flags.name))
      throw usageError(`"${flags.name}" is not valid as the name of an app.`, 'Use letters, digits and hyphens.');
    const region = context.regionOutside();
    if (region === undefined) throw usageError('No region is named.', 'Pass --region, or set AWS_REGION.');
    const folder = resolve(context.io.cwd, dir);
    const { isEmpty } = await import('../templates/project-folder.ts');
    if (!(await isEmpty(folder))) throw usageError(`${folder} is not empty.`, 'Name a new folder.');
    const { profile } = context.flags;
    const target = await context.connect({ stage, region, ...(profile !== undefined && { profile }) });
    const live = await readLive(target, { api, stage }, context);
    const foreign = await contractOf(live);
    const retry = `apikit adopt ${shellWord(dir)} --api ${shellWord(api)} --stage ${shellWord(stage)} --region ${region}`;
    await agreeToDecisions(foreign.decisions, accepted, retry, context);
    const { adoptedProject } = await import('../incoming/live/adopted-project.ts');
    const name = flags.name ?? freeName(live, stage);
    return { folder, live, foreign, ...adoptedProject(live, foreign, { name, region }) };
  },

  async execute({ folder, live, foreign, files, findings, installs }, context): Promise<Adopted> {
    const { writeProject } = await import('../templates/project-folder.ts');
    for (const warning of foreign.warnings) context.report.warn(renderProblem(warning));
    await writeProject(folder, files, context.io.signal);
    return {
      dir: folder,
      shown: relative(context.io.cwd, folder),
      api: live.id,
      stage: String(live.stage.stageName),
      files: files.map(({ path }) => path),
      findings,
      notes: foreign.notes,
      decisions: foreign.decisions,
      authorizers: authorizersOf(foreign),
      installs,
    };
  },

  render: ({ files, findings, notes, authorizers, shown, api, stage, installs }, theme) => ({
    data: findingLines(findings, theme),
    notes: [
      ...notes.map((note) => theme.dim(`${SYMBOL.note} ${note}`)),
      `${theme.good(SYMBOL.done)} Wrote ${counted(files.length, 'file')} for API ${api}, stage ${stage}${shown === '' ? '' : `, to ${shown}`}. Nothing was changed in AWS.`,
    ],
    next: [
      ...(shown === '' ? [] : [`cd ${shellWord(shown)}`]),
      ...(installs ? ['npm install'] : []),
      ...authorizers.map((name) => `apikit add authorizer ${name}`),
      'apikit validate',
      `apikit plan --stage ${stage} --adopt`,
    ],
  }),
  json: ({ dir, api, stage, files, findings, notes, decisions }) => ({
    dir,
    api,
    stage,
    files,
    findings,
    notes,
    decisions,
  }),
});

async function readLive(
  { clients }: AwsTarget,
  wanted: { readonly api: string; readonly stage: string },
  { io: { signal }, report }: Context,
): Promise<LiveApi> {
  const [{ findApi }, { exportApi }, { readFunction }, { readTable }, { readSurroundings }, { tableNames }, live] =
    await Promise.all([
      import('../aws/hand-made/find-api.ts'),
      import('../aws/api-gateway/export-api.ts'),
      import('../aws/hand-made/read-function.ts'),
      import('../aws/hand-made/read-table.ts'),
      import('../aws/hand-made/read-surroundings.ts'),
      import('../aws/kinds/table/table-names.ts'),
      import('../incoming/live/live-api.ts'),
    ]);
  const [gateway, dynamodb] = await Promise.all([clients.apiGateway(), clients.dynamodb()]);
  const found = await findApi(gateway, wanted.api, wanted.stage);
  const document = await exportApi(gateway, found.id, wanted.stage);
  const called = live.functionsIn(document, found.stage);
  if (called.length === 0) throw noFunction(String(found.api.name));
  report.note(`Reading ${counted(called.length, 'function')} of API ${found.api.name} (${found.id})`);
  const functions = await Promise.all(called.map((one) => readFunction(clients, one, signal)));
  const { tablesUsed } = await import('../incoming/live/tables.ts');
  const names = tablesUsed(functions, await tableNames(dynamodb));
  const tables = (await Promise.all(names.map((name) => readTable(dynamodb, name)))).flatMap((table) => table ?? []);
  const surroundings = await readSurroundings(clients, {
    api: found.id,
    stage: wanted.stage,
    watched: {
      ApiName: [String(found.api.name)],
      FunctionName: functions.map(({ name }) => name),
      TableName: tables.map(({ name }) => name),
    },
  });
  return { ...found, document, functions, tables, ...surroundings };
}

async function contractOf({ document, stage, api }: LiveApi): Promise<Foreign> {
  const [{ readForeign }, { importable }, { openNothing }] = await Promise.all([
    import('../contract/import/read-foreign.ts'),
    import('../incoming/live/live-api.ts'),
    import('../contract/read/open-file.ts'),
  ]);
  const text = JSON.stringify(importable(document, stage), undefined, 2);
  return readForeign({ text, name: 'export.json', open: openNothing, shown: () => `the export of ${api.name}` });
}

/** A function of the new name must not exist: a deploy would change it while it serves. */
function freeName({ api, functions, stage: { stageName } }: LiveApi, stage: string): string {
  const name = wordOf(String(api.name)) ?? 'api';
  return functions.some((fn) => fn.name === `${name}-${stageName ?? stage}`) ? `${name}-api` : name;
}

const authorizersOf = ({ operations }: Foreign): string[] => [
  ...new Set(
    operations.flatMap(({ access: { authorizer } }) =>
      authorizer?.kind === 'token' || authorizer?.kind === 'request' ? authorizer.scheme : [],
    ),
  ),
];

const noFunction = (api: string) =>
  new ApikitError('NoFunction', `No method of the API "${api}" calls a function, and a stage of apikit has one.`, {
    exitCode: EXIT.usage,
    hint: 'Export it (aws apigateway get-export), and begin with: apikit openapi import <file>.',
  });
