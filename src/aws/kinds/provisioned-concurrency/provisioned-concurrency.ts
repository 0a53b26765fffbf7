/**
 * Kind `provisioned-concurrency`: the instances of the release's version that Lambda keeps initialized, and their
 * scaling. `apply` waits until they are initialized, and the stage waits for `apply`, so a release serves only when it
 * is warm. The instances of other versions go when the release serves. It belongs to the function and is deleted with
 * it.
 */
import type { FieldChange, Kind, Later, Observed, Resource } from '../../../engine/resource.ts';
import { isRef } from '../../../engine/resource.ts';
import { functionName } from '../../../naming/names.ts';
import type { Tags } from '../../../naming/tags.ts';
import { ownFunctions } from '../../arns/own-arns.ts';
import {
  boundsFit,
  endScaling,
  readScaling,
  type ScaledVersion,
  type Scaling,
  scale,
} from '../../lambda/concurrency-scaling.ts';
import {
  listProvisioned,
  PROVISIONED_ACTIONS,
  type Provisioned,
  provision,
  unprovisionOthers,
} from '../../lambda/provisioned-concurrency.ts';
import type { LambdaWork } from '../../lambda/wait.ts';
import { isDenied } from '../../sdk/errors/sdk-error.ts';
import type { KindDefinition } from '../definition.ts';
import type { KindDependencies } from '../kind-dependencies.ts';

export interface ProvisionedConcurrencyShape {
  kind: 'provisioned-concurrency';
  properties: {
    /** The version of the release. */
    version: Later<string>;
    executions: number;
    /** `false` ends a scaling; absent: nobody looks for one. */
    scaling?: Scaling | false;
    /** The tags of the scalable target. */
    tags: Tags;
  };
  attributes: Record<string, never>;
  found: {
    /** All versions of the function that have provisioned concurrency. */
    provisioned: readonly Provisioned[];
    /** The versions that Application Auto Scaling scales. */
    scaled: readonly ScaledVersion[];
  };
}

type Found = ProvisionedConcurrencyShape['found'];

function provisionedConcurrencyKind({ clients, clock }: KindDependencies): Kind<ProvisionedConcurrencyShape> {
  const observedAs = (found: Found): Observed<ProvisionedConcurrencyShape> => ({
    attributes: {},
    properties: found,
    owned: true,
  });

  async function scalingOf(name: string, provisioned: readonly Provisioned[]): Promise<ScaledVersion[]> {
    const versions = provisioned.map(({ version }) => version);
    return await readScaling(await clients.autoScaling(), name, versions);
  }

  async function end(name: string, { provisioned, scaled }: Found, kept?: string): Promise<void> {
    // The scaling would bring the instances back.
    for (const { version } of scaled) {
      if (version !== kept) await endScaling(await clients.autoScaling(), name, version);
    }
    await unprovisionOthers(await clients.lambda(), name, provisioned, kept);
  }

  return {
    kind: 'provisioned-concurrency',
    rights: [{ actions: PROVISIONED_ACTIONS, on: ownFunctions }],
    readsBy: [],
    async read({ name, properties: { executions, scaling } }) {
      const provisioned = await listProvisioned(await clients.lambda(), name);
      if (provisioned.length === 0) return undefined;
      const isFormer = executions === 0;
      if (scaling === undefined && !isFormer) return observedAs({ provisioned, scaled: [] });
      const scaled = await scalingOf(name, provisioned).catch((error: unknown) => {
        // A stage that never was scaled is deployed without these permissions.
        if (scaling || !isDenied(error)) throw error;
        return [];
      });
      return observedAs({ provisioned, scaled });
    },
    diff,
    async apply({ name, properties: { version, executions, scaling, tags } }, observed, context) {
      const { provisioned = [], scaled = [] } = observed?.properties ?? {};
      const wanted = scaling ? startOf(scaling, executions, provisioned) : executions;
      const own = provisioned.find((one) => one.version === version);
      if (!own || !isReady(own, wanted, scaling)) {
        const work: LambdaWork = { client: await clients.lambda(), clock, context };
        await provision(work, name, { version, executions: wanted }, provisioned);
      }
      const before = scaled.find((one) => one.version === version);
      if (scaling && !(before && isScaled(scaling, before))) {
        await scale(await clients.autoScaling(), name, { ...scaling, version }, tags, before);
      }
      if (!scaling && before) await endScaling(await clients.autoScaling(), name, version);
      const others = <T extends { version: string }>(all: readonly T[]) => all.filter((one) => one.version !== version);
      return observedAs({
        provisioned: [...others(provisioned), { version, executions: wanted, status: 'READY' }],
        scaled: [...others(scaled), ...(scaling ? [{ ...scaling, version }] : [])],
      });
    },
    retire: {
      due: ({ properties: { version } }, { properties: { provisioned } }) =>
        provisioned.some((one) => one.version !== version),
      async begin({ name, properties: { version } }, { properties }) {
        await end(name, properties, version);
      },
    },
    async remove({ name }, { properties }) {
      await end(name, properties);
    },
  };
}

/** A new release begins with as many instances as the release before it has, and the first one with `executions`. */
function startOf({ min, max }: Scaling, executions: number, provisioned: readonly Provisioned[]): number {
  const had = provisioned.length === 0 ? [executions] : provisioned.map((one) => one.executions);
  return Math.min(max, Math.max(min, ...had));
}

/** With a scaling, any number of instances is right. */
const isReady = (own: Provisioned, executions: number, scaling: Scaling | false | undefined): boolean =>
  own.status === 'READY' && (Boolean(scaling) || own.executions === executions);

const isScaled = (scaling: Scaling, had: Scaling): boolean =>
  boundsFit(scaling, had) &&
  scaling.target === had.target &&
  JSON.stringify(scaling.schedule.map(inOrder)) === JSON.stringify(had.schedule.map(inOrder));

const inOrder = ({ when, timezone, min, max }: Scaling['schedule'][number]) => [when, timezone, min, max];

function diff(
  { properties: { version, executions, scaling } }: Resource<ProvisionedConcurrencyShape>,
  { properties: { provisioned, scaled } }: Observed<ProvisionedConcurrencyShape>,
): FieldChange[] {
  const versions = provisioned.map((one) => one.version).join(', ');
  if (isRef(version)) return [{ path: 'release', from: versions, to: version }];
  const own = provisioned.find((one) => one.version === version);
  if (!own || provisioned.length > 1) return [{ path: 'release', from: versions, to: version }];
  if (own.status !== 'READY') return [{ path: 'status', from: own.status, to: 'READY' }];
  const had = scaled.find((one) => one.version === version);
  if (scaling)
    return had && isScaled(scaling, had) ? [] : [{ path: 'scaling', from: textOf(had), to: textOf(scaling) }];
  return [
    ...(own.executions === executions ? [] : [{ path: 'executions', from: own.executions, to: executions }]),
    ...(had ? [{ path: 'scaling', from: textOf(had), to: textOf(undefined) }] : []),
  ];
}

function textOf(scaling: Scaling | undefined): string {
  if (!scaling) return 'none';
  const { min, max, target, schedule } = scaling;
  const times = schedule.map(({ when }) => `, ${when}`).join('');
  return `${min} to ${max} at ${target}${times}`;
}

export const provisionedConcurrency: KindDefinition<ProvisionedConcurrencyShape> = {
  kind: 'provisioned-concurrency',
  create: provisionedConcurrencyKind,
  former: {
    properties: ({ tags }) => ({ version: '', executions: 0, tags }),
    id: () => 'provisioned-concurrency',
    name: (owner) => functionName(owner),
  },
};
