/**
 * Everything in a deploy that needs no network: reads and checks the contract, generates code from it, and bundles the
 * handler.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BundledFunction, bundleFunction } from '../../bundle/bundle-function.ts';
import { entryNotFound } from '../../bundle/contents/entry-not-found.ts';
import type { BundleOptions } from '../../bundle/contents/function-contents.ts';
import { generateContract } from '../../codegen/generate-contract.ts';
import { generatedModule, writeContract } from '../../codegen/write-contract.ts';
import { LOCAL_STAGE, type ProjectConfig, type StageConfig } from '../../config/config.ts';
import { type Consumer, consumersOf } from '../../config/consumers.ts';
import { renderProblem } from '../../config/problem.ts';
import { allowedTooMuch } from '../../contract/compile/allowed-too-much.ts';
import { frontDoorLimits } from '../../contract/in-stage/front-door-limits.ts';
import { missingInStages } from '../../contract/in-stage/missing-in-stage.ts';
import { ownFunctionCalls } from '../../contract/in-stage/own-function-calls.ts';
import { loadContract } from '../../contract/load-contract.ts';
import type { LocatedContract } from '../../contract/model/contract.ts';
import { checkedSchemes } from '../../contract/model/token-checks.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { ungrantedCalls } from '../../stack/ungranted-calls.ts';
import { bundleOptions } from './bundle-options.ts';
import { checkPython } from './check-python.ts';
import { checkRightsFit } from './check-rights-fit.ts';
import { checkWiring } from './check-wiring.ts';
import { frontDoorOf } from './front-door.ts';
import { gitRevision } from './git-revision.ts';
import type { Notices, PreparedStage } from './prepared-stage.ts';
import { readDefinitions } from './read-definitions.ts';
import { CONSUMER_EXPORT, stageFunctions } from './stage-functions.ts';
import { bundleLayers, providedTo, refuseTooLarge } from './stage-layers.ts';
import { stageWarnings } from './stage-warnings.ts';

/** The steps that take time. A `dev` session runs the first two at every save and caches their results. */
export interface Preparers {
  bundle(options: BundleOptions): Promise<BundledFunction>;
  contract: typeof generateContract;
  /** Reads the contract; the default is `loadContract`. */
  readonly load?: (file: string, root: string) => Promise<LocatedContract>;
}

/** Keeps nothing from one run to the next. */
export const ONCE: Preparers = { bundle: bundleFunction, contract: generateContract };

/**
 * Reads the contract that these stages share. Throws `InvalidContract` with all its problems, including names that one
 * of the stages does not have.
 */
export async function readStagesContract(
  stages: readonly [StageConfig, ...StageConfig[]],
  root: string,
  notices: Notices,
  load: Preparers['load'] = loadContract,
): Promise<LocatedContract> {
  const contract = await load(stages[0].contract, root);
  for (const warning of stageWarnings(contract.warnings, stages)) notices.warn(renderProblem(warning));
  const problems = [
    ...missingInStages(contract, stages),
    ...stages.flatMap((config) => [
      ...ownFunctionCalls(contract, config),
      ...allowedTooMuch(contract, config),
      ...frontDoorLimits(contract, config),
    ]),
  ];
  checkWiring({ problems }, contract, notices);
  return contract;
}

/** Throws `ApikitError` with exit code 2 for all problems of the project's files. */
export async function prepareStage(
  project: ProjectConfig,
  config: StageConfig,
  notices: Notices,
  preparers?: Preparers,
): Promise<PreparedStage> {
  const contract = await readStagesContract([config], project.root, notices, preparers?.load);
  return await prepareFunctions(contract, project, config, notices, preparers);
}

/** The second half of `prepareStage`: generates and bundles the code that handles the contract's operations. */
export async function prepareFunctions(
  contract: LocatedContract,
  project: ProjectConfig,
  config: StageConfig,
  notices: Notices,
  { bundle, contract: generate }: Preparers = ONCE,
): Promise<PreparedStage> {
  const { entry } = config.function;
  // This check comes first: otherwise apikit would generate files beside a handler that does not exist.
  if (!existsSync(join(project.root, entry))) throw entryNotFound(entry);
  const { root } = project;
  const definitions = readDefinitions(root, config);
  const { tables, payload } = config;
  const target = { root, entry, contract, tables, payload, checkedSchemes: checkedSchemes(contract, config.api) };
  const { written, wiring } = await writeContract(target, generate);
  if (written.length > 0) notices.note(`Wrote ${written.join(' and ')} from ${contract.file}`);
  const frontDoor = await frontDoorOf(contract, config, generate);
  const plain = bundleOptions(root, config);
  const layers = await bundleLayers(config, plain);
  const provided = providedTo(config.function.runtime, config, layers);
  const options = { ...plain, ...(provided.length > 0 && { provided }) };
  // This check comes before the bundling, which would fail at a missing export without naming the contract.
  const shared = wiring.problems.filter(({ rule }) => rule === 'operation-file-twice');
  checkWiring({ problems: shared }, contract, notices);
  const [code, consumers, revision] = await Promise.all([
    bundle({ ...options, ...(frontDoor && { frontDoor }) }),
    bundleConsumers(options, config, layers, bundle),
    gitRevision(root),
  ]);
  checkRightsFit(config, { code, ...(consumers && { consumers }), ...(definitions && { definitions }) });
  const functions = stageFunctions(config, { code, ...(consumers && { consumers }) });
  const codes = functions.map((each) => each.code);
  for (const each of codes) refuseTooLarge(each, layers);
  for (const warning of codes.flatMap(({ warnings }) => warnings)) notices.warn(warning);
  for (const warning of ungrantedCalls(config, codes)) notices.warn(warning);
  const local = config.stage === LOCAL_STAGE;
  for (const { code, entry, exportName, runtime } of functions.filter((each) => each.runtime.startsWith('python')))
    await checkPython({ root, sources: code.sources, entry, exportName, runtime, local }, notices);
  if (code.sources.includes(generatedModule(entry))) checkWiring(wiring, contract, notices);
  // A deploy can take long, so it does not keep the syntax trees.
  const { problem: _, ...passed } = contract;
  return {
    contract: passed,
    code,
    ...(consumers && { consumers }),
    ...(definitions && { definitions }),
    ...(layers && { layers }),
    ...(revision !== undefined && { revision }),
  };
}

/** Returns `undefined` if nothing is consumed. */
async function bundleConsumers(
  options: BundleOptions,
  config: StageConfig,
  layers: PreparedStage['layers'],
  bundle: Preparers['bundle'],
): Promise<PreparedStage['consumers']> {
  const consumers = consumersOf(config);
  if (consumers.length === 0) return undefined;
  const bundled = consumers.map(async (consumer) => {
    const { key, entry, runtime } = consumer;
    if (!existsSync(join(options.root, entry))) throw consumerNotFound(consumer);
    const provided = providedTo(runtime, config, layers);
    return [key, await bundle({ ...options, entry, exportName: CONSUMER_EXPORT, runtime, provided })] as const;
  });
  return Object.fromEntries(await Promise.all(bundled));
}

function consumerNotFound({ entry, source, setting }: Consumer): ApikitError {
  return new ApikitError('ConsumerNotFound', `${entry}, the function for ${source}, does not exist.`, {
    hint: `Write it: export const handler = async (event) => { … }. Or correct ${setting.join('.')} in apikit.yaml.`,
    exitCode: EXIT.usage,
  });
}
