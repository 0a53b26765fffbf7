/**
 * The log of a stage's lock in Parameter Store: one parameter, one version an entry. The only SSM calls of the lock. Those of
 * a holder are made after an interruption too: what is under way is left to finish, and needs its lock until then.
 */
import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  GetParameterHistoryCommand,
  GetParametersCommand,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { StageIdentity } from '../../stack/names.ts';
import type { Tags } from '../../stack/properties.ts';
import { cleaningUp } from '../clean-up.ts';
import { toTagList } from '../ownership.ts';
import { ifThere, isAwsError, isNotFound } from '../sdk-error.ts';
import { type Entry, formatEntry, type LoggedEntry, parseEntry } from './lock-log.ts';

/** What the lock needs of the place where its log is kept. */
export interface LockStore {
  /** Adds an entry, whatever there is; its version. */
  append(entry: Entry): Promise<number>;
  /** Begins the log with version 1; `false` when there is one. */
  begin(entry: Entry): Promise<boolean>;
  /** These versions, without those that are not there. */
  versions(...numbers: number[]): Promise<LoggedEntry[]>;
  /** All that is kept: the last hundred. Empty when there is no log. */
  history(): Promise<LoggedEntry[]>;
  /** Marks a log that `append` began as ours. */
  tag(): Promise<void>;
  /** Removes the log; that there is none is fine. */
  remove(): Promise<void>;
}

/** The IAM actions of these calls, all on the one parameter. */
export const LOCK_ACTIONS = [
  'ssm:PutParameter',
  'ssm:GetParameters',
  'ssm:GetParameterHistory',
  'ssm:AddTagsToResource',
  'ssm:DeleteParameter',
] as const;

export function lockParameterName({ app, stage }: StageIdentity): string {
  return `/apikit/${app}/${stage}/lock`;
}

const DESCRIPTION = 'Lock of an apikit stage: see apikit unlock.';
/** Entries in one answer; AWS allows no more. */
const PAGE = 50;

export function lockParameter(client: SSMClient, stage: StageIdentity, tags: Tags): LockStore {
  const Name = lockParameterName(stage);

  async function versions(...numbers: number[]): Promise<LoggedEntry[]> {
    const Names = numbers.map((version) => `${Name}:${version}`);
    try {
      const { Parameters = [] } = await client.send(new GetParametersCommand({ Names }));
      return Parameters.map(logged);
    } catch (error) {
      // Nothing says that AWS takes two versions of one parameter in one call; the whole log has them as well.
      if (!isAwsError(error, 'ValidationException')) throw error;
      return (await history()).filter(({ version }) => numbers.includes(version));
    }
  }

  async function history(): Promise<LoggedEntry[]> {
    const entries: LoggedEntry[] = [];
    let NextToken: string | undefined;
    try {
      do {
        const command = new GetParameterHistoryCommand({ Name, MaxResults: PAGE, NextToken });
        const page = await client.send(cleaningUp(command));
        entries.push(...(page.Parameters ?? []).map(logged));
        NextToken = page.NextToken;
      } while (NextToken);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return [];
    }
    return entries;
  }

  return {
    async append(entry) {
      const Value = formatEntry(entry);
      const command = new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true });
      const { Version } = await client.send(entry.entry === 'claim' ? command : cleaningUp(command));
      return Version ?? missingVersion(Name);
    },
    async begin(entry) {
      const Value = formatEntry(entry);
      const Tags = toTagList(tags);
      try {
        await client.send(new PutParameterCommand({ Name, Value, Type: 'String', Description: DESCRIPTION, Tags }));
        return true;
      } catch (error) {
        if (isAwsError(error, 'ParameterAlreadyExists')) return false;
        throw error;
      }
    },
    versions,
    history,
    async tag() {
      const command = { ResourceType: 'Parameter', ResourceId: Name, Tags: toTagList(tags) } as const;
      await client.send(new AddTagsToResourceCommand(command));
    },
    async remove() {
      await ifThere(client.send(cleaningUp(new DeleteParameterCommand({ Name }))));
    },
  };
}

function logged(version: { Version?: number; Value?: string; LastModifiedDate?: Date }): LoggedEntry {
  const { Version = 0, Value, LastModifiedDate } = version;
  return { version: Version, at: LastModifiedDate?.getTime() ?? 0, entry: parseEntry(Value) };
}

function missingVersion(name: string): never {
  throw new Error(`Parameter Store wrote ${name} without saying as which version`);
}
