/**
 * Kind `provisioned-concurrency`: the instances of the release's version that Lambda keeps initialized. `apply` waits
 * until they are, and the stage waits for `apply`, so a release serves only when it is warm. The instances of other
 * versions go when the release serves. It belongs to the function and is deleted with it.
 */
import type { FieldChange, Kind, Later, Observed, Resource } from '../../../engine/resource.ts';
import { isRef } from '../../../engine/resource.ts';
import { functionName } from '../../../naming/names.ts';
import { ownFunctions } from '../../arns/own-arns.ts';
import {
  listProvisioned,
  PROVISIONED_ACTIONS,
  type Provisioned,
  provision,
  unprovisionOthers,
} from '../../lambda/provisioned-concurrency.ts';
import type { LambdaWork } from '../../lambda/wait.ts';
import type { KindDefinition } from '../definition.ts';
import type { KindDependencies } from '../kind-dependencies.ts';

export interface ProvisionedConcurrencyShape {
  kind: 'provisioned-concurrency';
  properties: {
    /** The version of the release. */
    version: Later<string>;
    executions: number;
  };
  attributes: Record<string, never>;
  found: {
    /** All versions of the function that have provisioned concurrency. */
    provisioned: readonly Provisioned[];
  };
}

function provisionedConcurrencyKind({ clients, clock }: KindDependencies): Kind<ProvisionedConcurrencyShape> {
  const observedAs = (provisioned: readonly Provisioned[]): Observed<ProvisionedConcurrencyShape> => ({
    attributes: {},
    properties: { provisioned },
    owned: true,
  });

  return {
    kind: 'provisioned-concurrency',
    rights: [{ actions: PROVISIONED_ACTIONS, on: ownFunctions }],
    readsBy: [],
    async read({ name }) {
      const provisioned = await listProvisioned(await clients.lambda(), name);
      return provisioned.length === 0 ? undefined : observedAs(provisioned);
    },
    diff,
    async apply({ name, properties: { version, executions } }, observed, context) {
      const before = observed?.properties.provisioned ?? [];
      if (!isProvisioned(before, version, executions)) {
        const work: LambdaWork = { client: await clients.lambda(), clock, context };
        await provision(work, name, { version, executions }, before);
      }
      return observedAs([...before.filter((one) => one.version !== version), { version, executions, status: 'READY' }]);
    },
    retire: {
      due: ({ properties: { version } }, { properties: { provisioned } }) =>
        provisioned.some((one) => one.version !== version),
      async begin({ name, properties: { version } }, { properties: { provisioned } }) {
        await unprovisionOthers(await clients.lambda(), name, provisioned, version);
      },
    },
    async remove({ name }, { properties: { provisioned } }) {
      await unprovisionOthers(await clients.lambda(), name, provisioned);
    },
  };
}

function diff(
  { properties: { version, executions } }: Resource<ProvisionedConcurrencyShape>,
  { properties: { provisioned } }: Observed<ProvisionedConcurrencyShape>,
): FieldChange[] {
  const versions = provisioned.map((one) => one.version).join(', ');
  if (isRef(version)) return [{ path: 'release', from: versions, to: version }];
  const own = provisioned.find((one) => one.version === version);
  if (!own || provisioned.length > 1) return [{ path: 'release', from: versions, to: version }];
  if (own.status !== 'READY') return [{ path: 'status', from: own.status, to: 'READY' }];
  return own.executions === executions ? [] : [{ path: 'executions', from: own.executions, to: executions }];
}

const isProvisioned = (provisioned: readonly Provisioned[], version: string, executions: number): boolean =>
  provisioned.some((one) => one.version === version && one.executions === executions && one.status === 'READY');

export const provisionedConcurrency: KindDefinition<ProvisionedConcurrencyShape> = {
  kind: 'provisioned-concurrency',
  create: provisionedConcurrencyKind,
  former: {
    properties: () => ({ version: '', executions: 0 }),
    id: () => 'provisioned-concurrency',
    name: (owner) => functionName(owner),
  },
};
