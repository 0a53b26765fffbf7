/** The functions of a template that get messages, changes of items or events instead of requests. Pure. */
import { isObject, type Json, objectOf, own, textOf } from '../../contract/model/json.ts';
import { wordOf } from '../../text/word-of.ts';
import type { Finding } from '../finding.ts';
import { freeName } from '../free-name.ts';
import { lostMembers } from '../lost-members.ts';
import type { TemplateResource } from './template.ts';
import { apiEvents, isApiEvent } from './template-contract.ts';

/** A place in apikit.yaml in which a consumer can be. */
interface Source {
  readonly section: 'queues' | 'topics' | 'tables' | 'eventRules';
  /** The name in that section. */
  readonly name: string;
  /** The settings beside the file of the consumer. */
  readonly settings: Json;
}

export interface Consumer extends Source {
  readonly fn: TemplateResource;
  /** The name of its event in the function. */
  readonly event: string;
  /** `becomes` of its code: `consumers/mail`. */
  readonly module: string;
}

const EVENTS_RULE = ['EventBridgeRule', 'CloudWatchEvent'];

/**
 * Returns a consumer for each event that brings a function something of a resource of the template. A function that
 * also serves operations has none, because consumers are functions of their own in apikit. `sections` has the names of
 * the resources in apikit.yaml.
 */
export function consumersOf(
  resources: readonly TemplateResource[],
  sections: Readonly<Record<'queues' | 'topics' | 'tables', readonly string[]>>,
): Consumer[] {
  const used = new Set<string>();
  // Functions of several modules of the code can have the same name.
  const modules = new Map<TemplateResource, string>();
  const moduleOf = (fn: TemplateResource): string => {
    const taken = new Set(modules.values());
    const module = modules.get(fn) ?? freeName(`consumers/${wordOf(fn.id) ?? 'consumer'}`, (each) => taken.has(each));
    modules.set(fn, module);
    return module;
  };
  // A stage with an HTTP API has no rules.
  const isHttp = resources.some((fn) => apiEvents(fn).some(([, { Type }]) => Type === 'HttpApi'));
  return resources.flatMap((fn) => {
    if (fn.type !== 'AWS::Serverless::Function' || apiEvents(fn).length > 0) return [];
    return Object.entries(objectOf(fn.properties.Events)).flatMap(([event, value]): Consumer[] => {
      const ruleName = freeName(wordOf(`${fn.id}-${event}`) ?? 'rule', (each) => used.has(`eventRules ${each}`));
      const source = sourceOf(objectOf(value), ruleName);
      if (!source) return [];
      const key = `${source.section} ${source.name}`;
      const exists = source.section === 'eventRules' ? !isHttp : sections[source.section].includes(source.name);
      // A queue, a topic and a table have one consumer each.
      if (!exists || used.has(key)) return [];
      used.add(key);
      return [{ ...source, fn, event, module: moduleOf(fn) }];
    });
  });
}

/** Settings of an event that decide which messages come, or in which form. A consumer gets all of them unchanged. */
const DECIDING = [
  'FilterCriteria',
  'FilterPolicy',
  'Input',
  'InputPath',
  'InputTransformer',
  'SqsSubscription',
  'TumblingWindowInSeconds',
];

export const isDisabled = ({ Enabled, State }: Json): boolean => String(Enabled) === 'false' || State === 'DISABLED';

