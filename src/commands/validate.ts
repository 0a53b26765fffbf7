/** `apikit validate`: checks everything that can be checked without AWS. */
import { dirname, resolve } from 'node:path';
import { LOCAL_STAGE, type StageConfig } from '../config/config.ts';
import type { Problem } from '../config/problem.ts';
import { exampleOf } from '../config/stage-patterns.ts';
import type { Context } from '../context.ts';
import type { LocatedContract } from '../contract/model/contract.ts';
import type { PreparedStage } from '../stage/prepare/prepared-stage.ts';
import { counted } from '../text/counted.ts';
import type { Annotation } from '../ui/github-annotations.ts';
import { SYMBOL } from '../ui/theme.ts';
import { defineCommand } from './parts/command.ts';
import {
  addToSummary,
  annotatingProblems,
  annotationLines,
  GITHUB_OPTION,
  problemAnnotations,
  problemsSummary,
} from './parts/github/github-output.ts';
import { outputForm } from './parts/output-form.ts';

interface Checked {
  app: string;
  stages: string[];
  operations: number;
  zipBytes: number;
  /** The IAM actions that the function's role will have on the stage's tables; none if there are no tables. */
  actions: string[];
  /** The warnings about the contracts. */
  warnings: readonly Problem[];
  /** The annotations of a job of GitHub; `undefined` without `--output github`. */
  annotations: readonly Annotation[] | undefined;
}

interface Answers {
  github: boolean;
}

export const validate = defineCommand({
  options: [GITHUB_OPTION],
  examples: ['apikit validate', 'apikit validate --config services/orders/apikit.yaml'],
  ask: ({ flags }): Answers => ({ github: outputForm(flags) === 'github' }),

  async execute({ github }, context): Promise<Checked> {
    if (!github) return await check(context);
    const folder = async () => {
      const { findConfigFile } = await import('../config/find-project.ts');
      const file = findConfigFile(resolve(context.io.cwd, context.flags.config ?? '.'));
      return file === undefined ? context.io.cwd : dirname(file);
    };
    return await annotatingProblems(folder, context.io, async () => {
      const checked = await check(context);
      return { ...checked, annotations: problemAnnotations(checked.warnings, await folder(), context.io) };
    });
  },

  render: ({ app, stages, operations, zipBytes, actions, annotations = [] }, theme) => ({
    annotations: annotationLines(annotations),
    data: [
      `${theme.good(SYMBOL.done)} ${app} is valid: ${counted(operations, 'operation')}, ${stages.length === 1 ? 'stage' : 'stages'} ${stages.join(', ') || '(none but local)'}, handler ${Math.ceil(zipBytes / 1024)} kB.`,
      ...(actions.length > 0
        ? [theme.dim(`  On its tables, the handler's role will allow ${actions.join(', ')}.`)]
        : []),
    ],
    // `apikit dev` needs no AWS account, like this command.
    next: ['apikit dev'],
  }),
  json: ({ warnings: _, annotations: __, ...checked }) => checked,
  async afterwards({ app, annotations }, _answers, { io }) {
    if (annotations) await addToSummary(problemsSummary(`apikit validate: ${app}`, annotations), io);
  },
});

async function check(context: Context): Promise<Checked> {
  const [{ prepareFunctions, readStagesContract }, { keptPreparers }, { reportNotices }] = await Promise.all([
    import('../stage/prepare/prepare-stage.ts'),
    import('../stage/prepare/kept-preparers.ts'),
    import('../stage/prepare/report-notices.ts'),
  ]);
  const project = await context.project();
  // Stages may have their own contract, entry and runtime. Equal ones are read and prepared once.
  const named = [...project.stages, ...project.patterns.map(exampleOf), LOCAL_STAGE];
  const stages = named.map((name) => project.stage(name));
  const preparers = keptPreparers(context.io.env);
  const contracts = new Map<string, LocatedContract>();
  for (const alike of byContract(stages))
    contracts.set(alike[0].contract, await readStagesContract(alike, project.root, context.report, preparers.load));
  const prepared = new Map<string, PreparedStage>();
  for (const stage of stages) {
    if (stage.preview?.seed) await (await import('./parts/deploy/seeds.ts')).readSeeds(stage, project.root);
    const { entry, exportName, runtime, bundle, permissions } = stage.function;
    const key = JSON.stringify([stage.contract, entry, exportName, runtime, bundle, permissions]);
    const known = prepared.get(key);
    const contract = contracts.get(stage.contract)!;
    // Compiled code is checked for the architecture of each stage.
    if (!known || known.code.native)
      prepared.set(key, await prepareFunctions(contract, project, stage, context.report, preparers));
    reportNotices(contract, stage, context.report);
  }
  const [first] = prepared.values();
  return {
    app: project.name,
    stages: [...project.stages, ...project.patterns],
    operations: first!.contract.operations.length,
    zipBytes: first!.code.zipBytes,
    warnings: [...contracts.values()].flatMap(({ warnings }) => warnings),
    annotations: undefined,
    actions: stages.some(({ tables }) => Object.keys(tables).length > 0) ? first!.code.actions : [],
  };
}

function byContract(stages: readonly StageConfig[]): [StageConfig, ...StageConfig[]][] {
  const groups = new Map<string, [StageConfig, ...StageConfig[]]>();
  for (const stage of stages) {
    const group = groups.get(stage.contract);
    if (group) group.push(stage);
    else groups.set(stage.contract, [stage]);
  }
  return [...groups.values()];
}
