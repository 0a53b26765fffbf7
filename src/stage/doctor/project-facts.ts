/** The problems of the project's files that are visible without bundling: in apikit.yaml and in each contract. */
import type { ProjectConfig } from '../../config/config.ts';
import { type Problem, ProblemsError, renderProblem } from '../../config/problem.ts';
import { loadContract } from '../../contract/load-contract.ts';
import type { Project } from '../../doctor/facts.ts';
import { ApikitError } from '../../errors.ts';
import { stageWarnings } from '../prepare/stage-warnings.ts';

type ReportedProblem = Project['problems'][number];

export async function projectFacts(project: ProjectConfig): Promise<Project> {
  const stages = project.stages.map((name) => project.stage(name));
  const contracts = new Set(stages.map(({ contract }) => contract));
  const ofContracts = await Promise.all(
    [...contracts].map((contract) =>
      contractProblems(
        contract,
        stages.filter((stage) => stage.contract === contract),
        project.root,
      ),
    ),
  );
  return {
    name: project.name,
    problems: [...project.warnings.flatMap(reported), ...ofContracts.flat()],
    runtimes: Object.fromEntries(stages.map(({ stage, function: { runtime } }) => [stage, runtime])),
  };
}

/** The facts of a project that cannot be read: only its problems are known. */
export function unreadable(error: ApikitError): Project {
  const problems =
    error instanceof ProblemsError
      ? error.problems.flatMap(reported)
      : [{ severity: 'error' as const, text: error.message }];
  return { name: 'the project', problems, runtimes: {} };
}

async function contractProblems(
  contract: string,
  stages: readonly ReturnType<ProjectConfig['stage']>[],
  root: string,
): Promise<ReportedProblem[]> {
  try {
    const { warnings } = await loadContract(contract, root);
    return stageWarnings(warnings, stages).flatMap(reported);
  } catch (error) {
    if (error instanceof ApikitError) return [...unreadable(error).problems];
    throw error;
  }
}

const reported = (problem: Problem): ReportedProblem[] =>
  problem.severity === 'info' ? [] : [{ severity: problem.severity, text: renderProblem(problem) }];
