/**
 * KMS's keys and aliases as they are stored. `services/kms/` writes them; the services that encrypt with a key, and the
 * function runtime, read them.
 */
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import type { Collection } from '../../storage/store.ts';

/** Collection `kms.keys`, by ID: symmetric keys for encryption. */
export interface Key {
  readonly id: string;
  readonly description: string;
  readonly createdAt: number;
  readonly enabled: boolean;
  /** The time from which the key no longer exists. */
  readonly deletionAt?: number;
  /** JSON */
  readonly policy: string;
  readonly tags: readonly Tag[];
  /** 32 bytes in base64. */
  readonly material: string;
}

/** Collection `kms.aliases`, by name: `alias/orders`. */
export interface KeyAlias {
  readonly name: string;
  readonly keyId: string;
  readonly createdAt: number;
}

type Base = Pick<CloudBase, 'collection' | 'clock'>;

export const keysOf = (cloud: Pick<CloudBase, 'collection'>, scope: Scope): Collection<Key> =>
  cloud.collection(scope, 'kms.keys');

export const keyAliasesOf = (cloud: Pick<CloudBase, 'collection'>, scope: Scope): Collection<KeyAlias> =>
  cloud.collection(scope, 'kms.aliases');

export const keyArn = ({ region, account }: Scope, id: string): string => `arn:aws:kms:${region}:${account}:key/${id}`;

export const keyAliasArn = ({ region, account }: Scope, name: string): string =>
  `arn:aws:kms:${region}:${account}:${name}`;

export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion';

export function keyState({ enabled, deletionAt }: Key): KeyState {
  if (deletionAt !== undefined) return 'PendingDeletion';
  return enabled ? 'Enabled' : 'Disabled';
}

/**
 * Returns the key of an ID, an ARN, the name of an alias or the ARN of one. A key of another region or account does not
 * exist here.
 */
export function findKey(cloud: Base, scope: Scope, given: string): Key | undefined {
  const [, , , region = scope.region, account = scope.account, resource = given] = given.startsWith('arn:')
    ? given.split(':')
    : [];
  if (region !== scope.region || account !== scope.account) return undefined;
  const name = resource.replace(/^key\//, '');
  const id = name.startsWith('alias/') ? keyAliasesOf(cloud, scope).get(name)?.keyId : name;
  const key = id === undefined ? undefined : keysOf(cloud, scope).get(id);
  return key && (key.deletionAt === undefined || key.deletionAt > cloud.clock.now()) ? key : undefined;
}

/** The number of bytes of the ID at the beginning of a ciphertext. */
export const CIPHERTEXT_ID = 36;

/** Returns the ID of the key that a ciphertext in base64 was encrypted with. */
export const ciphertextKey = (blob: string): string => Buffer.from(blob, 'base64').toString('latin1', 0, CIPHERTEXT_ID);

/** Whether the policy of the key allows a service of AWS to use the key: `logs.eu-west-1.amazonaws.com`. */
export function allowsService({ policy }: Key, service: string): boolean {
  const { Statement } = JSON.parse(policy) as { Statement?: unknown };
  return [Statement].flat().some((statement) => {
    const { Effect, Principal } = (statement ?? {}) as { Effect?: string; Principal?: unknown };
    if (Effect !== 'Allow') return false;
    if (Principal === '*') return true;
    const { Service } = (Principal ?? {}) as { Service?: string | string[] };
    return [Service].flat().includes(service);
  });
}
