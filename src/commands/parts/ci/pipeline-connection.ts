/** The connection of AWS that a pipeline of CodePipeline reads the repository with. */
import { usageError } from '../../../errors.ts';
import type { PipelineAnswers } from '../../../templates/pipelines/answers.ts';
import { connectionOf } from '../../../templates/pipelines/codepipeline.ts';
import type { Provider } from '../../../templates/pipelines/template.ts';
import type { PlannedPipeline } from './pipeline-answers.ts';

interface ConnectionFlags {
  readonly connection: string | undefined;
  readonly repository: string | undefined;
}

/** Adds the connection to the answers. Throws a usage error if it is missing, or if another provider gets one. */
export function withConnection(
  provider: Provider,
  { answers, notes }: PlannedPipeline,
  { connection, repository }: ConnectionFlags,
  remote: string | undefined,
): Pick<PlannedPipeline, 'answers' | 'notes'> {
  if (provider !== 'codepipeline') {
    const given = connection === undefined ? repository && '--repository' : '--connection';
    if (given !== undefined)
      throw usageError(
        `${given} is for codepipeline only.`,
        `Leave it out for ${provider}, which needs no connection.`,
      );
    return { answers, notes };
  }
  const path = repository ?? remote ?? '';
  if (!/^[\w.-]+(?:\/[\w.-]+)+$/.test(path))
    throw usageError(
      path === '' ? 'The repository of the pipeline is not given.' : `--repository got "${path}".`,
      'Pass its path at its provider: --repository acme/shop.',
    );
  if (connection === undefined)
    throw usageError(
      'CodePipeline needs a connection to the repository, and --connection does not name one.',
      'Create it with `aws codeconnections create-connection --provider-type GitHub --connection-name shop`, confirm it in the console of AWS, and pass its ARN.',
    );
  const found = connectionOf(connection, path);
  if (found === undefined)
    throw usageError(
      `--connection got "${connection}", which is not the ARN of a connection.`,
      'It looks like arn:aws:codeconnections:eu-west-1:111122223333:connection/0ab1c2d3.',
    );
  refuseOtherAccount(answers, found.account);
  return {
    answers: { ...answers, connection: found },
    notes: [...notes, 'CodePipeline deploys one branch: pull requests get neither checks nor previews.'],
  };
}

/** The role of a project is in the account of the pipeline. */
function refuseOtherAccount({ staging, production }: PipelineAnswers, account: string): void {
  const other = [staging, production].find((place) => place?.account !== undefined && place.account !== account);
  if (other === undefined) return;
  throw usageError(
    `The stage ${other.stage} is in account ${other.account}, and the connection is in account ${account}, where the pipeline deploys.`,
    `Name a connection in account ${other.account}, or other stages with --staging and --production.`,
  );
}
