/** The names of what live stages use: those that every stage has, and those that its functions show. Pure. */
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { DEFAULT_BUS } from '../../naming/default-bus.ts';
import * as names from '../../naming/names.ts';
import type { Owner } from '../ownership/owner.ts';

/** `functions` has the functions of apikit in the region. */
export function namesInUse(
  stages: readonly Owner[],
  functions: readonly FunctionConfiguration[],
  region: string,
): Set<string> {
  const live = new Set(stages.map(names.baseName));
  const shown = functions.flatMap(({ FunctionName: name = '', Environment: { Variables: variables = {} } = {} }) => {
    const base = names.baseName({ app: variables.APIKIT_APP ?? '', stage: variables.APIKIT_STAGE ?? '' });
    if (!live.has(base)) return [];
    if (CONSUMER.test(name)) return ofConsumer(name, variables, region);
    return name === base ? ofVariables(variables, region) : [];
  });
  return new Set([...stages.flatMap((owner) => ofStage(owner, region)), ...shown]);
}

/** The ends of the names of functions that something else than an API calls. */
const CONSUMER = /-(event|queue|step|stream|topic)$/;

type Variables = Readonly<Record<string, string>>;

/** Names that a live stage certainly has. */
const ofStage = (owner: Owner, region: string): string[] => [
  names.functionName(owner),
  names.roleName({ ...owner, region }),
  names.integrationRoleName({ ...owner, region }),
  names.topicName(owner),
  names.functionLogGroup(owner),
  names.accessLogGroup(owner),
];

/** A consumer, its role and its log group, and the rules of which it may be the target. */
function ofConsumer(consumer: string, variables: Variables, region: string): string[] {
  const rule = /^(.+)-event$/.exec(consumer)?.[1];
  const rules = rule === undefined ? [] : [DEFAULT_BUS, ...busesIn(variables)].map((bus) => `${bus}/${rule}`);
  return [consumer, `${consumer}-${region}`, `/aws/lambda/${consumer}`, ...rules];
}

const busesIn = (variables: Variables): string[] =>
  Object.entries(variables).flatMap(([name, value]) => (name.startsWith('EVENT_BUS_') ? [lastOf(value)] : []));

/** The names in the variables of the function of a stage, and of what belongs to these. */
const ofVariables = (variables: Variables, region: string): string[] =>
  Object.entries(variables).flatMap(([variable, value]) => {
    if (variable.startsWith('TABLE_')) return [value];
    if (variable.startsWith('QUEUE_')) return [value, names.deadLetterOf(value)];
    if (/^(TOPIC|EVENT_BUS)_/.test(variable)) return [lastOf(value)];
    if (!variable.startsWith('STATE_MACHINE_')) return [];
    const machine = lastOf(value);
    return [machine, names.machineRoleOf(machine, region)];
  });

/** The name at the end of an ARN. */
const lastOf = (arn: string): string => /[^:/]*$/.exec(arn)?.[0] ?? '';
