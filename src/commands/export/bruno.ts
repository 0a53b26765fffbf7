/** `apikit export bruno`: writes the contract as a folder of requests for Bruno. */
import { resolve } from 'node:path';
import type { Target } from '../../context.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { counted } from '../../text/counted.ts';
import { shownPath } from '../../text/shown-path.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { askExport, walkOf } from '../parts/openapi/export-walk.ts';

interface Answers {
  readonly target?: Target;
  /** An absolute path. */
  readonly folder: string;
  readonly force: boolean;
}

interface Written {
  readonly requests: number;
  readonly baseUrl: string | null;
  readonly folder: string;
  readonly files: readonly string[];
  readonly shown: string;
  /** The name of the file with the address and the variables. */
  readonly environment: string;
  readonly missing: readonly string[];
}

export const exportBruno = defineCommand({
  options: [
    { flags: '--out <folder>', description: 'folder to write to (default: <app>-bruno)' },
    { flags: '--force', description: 'replace files of the same names' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: ['apikit export bruno --stage dev --out bruno'],

  async ask({ flags }, context): Promise<Answers> {
    const { target } = await askExport({ out: undefined }, context);
    const { name } = await context.project();
    const folder = resolve(context.io.cwd, flags.out ?? `${name}-bruno`);
    return { ...(target && { target }), folder, force: flags.force };
  },

  async execute({ target, folder, force }, context): Promise<Written> {
    const [{ brunoFiles }, { takenPaths, writeProject }] = await Promise.all([
      import('../../contract/export/bruno.ts'),
      import('../../templates/project-folder.ts'),
    ]);
    const { walk, baseUrl, missing, stage } = await walkOf({ ...(target && { target }) }, context);
    const environment = target ? stage : 'api';
    const written = brunoFiles(walk, { url: baseUrl ?? '', stage }, environment);
    const files = written.map(({ path }) => path);
    const shown = shownPath(context.io.cwd, folder);
    const taken = force ? [] : await takenPaths(folder, files);
    if (taken.length > 0)
      throw new ApikitError('FileExists', `${shown} already has ${taken.join(', ')}. Nothing was written.`, {
        hint: 'Name another folder with --out, or pass --force to replace these files.',
        exitCode: EXIT.usage,
      });
    await writeProject(folder, written, context.io.signal);
    return { requests: walk.steps.length, baseUrl: baseUrl ?? null, folder, files, shown, environment, missing };
  },

  render: ({ requests, shown, environment, missing }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} Wrote ${counted(requests, 'request')}`,
      ...missing.map((sentence) => `${SYMBOL.note} ${sentence}`),
      `${SYMBOL.note} Open the folder in Bruno, and choose the environment ${environment}.`,
    ],
    data: [shown],
  }),
  json: ({ shown: _, environment: __, missing: ___, ...written }) => written,
});
