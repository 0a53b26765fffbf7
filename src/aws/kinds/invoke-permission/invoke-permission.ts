/**
 * Kind `invoke-permission`: lets one topic or rule call the function with the resource's name. It is a statement of the
 * function's own policy, so it goes with the function. Another source gets a statement of its own before the switch,
 * because the live release still needs the one of its source, which goes when the new release serves.
 */
import { createHash } from 'node:crypto';
import { AddPermissionCommand, GetPolicyCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import type { Kind, Observed, Resource } from '../../../engine/resource.ts';
import { ownFunctions } from '../../arns/own-arns.ts';
import { ACTION, statementsOf } from '../../lambda/invoke-permission.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDefinition } from '../definition.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';

export interface InvokePermissionShape {
  kind: 'invoke-permission';
  properties: {
    /** `sns.amazonaws.com` */
    service: string;
    /** The ARN of the topic or rule. */
    source: string;
  };
  attributes: {
    name: string;
    /** The ID of the statement. */
    statement: string;
  };
  found: {
    service: string;
    source: string;
    /** The IDs of apikit's statements for other sources. */
    others: readonly string[];
  };
}

/** The statements of older versions of apikit have the first of these IDs. */
const OWN = /^apikit-source(-|$)/;

export const invokePermission: KindDefinition<InvokePermissionShape> = {
  kind: 'invoke-permission',
  create: invokePermissionKind,
};

export function invokePermissionKind({ clients }: KindDependencies): Kind<InvokePermissionShape> {
  async function read({ name, properties }: Resource<InvokePermissionShape>) {
    const client = await clients.lambda();
    const found = await undefinedIfNotFound(client.send(new GetPolicyCommand({ FunctionName: name })));
    const own = statementsOf(found?.Policy).flatMap(({ Sid = '', Principal, Condition }) =>
      OWN.test(Sid)
        ? [{ id: Sid, service: Principal?.Service ?? '', source: Condition?.ArnLike?.['AWS:SourceArn'] ?? '' }]
        : [],
    );
    const wanted = own.find((each) => each.service === properties.service && each.source === properties.source);
    const [first] = wanted ? [wanted] : own;
    if (!first) return undefined;
    const { id, service, source } = first;
    const others = own.filter((each) => each.id !== id).map((each) => each.id);
    return observedAs(name, id, { service, source, others });
  }

  async function drop(FunctionName: string, statements: readonly string[]): Promise<void> {
    const client = await clients.lambda();
    for (const StatementId of statements) {
      await undefinedIfNotFound(client.send(new RemovePermissionCommand({ FunctionName, StatementId })));
    }
  }

  return {
    kind: 'invoke-permission',
    rights: [{ actions: ['lambda:GetPolicy', 'lambda:AddPermission', 'lambda:RemovePermission'], on: ownFunctions }],
    readsBy: [],
    read,
    diff({ properties }, { properties: { service, source, others } }) {
      const left = others.length > 0 ? [{ path: 'others', from: others.length, to: 0, last: true as const }] : [];
      return [...diffFields(properties, { service, source }), ...left];
    },
    async apply({ name, properties }, observed) {
      const { service, source } = properties;
      const had = observed?.properties;
      if (observed && had?.service === service && had.source === source) return observed;
      const client = await clients.lambda();
      const StatementId = statementFor(source);
      // A statement cannot be changed. This one has another service.
      if (idsOf(observed).includes(StatementId)) await drop(name, [StatementId]);
      try {
        await client.send(
          new AddPermissionCommand({
            FunctionName: name,
            StatementId,
            Action: ACTION,
            Principal: service,
            SourceArn: source,
          }),
        );
      } catch (error) {
        // Another run was faster, or the response to the first try was lost.
        if (!isAwsError(error, 'ResourceConflictException')) throw error;
      }
      const others = idsOf(observed).filter((id) => id !== StatementId);
      return observedAs(name, StatementId, { service, source, others });
    },
    retire: {
      due: (_desired, { properties }) => properties.others.length > 0,
      begin: async ({ name }, { properties }) => await drop(name, properties.others),
    },
    remove: async ({ name }, observed) => await drop(name, idsOf(observed)),
  };
}

/** AWS accepts `[a-zA-Z0-9-_]{1,100}`, and an ARN has other characters. */
const statementFor = (source: string): string =>
  `apikit-source-${createHash('sha256').update(source).digest('hex').slice(0, 16)}`;

const idsOf = (observed: Observed<InvokePermissionShape> | undefined): string[] =>
  observed ? [observed.attributes.statement ?? '', ...observed.properties.others] : [];

function observedAs(
  name: string,
  statement: string,
  properties: InvokePermissionShape['found'],
): Observed<InvokePermissionShape> {
  return { attributes: { name, statement }, properties, owned: true };
}
