/**
 * Kind `state-machine`: a state machine of Step Functions. It has no versions or aliases: executions that run keep the
 * definition with which they began, and a deploy changes the one of all later ones as soon as the new release serves
 * (docs/events.md). Until the executions that began before have ended, their role and their functions stay.
 */
import type { SFNClient, Tag } from '@aws-sdk/client-sfn';
import {
  type FieldChange,
  isRef,
  type Kind,
  type KindContext,
  type Observed,
  type ResolvedResource,
  type Resource,
} from '../../../engine/resource.ts';
import { ApikitError } from '../../../errors.ts';
import { stateMachineArn } from '../../../naming/arns.ts';
import type { Tags } from '../../../naming/tags.ts';
import { equals, ownRoles, ownStateMachines } from '../../arns/own-arns.ts';
import { targetsIn } from '../../iam/policy-targets.ts';
import { comparableTags, owns, tagChanges } from '../../ownership/ownership.ts';
import { errorMessage, isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { retry } from '../../sdk/retry.ts';
import { createdMeanwhile } from '../created-meanwhile.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { StateMachineShape } from './shape.ts';

/** Milliseconds. A new role is not usable at once (docs/aws/iam.md), and a deleted name not for some time. */
const PATIENCE = 180_000;
export const TYPES = { standard: 'STANDARD', express: 'EXPRESS' } as const;

type Desired = ResolvedResource<StateMachineShape>;

export function stateMachineKind({ clients, clock, target }: KindDependencies): Kind<StateMachineShape> {
  const arnOf = (name: string) => stateMachineArn(target, name);

  async function read({ name, properties }: Resource<StateMachineShape>) {
    const { DescribeStateMachineCommand, ListTagsForResourceCommand } = await import('@aws-sdk/client-sfn');
    const client = await clients.stepFunctions();
    const stateMachineArn = arnOf(name);
    const found = await undefinedIfNotFound(client.send(new DescribeStateMachineCommand({ stateMachineArn })));
    if (!found || found.status === 'DELETING') return undefined;
    const listed = await undefinedIfNotFound(
      client.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn })),
    );
    const { definition = '', roleArn = '' } = found;
    const type = found.type === 'EXPRESS' ? 'express' : 'standard';
    return observedAs(name, properties.tags, { definition, type, role: roleArn, tags: tagsOf(listed?.tags) });
  }

  function observedAs(name: string, wanted: Tags, properties: StateMachineShape['found']): Observed<StateMachineShape> {
    return { attributes: { arn: arnOf(name), name }, properties, owned: owns(wanted, properties.tags) };
  }

  /** Step Functions checks whether it may assume the role, which a new role does not allow at once. */
  function patiently<T>(what: string, { signal, note }: KindContext, send: () => Promise<T>): Promise<T> {
    const options = {
      what,
      within: PATIENCE,
      longestDelay: 5_000,
      hint: 'Run the same command again: it continues where it stopped.',
      clock,
      signal,
      retryable: (error: unknown) =>
        isAwsError(error, 'StateMachineDeleting') ||
        isAwsError(error, 'ConflictException') ||
        (isAwsError(error, 'AccessDeniedException') && NOT_YET.test(errorMessage(error))),
      onRetry: (tries: number, error: unknown) => {
        if (tries > 1) return;
        note(NOT_YET.test(errorMessage(error)) ? 'waiting for the role to be usable' : 'waiting for an earlier change');
      },
    };
    return retry(options, send);
  }

  async function create(client: SFNClient, resource: Desired, context: KindContext) {
    const { name, properties } = resource;
    const { definition, type, role, tags } = properties;
    if (definition === '') throw noDefinition(name);
    const { CreateStateMachineCommand } = await import('@aws-sdk/client-sfn');
    const command = new CreateStateMachineCommand({
      name,
      definition,
      type: TYPES[type],
      roleArn: role,
      tags: toList(tags),
    });
    try {
      await patiently(`create the state machine "${name}"`, context, () => client.send(command));
    } catch (error) {
      if (!isAwsError(error, 'StateMachineAlreadyExists')) throw error;
      // Another run was faster, with another definition.
      const found = await read(resource);
      if (!found?.owned) throw createdMeanwhile('state machine', name);
      return found;
    }
    return observedAs(name, tags, { definition, type, role, tags });
  }

  /** Changes definition and role if they differ; returns them. */
  async function change({ name, properties }: Desired, had: StateMachineShape['found'], context: KindContext) {
    const definition = properties.definition || had.definition;
    const { role } = properties;
    if (!differs(properties, had)) return { definition, role };
    const client = await clients.stepFunctions();
    const { UpdateStateMachineCommand } = await import('@aws-sdk/client-sfn');
    const command = new UpdateStateMachineCommand({ stateMachineArn: arnOf(name), definition, roleArn: role });
    await patiently(`change the state machine "${name}"`, context, () => client.send(command));
    return { definition, role };
  }

  /** Whether executions run. Without the permission to see it, they may. */
  async function isRunning(name: string, { note }: KindContext): Promise<boolean> {
    const client = await clients.stepFunctions();
    const { ListExecutionsCommand } = await import('@aws-sdk/client-sfn');
    const command = new ListExecutionsCommand({ stateMachineArn: arnOf(name), statusFilter: 'RUNNING', maxResults: 1 });
    try {
      const found = await undefinedIfNotFound(client.send(command));
      return (found?.executions ?? []).length > 0;
    } catch (error) {
      if (!isAwsError(error, 'AccessDeniedException')) throw error;
      note(`apikit cannot see whether executions run: ${errorMessage(error)}`);
      return true;
    }
  }

  async function syncTags(client: SFNClient, resourceArn: string, wanted: Tags, had: Tags): Promise<void> {
    const { set, remove } = tagChanges(wanted, had);
    const { TagResourceCommand, UntagResourceCommand } = await import('@aws-sdk/client-sfn');
    if (Object.keys(set).length > 0) {
      await client.send(new TagResourceCommand({ resourceArn, tags: toList(set) }));
    }
    if (remove.length > 0) await client.send(new UntagResourceCommand({ resourceArn, tagKeys: remove }));
  }

  return {
    kind: 'state-machine',
    rights: [
      {
        actions: [
          'states:DescribeStateMachine',
          'states:ListExecutions',
          'states:ListTagsForResource',
          'states:CreateStateMachine',
          'states:UpdateStateMachine',
          'states:TagResource',
          'states:UntagResource',
          'states:DeleteStateMachine',
        ],
        on: ownStateMachines,
      },
      {
        actions: ['iam:PassRole'],
        on: ownRoles,
        when: () => equals({ 'iam:PassedToService': 'states.amazonaws.com' }),
      },
    ],
    readsBy: [],
    read,
    diff({ properties }, { properties: had }) {
      const { definition, type, role, tags } = properties;
      const replaced: FieldChange[] =
        type === had.type ? [] : [{ path: 'type', from: had.type, to: type, replace: true, instead: INSTEAD }];
      return [
        ...replaced,
        ...(definition === '' ? [] : diffFields({ definition }, { definition: had.definition })),
        ...diffFields({ role, tags }, { role: had.role, tags: had.tags }),
      ];
    },
    async apply(resource, observed, context) {
      const client = await clients.stepFunctions();
      const { name, properties } = resource;
      const { properties: had } = observed ?? (await create(client, resource, context));
      const { tags } = properties;
      await syncTags(client, arnOf(name), tags, had.tags);
      // Nothing starts a new state machine yet, also if another run was faster to create it.
      const changed = observed ? {} : await change(resource, had, context);
      return observedAs(name, tags, { ...had, ...changed, tags });
    },
    follow: {
      due: ({ properties }, applied) => differs(properties, applied.properties),
      async begin(resource, applied, context) {
        await change(resource, applied.properties, context);
      },
    },
    async stillNeeds({ name, properties: { role, type } }, { resources, observed, changed }, context) {
      const id = isRef(role) ? role.$ref : undefined;
      const targets = targetsIn((id === undefined ? undefined : observed.get(id))?.properties.policies);
      const needed = resources.filter(
        (each) => each.id === id || targets.includes(String(observed.get(each.id)?.attributes.arn)),
      );
      if (needed.length === 0) return [];
      // Step Functions lists no express executions. They run for five minutes at most.
      const busy = type === 'express' ? changed : await isRunning(name, context);
      return busy ? needed.map((each) => each.id) : [];
    },
    consequence: async () => 'executions that run end at their next state',
    async remove({ name }) {
      const { DeleteStateMachineCommand } = await import('@aws-sdk/client-sfn');
      const client = await clients.stepFunctions();
      await undefinedIfNotFound(client.send(new DeleteStateMachineCommand({ stateMachineArn: arnOf(name) })));
    },
  };
}

const differs = ({ definition, role }: Desired['properties'], had: StateMachineShape['found']): boolean =>
  (definition !== '' && definition !== had.definition) || role !== had.role;

/** Step Functions' message if it cannot assume the role (docs/aws/step-functions.md). */
const NOT_YET = /authorized to assume the provided role/i;

const INSTEAD =
  'Give the state machine another name in apikit.yaml: the deploy creates it with the new type, and then deletes the old one.';

const noDefinition = (name: string): ApikitError =>
  new ApikitError(
    'NoDefinition',
    `The state machine ${name} does not exist, and this command does not read the file with its definition.`,
    { hint: 'Run apikit deploy, which creates it.' },
  );

const toList = (tags: Tags): Tag[] => Object.entries(tags).map(([key, value]) => ({ key, value }));

export const tagsOf = (list: readonly Tag[] = []): Tags =>
  comparableTags(Object.fromEntries(list.map(({ key = '', value = '' }) => [key, value])));