/** `ruleName` is the name of a rule that the event needs. */
function sourceOf(event: Json, ruleName: string): Source | undefined {
  const properties = objectOf(event.Properties);
  if (isApiEvent(event) || isDisabled(properties)) return undefined;
  if (DECIDING.some((member) => ![undefined, false].includes(properties[member] as undefined))) return undefined;
  const size = Number(properties.BatchSize);
  if (event.Type === 'SQS') {
    const queue = /^\$\{queue\.(.+)\.arn\}$/.exec(textOf(properties.Queue) ?? '')?.[1];
    // apikit has no window in which messages are collected, so a batch has at most ten.
    return queue === undefined
      ? undefined
      : { section: 'queues', name: queue, settings: size >= 1 && size < 10 ? { batchSize: size } : {} };
  }
  if (event.Type === 'SNS') {
    const topic = /^\$\{topic\.(.+)\.arn\}$/.exec(textOf(properties.Topic) ?? '')?.[1];
    return topic === undefined ? undefined : { section: 'topics', name: topic, settings: {} };
  }
  if (event.Type === 'DynamoDB') {
    const table = /^\{stream (.+)\}$/.exec(textOf(properties.Stream) ?? '')?.[1];
    if (table === undefined) return undefined;
    const settings = {
      ...(size >= 1 && size <= 1000 && { batchSize: size }),
      ...(properties.StartingPosition === 'TRIM_HORIZON' && { startingPosition: 'trimHorizon' }),
    };
    return { section: 'tables', name: table, settings };
  }
  const isRule = EVENTS_RULE.includes(String(event.Type)) && isObject(properties.Pattern);
  if (!isRule || ![undefined, 'default'].includes(textOf(properties.EventBusName))) return undefined;
  return { section: 'eventRules', name: ruleName, settings: { pattern: properties.Pattern } };
}

/** Members of an event that a consumer has as well, or that mean nothing to it. */
const KEPT = [
  'BatchSize',
  'Enabled',
  'EventBusName',
  'FunctionResponseTypes',
  'Pattern',
  'Queue',
  'Region',
  'RuleName',
  'SqsSubscription',
  'StartingPosition',
  'State',
  'Stream',
  'Topic',
];

const INSTEAD: Readonly<Record<string, string>> = {
  BisectBatchOnFunctionError: 'Write stream: { bisect: true } in the table.',
  DestinationConfig: 'Write stream: { onFailure: <queue> } in the table.',
  MaximumBatchingWindowInSeconds: 'apikit has no window in which messages are collected.',
  MaximumRecordAgeInSeconds: 'Write stream: { maxAge: … } in the table.',
  MaximumRetryAttempts: 'Write stream: { retries: … } in the table.',
  MaximumConcurrency: 'Write concurrency of the consumer.',
  ScalingConfig: 'Write concurrency of the consumer.',
};

/** Reports the settings of events that their consumers do not have. */
export function aboutConsumers(consumers: readonly Consumer[]): Finding[] {
  return consumers.flatMap(({ fn, event, section }): Finding[] => {
    const properties = objectOf(objectOf(own(objectOf(fn.properties.Events), event)).Properties);
    const place = fn.place('Events', event);
    const lost = lostMembers(
      Object.keys(properties),
      { kept: KEPT, instead: INSTEAD },
      () => place,
      ` of the event of ${fn.id}`,
    );
    const most = section === 'queues' ? 10 : 1000;
    if (Number(properties.BatchSize) <= most || properties.BatchSize === undefined) return lost;
    const says = `A call of the consumer gets at most ${most} messages, and not ${String(properties.BatchSize)}.`;
    return [...lost, { about: 'changes', place, says }];
  });
}

/** Returns the sections of apikit.yaml with the files of the consumers. `files` has them by `module`. */
export function withConsumers(
  sections: Readonly<Record<'queues' | 'topics' | 'tables', Readonly<Record<string, object>>>>,
  consumers: readonly Consumer[],
  files: ReadonlyMap<string, string>,
): Record<Source['section'], Record<string, object>> {
  const all: Record<Source['section'], Record<string, object>> = {
    queues: { ...sections.queues },
    topics: { ...sections.topics },
    tables: { ...sections.tables },
    eventRules: {},
  };
  for (const { section, name, settings, module } of consumers) {
    const file = files.get(module);
    const there = all[section][name] ?? {};
    if (section === 'tables') all.tables[name] = { ...there, stream: { consumer: file, ...settings } };
    else if (section === 'queues' && settings.batchSize !== undefined)
      all.queues[name] = { ...there, consumer: { handler: file, ...settings } };
    else all[section][name] = { ...there, ...settings, consumer: file };
  }
  return all;
}
