/**
 * `apikit adopt`: makes a project of an API that somebody else made. It reads AWS and writes files, and nothing in AWS.
 * A deploy then takes the resources over (docs/adopt.md).
 */
import { resolve } from 'node:path';
import type { AwsTarget } from '../aws/sdk/aws-target.ts';
import type { Context } from '../context.ts';
import type { Foreign } from '../contract/import/read-foreign.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import type { LiveApi } from '../incoming/live/live-api.ts';
import { counted } from '../text/counted.ts';
import { shellWord } from '../text/shell-word.ts';
import { wordOf } from '../text/word-of.ts';
import { SYMBOL } from '../ui/theme.ts';
import { defineCommand } from './parts/command.ts';
import { findingLines } from './parts/incoming/finding-lines.ts';
import {
  firstCommands,
  type IncomingProject,
  readMade,
  requireEmpty,
  type WrittenProject,
  writeIncoming,
} from './parts/incoming/incoming-project.ts';
import { ACCEPT_OPTION, acceptedRules, agreeToDecisions } from './parts/openapi/agree-decisions.ts';

interface Answers extends IncomingProject {
  readonly live: LiveApi;
}

interface Adopted extends WrittenProject {
  readonly api: string;
  readonly stage: string;
}

export const adopt = defineCommand({
  withoutProject: true,
  arguments: [{ name: '[dir]', description: 'folder of the new project (default: this one)' }],
  options: [
    { flags: '--api <id-or-name>', description: 'the REST API' },
    { flags: '--stage <name>', description: 'its stage, which has the same name in apikit' },
    { flags: '--name <name>', description: 'name of the new app (default: from the name of the API)' },
    ACCEPT_OPTION,
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
    await requireEmpty(folder);
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

  async execute({ live, ...incoming }, context): Promise<Adopted> {
    const written = await writeIncoming(incoming, context);
    return { ...written, api: live.id, stage: String(live.stage.stageName) };
  },

  render(written, theme) {
    const { files, findings, notes, shown, api, stage } = written;
    return {
      data: findingLines(findings, theme),
      notes: [
        ...notes.map((note) => theme.dim(`${SYMBOL.note} ${note}`)),
        `${theme.good(SYMBOL.done)} Wrote ${counted(files.length, 'file')} for API ${api}, stage ${stage}${shown === '' ? '' : `, to ${shown}`}. Nothing was changed in AWS.`,
      ],
      next: [...firstCommands(written), `apikit plan --stage ${stage} --adopt`],
    };
  },

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
  const { importable } = await import('../incoming/live/live-api.ts');
  return await readMade(importable(document, stage), 'export.json', `the export of ${api.name}`);
}

/** A function of the new name must not exist: a deploy would change it while it serves. */
function freeName({ api, functions, stage: { stageName } }: LiveApi, stage: string): string {
  const name = wordOf(String(api.name)) ?? 'api';
  return functions.some((fn) => fn.name === `${name}-${stageName ?? stage}`) ? `${name}-api` : name;
}

const noFunction = (api: string) =>
  new ApikitError('NoFunction', `No method of the API "${api}" calls a function, and a stage of apikit has one.`, {
    exitCode: EXIT.usage,
    hint: 'Export it (aws apigateway get-export), and begin with: apikit openapi import <file>.',
  });
