/** The common part of `apikit export cloudformation|sam|terraform|cdk`: plans the stage, and writes a folder. */
import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LOCAL_STAGE } from '../../../config/config.ts';
import type { Context } from '../../../context.ts';
import { pending } from '../../../engine/plan.ts';
import { ApikitError, EXIT, usageError } from '../../../errors.ts';
import { nothingThere } from '../../../files/nothing-there.ts';
import { replaceFile } from '../../../files/replace-file.ts';
import type { LeftStage, SettledStage } from '../../../stage/leaving/leave-stage.ts';
import type { Tool } from '../../../stage/leaving/leaving-page.ts';
import { counted } from '../../../text/counted.ts';
import { shownPath } from '../../../text/shown-path.ts';
import { SYMBOL, type Theme } from '../../../ui/theme.ts';
import { defineCommand, type Rendered } from '../command.ts';
import { planRelease } from '../deploy/make-plan.ts';

interface Answers {
  /** An absolute path. */
  readonly folder: string;
}

/** The files of an export, without the page that explains them. */
export interface ExportedFiles {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly resources: number;
  readonly left: LeftStage<never>['left'];
  readonly page: string;
}

/** The facts that the texts of an export name. */
export interface ExportedStage extends SettledStage {
  readonly app: string;
  readonly stage: string;
}

interface Written {
  tool: Tool;
  app: string;
  stage: string;
  folder: string;
  files: string[];
  resources: number;
  left: LeftStage<never>['left'];
  /** Relative to the user's folder. */
  shown: string;
}

const PAGE = 'LEAVING.md';

export function leaveCommand(tool: Tool, write: (stage: ExportedStage) => Promise<ExportedFiles>) {
  return defineCommand({
    options: [{ flags: '--out <folder>', description: `folder to write to (default: <app>-<stage>-${tool})` }],
    common: ['stage', 'profile', 'region'],
    examples: [`apikit export ${tool} --stage prod`, `apikit export ${tool} --stage prod --out infrastructure`],

    async ask({ flags }, context): Promise<Answers> {
      const { app, stage } = await context.stage();
      if (stage === LOCAL_STAGE) {
        throw usageError(
          `The stage ${LOCAL_STAGE} is in the embedded cloud, and no other tool can take it over.`,
          'Name a stage that is deployed to AWS: --stage <name>.',
        );
      }
      return { folder: resolve(context.io.cwd, flags.out ?? `${app}-${stage}-${tool}`) };
    },

    async execute({ folder }, context): Promise<Written> {
      const settled = await settledStage(context);
      const { files, page, ...exported } = await write(settled);
      const all = { ...files, [PAGE]: page };
      const names = Object.keys(all);
      const shown = shownPath(context.io.cwd, folder);
      await refuseTaken(folder, shown, names);
      for (const [name, content] of Object.entries(all)) await replaceFile(join(folder, name), content);
      return {
        tool,
        app: settled.app,
        stage: settled.stage,
        folder,
        files: names,
        ...exported,
        shown,
      };
    },

    render: renderLeaving,
    json: ({ shown: _, ...written }) => written,
  });
}

/** Throws `FileExists`: the folder may be a project, whose `package.json` an export to CDK would replace. */
async function refuseTaken(folder: string, shown: string, names: readonly string[]): Promise<void> {
  const found = await Promise.all(names.map((name) => lstat(join(folder, name)).catch(nothingThere)));
  const taken = names.filter((_name, index) => found[index]);
  if (taken.length === 0) return;
  throw new ApikitError(
    'FileExists',
    `${shown} already has ${taken.join(', ')}, and an export overwrites no file. Nothing was written.`,
    {
      hint: 'Name another folder with --out, or delete these files if they are of an earlier export.',
      exitCode: EXIT.usage,
    },
  );
}

/** A template must describe what exists, so a stage that differs from the project cannot be exported. */
async function settledStage(context: Context): Promise<ExportedStage> {
  const { prepareStage } = await import('../../../stage/prepare/prepare-stage.ts');
  const config = await context.stage();
  const prepared = await prepareStage(await context.project(), config, context.report);
  const { target, desired, observed, plan } = await planRelease(prepared, { config, target: context.target }, context);
  const { app, stage } = config;
  if (!observed.observation.observed.has('stage')) {
    throw new ApikitError('NotDeployed', `${app}/${stage} is not deployed, so there is nothing to take over.`, {
      hint: `Deploy it: apikit deploy --stage ${stage}`,
    });
  }
  const changes = pending(plan);
  if (changes.length > 0) {
    const differing = [...new Set(changes.map(({ resource }) => resource))].join(', ');
    throw new ApikitError(
      'StageDiffers',
      `${app}/${stage} differs from the project in ${differing}. A template of the project would describe resources that do not exist like this.`,
      {
        hint: `Look at the differences (apikit plan --stage ${stage}). Then deploy them, or check out the commit that the stage serves.`,
      },
    );
  }
  return {
    app,
    stage,
    desired,
    resources: observed.resources ?? desired.resources,
    observation: observed.observation,
    facts: target.facts,
    userVariables: new Set(Object.keys(target.config.function.environment)),
    adoptedTables: new Set(Object.values(config.adopts?.tables ?? {})),
  };
}

function renderLeaving({ app, stage, resources, left, files, shown }: Written, theme: Theme): Rendered {
  return {
    notes: [
      `${theme.good(SYMBOL.done)} Wrote ${counted(resources, 'resource')} of ${app}/${stage}`,
      ...left.map(({ what, why }) => `${SYMBOL.note} Stays as it is: ${what}. ${why}`),
      `${SYMBOL.note} ${join(shown, PAGE)} has the steps that take over the stage. Nothing was changed.`,
    ],
    data: files.map((name) => join(shown, name)),
  };
}
