/** Switches a stage to another deployment of its API, and records in the stage who did it and why: one write. */
import { type APIGatewayClient, type PatchOperation, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { patchSegment, removeOperation, replaceOperation } from '../api-gateway/patch-path.ts';
import { formatSwitchRecord, type SwitchRecord } from './switch-record.ts';

export interface Switch {
  /** The ID of the REST API. */
  readonly api: string;
  readonly stage: string;
  /** The ID of the deployment that should serve. */
  readonly to: string;
  readonly record: SwitchRecord;
  /**
   * Stage variables that change together with the switch: those that the stage has, and those that it should have.
   * Absent if they stay.
   */
  readonly variables?: { readonly from: Variables; readonly to: Variables };
}

type Variables = Readonly<Record<string, string>>;

export async function switchStage(client: APIGatewayClient, options: Switch): Promise<void> {
  const { api, stage, to, record, variables } = options;
  const patchOperations = [
    replaceOperation('/deploymentId', to),
    replaceOperation('/description', formatSwitchRecord(record)),
    ...(variables ? variablePatch(variables) : []),
  ];
  await client.send(new UpdateStageCommand({ restApiId: api, stageName: stage, patchOperations }));
}

function variablePatch({ from, to }: NonNullable<Switch['variables']>): PatchOperation[] {
  const path = (name: string) => `/variables/${patchSegment(name)}`;
  return [
    ...Object.entries(to).flatMap(([name, value]) =>
      from[name] === value ? [] : [replaceOperation(path(name), value)],
    ),
    ...Object.keys(from).flatMap((name) => (name in to ? [] : [removeOperation(path(name))])),
  ];
}
