/** A request by its id: its access line, and what the function and its authorizer logged while they worked on it. */
import { functionLines, linesWith } from '../../../aws/logs/find-request.ts';
import { existingGroups } from '../../../aws/logs/insights/existing-groups.ts';
import type { FoundLine } from '../../../aws/logs/insights/log-lines.ts';
import { ifThere, isNotFound } from '../../../aws/sdk/errors/sdk-error.ts';
import type { StageConfig } from '../../../config/config.ts';
import type { FunctionLine, RequestLines } from '../../../explain/request/trace.ts';
import { parseAccessLine } from '../../../logs/access-line.ts';
import { type LogLine, parseLogLine } from '../../../logs/log-line.ts';
import { createStreamCalls } from '../../../logs/stream-calls.ts';
import { accessLogGroup, canaryLogGroup, executionLogGroup, functionLogGroup, inApi } from '../../../naming/names.ts';
import type { RunParts } from '../../stage-run.ts';

type Parts = Pick<RunParts, 'clients' | 'clock' | 'signal'>;

export interface Wanted {
  /** Of API Gateway or Lambda, or its beginning. */
  readonly id: string;
  /** ms since the epoch */
  readonly from: number;
  readonly to: number;
  /** Id of the REST API. */
  readonly api: string;
  readonly hasCanary: boolean;
  readonly hasExecutionLog: boolean;
}

/** ms that a function may begin before, and log after, the time that the access line tells. */
const BEFORE = 1_000;
const AFTER = 5_000;

/** `undefined`: no access line of that time is about it. Groups that are missing are left out. */
export async function requestLines(
  config: StageConfig,
  wanted: Wanted,
  parts: Parts,
): Promise<RequestLines | undefined> {
  const client = await parts.clients.logs();
  const access = accessLogGroup(config);
  const execution = inApi(executionLogGroup(config), wanted.api);
  const groups = [
    access,
    functionLogGroup(config),
    ...(wanted.hasCanary ? [canaryLogGroup(access)] : []),
    ...(wanted.hasExecutionLog ? [execution] : []),
  ];
  const found = await linesInAll(client, groups, wanted, parts);
  const line = found.filter(({ group }) => group.startsWith(access)).find((each) => isAbout(each, wanted.id));
  if (!line) return undefined;
  const told = parseLogLine(line, 'access');
  const began = beganAt(line);
  return {
    access: told,
    began,
    functions: await callsOf(config, told, { began, found }, parts),
    execution: found
      .filter(({ group }) => group.startsWith(execution))
      .map((each) => parseLogLine(each, 'execution'))
      .filter(({ requestId }) => requestId === told.requestId),
  };
}

type Logs = Awaited<ReturnType<RunParts['clients']['logs']>>;

/** A query of a group that is not there fails as a whole. */
async function linesInAll(
  client: Logs,
  groups: readonly string[],
  { id, from, to }: Wanted,
  parts: Parts,
): Promise<FoundLine[]> {
  try {
    return await linesWith(client, id, { groups, from, to }, parts);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const left = await existingGroups(client, groups);
  return left.length === 0 ? [] : await linesWith(client, id, { groups: left, from, to }, parts);
}

/** A line is believed only in what API Gateway says of the request: anybody may send somebody's id in a header. */
function isAbout(line: FoundLine, id: string): boolean {
  const { requestId, functionRequestId, authorizerRequestId, extendedRequestId } = parseLogLine(line, 'access');
  return [requestId, functionRequestId, authorizerRequestId, extendedRequestId].some(
    (known) => typeof known === 'string' && known.startsWith(id),
  );
}

function beganAt({ message, time }: FoundLine): number {
  const told = parseAccessLine(message)?.time;
  return typeof told === 'number' ? told : time;
}

/** Lambda writes its id at the beginning and the end of a call; between them a process works on nothing else. */
async function callsOf(
  config: StageConfig,
  { functionRequestId, authorizerRequestId, latency, status }: LogLine,
  { began, found }: { began: number; found: readonly FoundLine[] },
  { clients }: Parts,
): Promise<FunctionLine[]> {
  const group = functionLogGroup(config);
  const calls = new Map<string, FunctionLine['part']>();
  if (typeof authorizerRequestId === 'string') calls.set(authorizerRequestId, 'authorizer');
  if (functionRequestId !== undefined) calls.set(functionRequestId, 'function');
  if (calls.size === 0) return [];
  const during = { from: began - BEFORE, to: began + Number(latency ?? 0) + AFTER };
  const client = await clients.logs();
  /** A group that is gone has no lines. */
  const lines = async (which: { ids: string[] } | { stream: string }) =>
    (await ifThere(functionLines(client, group, { ...which, ...during }))) ?? [];
  // A handler that logs API Gateway's id has told already which process worked on the request; or somebody else has sent the id.
  const known = found.find((line) => line.group === group)?.stream;
  const ofKnown = known !== undefined && calls.size === 1 ? ofCalls(await lines({ stream: known }), calls) : [];
  if (ofKnown.length > 0) return ofKnown;
  const withId = await lines({ ids: [...calls.keys()] });
  const stream = withId.find(({ message }) =>
    message.includes(String(functionRequestId ?? authorizerRequestId)),
  )?.stream;
  // Only of what failed it is worth another look to see what was printed without an id.
  const explained = withId.some((line) => parseLogLine(line, 'function').level === 'error');
  if (Number(status) < 500 || explained || stream === undefined) return ofCalls(withId, calls);
  const others = withId.filter((line) => line.stream !== stream);
  return ofCalls([...others, ...(await lines({ stream }))], calls);
}

function ofCalls(lines: readonly FoundLine[], calls: ReadonlyMap<string, FunctionLine['part']>): FunctionLine[] {
  const streams = createStreamCalls();
  return [...lines]
    .sort((a, b) => a.time - b.time)
    .flatMap((each) => {
      const line = parseLogLine(each, 'function');
      const call = streams.take(each.stream, line.message, each.time) ?? line.functionRequestId ?? line.requestId;
      const part = call === undefined ? undefined : calls.get(call);
      return part === undefined ? [] : [{ line, part, stream: each.stream }];
    });
}
