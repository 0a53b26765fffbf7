/** Everything about a deploy that needs no network: contract read and checked, validators refreshed, handler bundled. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BundledFunction, type BundleOptions, bundleFunction } from '../bundle/bundle-function.ts';
import { entryNotFound } from '../bundle/entry-not-found.ts';
import { type GeneratedValidators, generateValidators } from '../bundle/generate-validators.ts';
import { writeValidators } from '../bundle/write-validators.ts';
import type { ProjectConfig, StageConfig } from '../config/config.ts';
import { renderProblem } from '../config/problem.ts';
import { type Contract, loadContract } from '../contract/load-contract.ts';
import { gitRevision } from './git-revision.ts';

export interface PreparedStage {
  readonly contract: Contract;
  readonly code: BundledFunction;
  readonly revision?: string;
}

/** Where preparation says what it noticed. */
export interface Notices {
  note(text: string): void;
  warn(text: string): void;
}

/** The two steps that take time; a session that takes them at every save remembers what it can of them. */
export interface Preparers {
  bundle(options: BundleOptions): Promise<BundledFunction>;
  validators(document: unknown): Promise<GeneratedValidators>;
}

const ONCE: Preparers = { bundle: bundleFunction, validators: generateValidators };

/** Throws `ApikitError` with exit code 2 for everything that is wrong with the project's files. */
export async function prepareStage(
  project: ProjectConfig,
  config: StageConfig,
  notices: Notices,
  { bundle, validators }: Preparers = ONCE,
): Promise<PreparedStage> {
  const contract = await loadContract(config.contract, project.root);
  for (const warning of contract.warnings) notices.warn(renderProblem(warning));
  const { entry, runtime } = config.function;
  // Before the validators: they would be written beside a handler that is not there.
  if (!existsSync(join(project.root, entry))) throw entryNotFound(entry);
  const { root } = project;
  const written = await writeValidators({ root, entry, document: contract.document }, validators);
  if (written.length > 0) notices.note(`Wrote ${written.join(' and ')} from ${contract.file}`);
  const [code, revision] = await Promise.all([bundle({ root, entry, runtime }), gitRevision(root)]);
  return { contract, code, ...(revision !== undefined && { revision }) };
}
