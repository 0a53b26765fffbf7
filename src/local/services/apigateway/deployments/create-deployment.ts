/**
 * CreateDeployment: takes a snapshot of the API. With a stage name it also creates the stage, points it to the
 * snapshot, or (with canary settings) makes the snapshot the stage's canary (docs/aws/deployments.md).
 */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { ApiDefinition, Deployment, RestApi, Stage } from '../../../state/apis/model.ts';
import { checkDeployableAuthorizers } from '../authorizers/deployable-authorizers.ts';
import { badRequest } from '../errors.ts';
import { newShortId } from '../identifiers.ts';
import { compact, flag, type Members, nonEmpty, requiredText, structure, text, textMap } from '../members.ts';
import { cacheFields } from '../stages/cache-cluster.ts';
import { newCanary } from '../stages/canary.ts';
import { newStage } from '../stages/new-stage.ts';
import { checkedVariables } from '../stages/stage-variables.ts';
import { deployments, nowSeconds, putStage, requireApi, requireDefinition, stages, vpcLinks } from '../state.ts';
import { deploymentView } from './deployment-view.ts';

export const createDeployment = operation({
  name: 'CreateDeployment',
  http: 'POST /restapis/{restApiId}/deployments',
  status: 201,
  run(input: Members, context) {
    const api = requireApi(context, requiredText(input, 'restApiId'));
    const definition = requireDefinition(context, api.id);
    checkDeployable(definition);
    checkPolicyOfPrivate(api);
    checkVpcLinks(context, definition);
    refuseUnsupported(context, definition);
    checkDeployableAuthorizers(definition, context.account);
    const deployment: Deployment = compact({
      id: newShortId(context),
      description: nonEmpty(text(input, 'description')),
      createdDate: nowSeconds(context),
      snapshot: { api: snapshotOf(api), definition },
    });
    const stage = stageAfter(context, api, deployment, input);
    if (stage) putStage(context, api.id, stage);
    deployments(context).put(`${api.id}/${deployment.id}`, deployment);
    return deploymentView(deployment);
  },
});

function checkDeployable(definition: ApiDefinition): void {
  const methods = Object.values(definition.resources).flatMap((resource) =>
    Object.values(resource.resourceMethods ?? {}),
  );
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some((method) => !method.methodIntegration)) throw badRequest('No integration defined for method');
}

/** Refuses a deployment that the data plane cannot serve, and names the method. */
function refuseUnsupported({ cloud }: OperationContext, definition: ApiDefinition): void {
  for (const { path, resourceMethods } of Object.values(definition.resources)) {
    for (const [httpMethod, method] of Object.entries(resourceMethods ?? {})) {
      const reason = cloud.dataPlane.unsupported(method);
      if (reason !== undefined) throw notImplemented(`${httpMethod} ${path} of the REST API uses ${reason}, which`);
    }
  }
}

/** A link that a stage variable names is known only to the request. The text of the refusal is not recorded. */
function checkVpcLinks(context: OperationContext, { resources }: ApiDefinition): void {
  for (const { resourceMethods = {} } of Object.values(resources)) {
    for (const { methodIntegration } of Object.values(resourceMethods)) {
      const { connectionType, connectionId = '' } = methodIntegration ?? {};
      if (connectionType !== 'VPC_LINK' || connectionId.startsWith('${')) continue;
      if (!vpcLinks(context).has(connectionId)) throw badRequest('Invalid VPC Link ID specified');
    }
  }
}

function checkPolicyOfPrivate({ endpointConfiguration, policy }: RestApi): void {
  if (endpointConfiguration.types.includes('PRIVATE') && !policy) {
    throw badRequest("Private REST API doesn't have a resource policy attached to it");
  }
}

const snapshotOf = (api: RestApi): Deployment['snapshot']['api'] =>
  compact({
    name: api.name,
    apiKeySource: api.apiKeySource,
    binaryMediaTypes: api.binaryMediaTypes,
    minimumCompressionSize: api.minimumCompressionSize,
    policy: api.policy,
  });

/** Returns the stage after this deployment; `undefined` if the deployment is only a snapshot. */
function stageAfter(
  context: OperationContext,
  api: RestApi,
  deployment: Deployment,
  input: Members,
): Stage | undefined {
  const asked = text(input, 'stageName');
  const name = nonEmpty(asked);
  const canary = structure(input, 'canarySettings');
  if (name === undefined) {
    if (canary) {
      throw invalidContent(
        `Non null and non empty stageName must be provided for canary deployment. Provided value is ${asked ?? 'null'}`,
      );
    }
    return undefined;
  }
  const existing = stages(context).get(`${api.id}/${name}`);
  if (canary) {
    if (!existing) {
      throw invalidContent(`Stage ${name} must already be created before making a canary release deployment`);
    }
    return { ...existing, canarySettings: newCanary(canary, deployment.id), lastUpdatedDate: nowSeconds(context) };
  }
  const stage = existing
    ? { ...existing, deploymentId: deployment.id, lastUpdatedDate: nowSeconds(context) }
    : newStage(context, name, deployment.id);
  const variables = textMap(input, 'variables');
  return compact({
    ...stage,
    description: nonEmpty(text(input, 'stageDescription')) ?? stage.description,
    variables: variables ? checkedVariables(variables) : stage.variables,
    tracingEnabled: flag(input, 'tracingEnabled') ?? stage.tracingEnabled,
    ...cacheFields(input, stage),
  });
}

const invalidContent = (why: string) => badRequest(`Invalid deployment content specified.${why}`);
