/** Everything about a deploy that needs no network: contract read and checked, validators refreshed, handler bundled. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BundledFunction, bundleFunction } from '../bundle/bundle-function.ts';
import { entryNotFound } from '../bundle/entry-not-found.ts';
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

/** Throws `ApikitError` with exit code 2 for everything that is wrong with the project's files. */
export async function prepareStage(
  project: ProjectConfig,
  config: StageConfig,
  notices: Notices,
): Promise<PreparedStage> {
  const contract = await loadContract(config.contract, project.root);
  for (const warning of contract.warnings) notices.warn(renderProblem(warning));
  const { entry, runtime } = config.function;
  // Before the validators: they would be written beside a handler that is not there.
  if (!existsSync(join(project.root, entry))) throw entryNotFound(entry);
  const written = await writeValidators({ root: project.root, entry, document: contract.document });
  if (written.length > 0) notices.note(`Wrote ${written.join(' and ')} from ${contract.file}`);
  const [code, revision] = await Promise.all([
    bundleFunction({ root: project.root, entry, runtime }),
    gitRevision(project.root),
  ]);
  return { contract, code, ...(revision !== undefined && { revision }) };
}
