/**
 * HTTP APIs as they are stored: the members are those of AWS's model, and times are epoch milliseconds. The control
 * plane (`services/apigatewayv2/`) writes them, the data plane (`gateway/http-api/`) reads them. The docstring of each
 * type names its collection.
 */
import type { Scope } from '../../cloud/cloud.ts';
import type { Api, Authorizer, Cors, Deployment, Integration, Route, Stage } from '../../models/apigatewayv2.ts';
import type { Collection } from '../../storage/store.ts';

/** The type of a response without its times, in which `Names` are always present. */
type Stored<T, Names extends keyof T> = Omit<T, Names | 'CreatedDate' | 'LastUpdatedDate'> & {
  readonly [Name in Names]-?: NonNullable<T[Name]>;
};

/** Collection `apigatewayv2.apis`, keyed by ID. */
export interface HttpApi extends Stored<Api, 'ApiId' | 'Name'> {
  readonly createdAt: number;
}

export type HttpRoute = Stored<Route, 'RouteId' | 'RouteKey' | 'AuthorizationType'>;
export type HttpIntegration = Stored<Integration, 'IntegrationId' | 'IntegrationType' | 'TimeoutInMillis'>;
export type HttpAuthorizer = Stored<Authorizer, 'AuthorizerId' | 'AuthorizerType' | 'Name' | 'IdentitySource'>;

/** The part of an API that is deployed. Collection `apigatewayv2.definitions`, keyed by API ID. */
export interface HttpDefinition {
  /** By ID, like the other two. */
  readonly routes: Readonly<Record<string, HttpRoute>>;
  readonly integrations: Readonly<Record<string, HttpIntegration>>;
  readonly authorizers: Readonly<Record<string, HttpAuthorizer>>;
}

/** Collection `apigatewayv2.deployments`, keyed `<apiId>/<deploymentId>`. */
export interface HttpDeployment extends Stored<Deployment, 'DeploymentId'> {
  readonly createdAt: number;
  /** The snapshot is not in responses. */
  readonly snapshot: {
    readonly definition: HttpDefinition;
    readonly cors?: Cors;
    /** Whether the deployment does not answer at the default endpoint of the API. */
    readonly isDefaultEndpointOff?: true;
  };
}

/** Collection `apigatewayv2.stages`, keyed `<apiId>/<stageName>`. */
export interface HttpStage extends Stored<Stage, 'StageName'> {
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface Collections {
  collection<T>(scope: Scope, name: string): Collection<T>;
}

export const httpApis = (cloud: Collections, scope: Scope) => cloud.collection<HttpApi>(scope, 'apigatewayv2.apis');
export const httpDefinitions = (cloud: Collections, scope: Scope) =>
  cloud.collection<HttpDefinition>(scope, 'apigatewayv2.definitions');
export const httpDeployments = (cloud: Collections, scope: Scope) =>
  cloud.collection<HttpDeployment>(scope, 'apigatewayv2.deployments');
export const httpStages = (cloud: Collections, scope: Scope) =>
  cloud.collection<HttpStage>(scope, 'apigatewayv2.stages');
/** The number of resets of a stage's authorizer cache, keyed `<apiId>/<stageName>`. */
export const authorizerResets = (cloud: Collections, scope: Scope) =>
  cloud.collection<{ readonly count: number }>(scope, 'apigatewayv2.authorizerResets');
