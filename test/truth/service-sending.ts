/** An API whose integrations call SNS, SQS and Step Functions with the templates of apikit, and what they need. */
import {
  GetResourcesCommand,
  PutRestApiCommand,
  TestInvokeMethodCommand,
  type TestInvokeMethodResponse,
} from '@aws-sdk/client-api-gateway';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { toTagList } from '../../src/aws/ownership/ownership.ts';
import { isAwsError } from '../../src/aws/sdk/errors/sdk-error.ts';
import type { Sending } from '../../src/contract/model/sending.ts';
import { queueArn, stateMachineArn, topicArn } from '../../src/naming/arns.ts';
import { emptyApi } from './deployed-api.ts';
import type { World } from './world.ts';

/** Seconds until API Gateway and Step Functions may assume a new role. */
const ROLE_PATIENCE = 120;

/** Creates a role for API Gateway and Step Functions, with permission to send to the resources of this run. */
const senderRole = (world: World) =>
  world.once('sender role', async () => {
    const client = await world.clients.iam();
    const RoleName = world.name('sender');
    world.made('role', RoleName);
    const services = ['apigateway.amazonaws.com', 'states.amazonaws.com'];
    const trust = { Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' };
    const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const { Role } = await client.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: document(trust),
        Tags: toTagList({ ...world.tags }),
      }),
    );
    const Action = ['sns:Publish', 'sqs:SendMessage', 'states:StartExecution'];
    const Resource = [topicArn, queueArn, stateMachineArn].map((arnOf) => arnOf(world.target, world.name('*')));
    await world.eventually('give the role its permissions', ROLE_PATIENCE, async () => {
      const PolicyDocument = document({ Effect: 'Allow', Action, Resource });
      const command = new PutRolePolicyCommand({ RoleName, PolicyName: 'send', PolicyDocument });
      return await unless('NoSuchEntityException', client.send(command));
    });
    return Role?.Arn ?? '';
  });

const senderApi = (world: World) => world.once('sender api', () => emptyApi(world, 'sender'));

/** The spaces and the order of the members are not those of any serializer. */
export const DEFINITION = '{ "States": {"Only":{"Type":"Pass",  "End":true} },\n\t"StartAt" : "Only" }';

/** Creates a state machine whose executions end at once. Returns its ARN. */
export const stateMachine = (world: World) =>
  world.once('state machine', async () => {
    const roleArn = await senderRole(world);
    const client = await world.clients.stepFunctions();
    const name = world.name('machine');
    const arn = stateMachineArn(world.target, name);
    world.made('state-machine', arn);
    const tags = Object.entries(world.tags).map(([key, value]) => ({ key, value }));
    await world.eventually('create a state machine', ROLE_PATIENCE, () => {
      const command = new CreateStateMachineCommand({ name, definition: DEFINITION, roleArn, tags });
      return unless('AccessDeniedException', client.send(command));
    });
    return arn;
  });

export interface Attempt {
  /** The path of the method, which each attempt has for itself. */
  readonly path: string;
  readonly sending: Sending;
  /** The end of the integration's URI: `sns:path//`. */
  readonly service: string;
  /** The ARN that the template of the request names. */
  readonly target: string;
  readonly body: object;
  /** An error code for which the template of the response looks. */
  readonly code: string;
}

/** The status of the service, and what the templates of apikit read in its response. */
export interface Sent {
  readonly status: number;
  readonly id: string;
  readonly recognized: boolean;
}

/** Calls a service as an operation of a contract does. Waits until API Gateway may assume the role. */
export async function sendThroughApi(world: World, attempt: Attempt): Promise<Sent> {
  const client = await world.clients.apiGateway();
  const { id: restApiId } = await senderApi(world);
  const integration = integrationOf(world, attempt, await senderRole(world));
  const body = Buffer.from(JSON.stringify(definitionOf(world, attempt.path, integration)));
  await client.send(new PutRestApiCommand({ restApiId, mode: 'merge', body }));
  const { items = [] } = await client.send(new GetResourcesCommand({ restApiId, limit: 500 }));
  const resourceId = items.find(({ path }) => path === attempt.path)?.id;
  return await world.eventually(`call ${attempt.service} through API Gateway`, ROLE_PATIENCE, async () => {
    const invoke = new TestInvokeMethodCommand({
      restApiId,
      resourceId,
      httpMethod: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(attempt.body),
    });
    return readAnswer(await client.send(invoke));
  });
}

function integrationOf({ target: { partition, region } }: World, attempt: Attempt, credentials: string): object {
  const { sending, service, target, code } = attempt;
  const { set, is } = sending.errors;
  const read = `${set}{"id":"","code":"$code","recognized":"#if(${is(code)})yes#end"}`;
  const answer = (statusCode: string, template: string) => ({
    statusCode,
    responseTemplates: { 'application/json': template },
  });
  return {
    type: 'aws',
    httpMethod: 'POST',
    uri: `arn:${partition}:apigateway:${region}:${service}`,
    credentials,
    passthroughBehavior: 'never',
    requestParameters: Object.fromEntries(
      Object.entries(sending.headers).map(([name, value]) => [`integration.request.header.${name}`, value]),
    ),
    requestTemplates: { 'application/json': `#set($target = "${target}")${sending.request}` },
    responses: {
      200: answer('200', `{"id":"${sending.id}","code":"","recognized":""}`),
      '4\\d{2}': answer('400', read),
      default: answer('500', read),
    },
  };
}

/** The title becomes the name of the API, by which a sweep finds it. */
const definitionOf = (world: World, path: string, integration: object): object => {
  const described = { description: 'An outcome.' };
  return {
    openapi: '3.0.1',
    info: { title: world.name('sender'), version: '1' },
    paths: {
      [path]: {
        post: {
          responses: { 200: described, 400: described, 500: described },
          'x-amazon-apigateway-integration': integration,
        },
      },
    },
  };
};

/** Returns `undefined` if the role cannot be used yet. */
function readAnswer({ status = 0, body = '' }: TestInvokeMethodResponse): Sent | undefined {
  if (status === 500) return undefined;
  const { id, code, recognized } = JSON.parse(body) as { id: string; code: string; recognized: string };
  return /Authorization|AccessDenied/i.test(code) ? undefined : { status, id, recognized: recognized === 'yes' };
}

/** Returns `undefined` for this error. */
async function unless<T>(error: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (thrown) {
    if (isAwsError(thrown, error)) return undefined;
    throw thrown;
  }
}
