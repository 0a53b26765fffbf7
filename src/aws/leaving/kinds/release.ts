/**
 * How a release leaves: the version of the function that it runs, the permission of the API to invoke it, and the
 * deployment. The definition becomes the body of the API.
 */
import { executeApiArn, functionArn } from '../../../naming/arns.ts';
import type { ReleaseShape } from '../../kinds/release/shape.ts';
import { ACTION, PRINCIPAL, statementId } from '../../lambda/invoke-permission.ts';
import { formatReleaseRecord, type HistoryEntry, releaseOf } from '../../releases/release-record.ts';
import type { Leaving, LeavingStage, LeftBehind, TerraformPart } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const release: Leaving<ReleaseShape> = {
  cloudFormation({ resource: { id, properties }, attributes }, { target }) {
    const { deploymentId, history } = attributes;
    return [
      functionVersion(properties.function, attributes.version, properties.code, target),
      invokePermission(properties, attributes.version, target),
      {
        logicalId: logicalId('deployment'),
        type: 'AWS::ApiGateway::Deployment',
        properties: { RestApiId: properties.api, Description: descriptionOf(history, deploymentId) },
        identifier: { RestApiId: properties.api, DeploymentId: deploymentId },
        values: { Ref: deploymentId },
      },
      ...earlierReleases(id, history, deploymentId),
    ];
  },

  terraform({ resource: { id, properties }, attributes }, { target }) {
    const { deploymentId, history } = attributes;
    return [
      permissionInTerraform(properties, attributes.version, target),
      {
        type: 'aws_api_gateway_deployment',
        name: terraformName('deployment'),
        body: { rest_api_id: properties.api, description: descriptionOf(history, deploymentId) },
        importId: `${properties.api}/${deploymentId}`,
        values: { id: deploymentId },
      },
      ...earlierReleases(id, history, deploymentId),
    ];
  },
};

interface Invoked {
  readonly api: string;
  readonly function: string;
}

type Target = LeavingStage['target'];

export function functionVersion(name: string, version: string, CodeSha256: string, target: Target) {
  const arn = functionArn(target, `${name}:${version}`);
  return {
    logicalId: logicalId('function', 'version', version),
    type: 'AWS::Lambda::Version',
    properties: { FunctionName: name, CodeSha256 },
    identifier: { FunctionArn: arn },
    values: { Ref: arn },
  };
}

export function invokePermission({ api, function: name }: Invoked, version: string, target: Target) {
  const FunctionName = functionArn(target, `${name}:${version}`);
  return {
    logicalId: logicalId('invoke', 'permission'),
    type: 'AWS::Lambda::Permission',
    properties: { FunctionName, Action: ACTION, Principal: PRINCIPAL, SourceArn: executeApiArn(target, api) },
    identifier: { FunctionName, Id: statementId({ api }) },
  };
}

export function permissionInTerraform(
  { api, function: name }: Invoked,
  version: string,
  target: Target,
): TerraformPart {
  const id = statementId({ api });
  return {
    type: 'aws_lambda_permission',
    name: terraformName('invoke', 'permission'),
    body: {
      statement_id: id,
      function_name: name,
      qualifier: version,
      action: ACTION,
      principal: PRINCIPAL,
      source_arn: executeApiArn(target, api),
    },
    importId: `${name}:${version}/${id}`,
  };
}

export function descriptionOf(history: readonly HistoryEntry[], deployment: string): string | undefined {
  const entry = releaseOf(history, deployment);
  return entry && formatReleaseRecord(entry.record);
}

export function earlierReleases(id: string, history: readonly HistoryEntry[], deployment: string): LeftBehind[] {
  const earlier = history.filter((entry) => entry.deploymentId !== deployment);
  if (earlier.length === 0) return [];
  return [
    {
      what: `${id}: the releases ${earlier.map(({ record }) => record.release).join(', ')}`,
      why: 'A template describes one release, the live one.',
      instead:
        'Their versions of the function and their deployments stay, and serve nothing. Delete them when you no longer want to go back to them.',
    },
  ];
}
