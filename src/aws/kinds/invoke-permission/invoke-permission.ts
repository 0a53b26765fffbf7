/**
 * Kind `invoke-permission`: lets one topic or rule call the function with the resource's name. It is a statement of the
 * function's own policy, so it goes with the function.
 */
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
  attributes: { name: string };
  found: { service: string; source: string };
}

/** One statement, because a consumer has one source. */
export const STATEMENT = 'apikit-source';

export const invokePermission: KindDefinition<InvokePermissionShape> = {
  kind: 'invoke-permission',
  create: invokePermissionKind,
};

export function invokePermissionKind({ clients }: KindDependencies): Kind<InvokePermissionShape> {
  async function read({ name }: Resource<InvokePermissionShape>) {
    const client = await clients.lambda();
    const found = await undefinedIfNotFound(client.send(new GetPolicyCommand({ FunctionName: name })));
    const own = statementsOf(found?.Policy).find(({ Sid }) => Sid === STATEMENT);
    if (!own) return undefined;
    const { Principal, Condition } = own;
    return observedAs(name, {
      service: Principal?.Service ?? '',
      source: Condition?.ArnLike?.['AWS:SourceArn'] ?? '',
    });
  }

  async function drop(name: string): Promise<void> {
    const client = await clients.lambda();
    const command = new RemovePermissionCommand({ FunctionName: name, StatementId: STATEMENT });
    await undefinedIfNotFound(client.send(command));
  }

  return {
    kind: 'invoke-permission',
    rights: [{ actions: ['lambda:GetPolicy', 'lambda:AddPermission', 'lambda:RemovePermission'], on: ownFunctions }],
    readsBy: [],
    read,
    diff: ({ properties }, observed) => diffFields(properties, observed.properties),
    async apply({ name, properties }, observed) {
      const client = await clients.lambda();
      // A statement cannot be changed.
      if (observed) await drop(name);
      try {
        await client.send(
          new AddPermissionCommand({
            FunctionName: name,
            StatementId: STATEMENT,
            Action: ACTION,
            Principal: properties.service,
            SourceArn: properties.source,
          }),
        );
      } catch (error) {
        // Another run was faster, or the response to the first try was lost.
        if (!isAwsError(error, 'ResourceConflictException')) throw error;
      }
      return observedAs(name, properties);
    },
    remove: async ({ name }) => await drop(name),
  };
}

function observedAs(name: string, properties: InvokePermissionShape['found']): Observed<InvokePermissionShape> {
  return { attributes: { name }, properties, owned: true };
}
