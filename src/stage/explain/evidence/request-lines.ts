/** A request by its ID: its access log line, and the lines that the function and its authorizer logged for it. */
import { functionLines, linesWith } from '../../../aws/logs/find-request.ts';
import { existingGroups } from '../../../aws/logs/insights/existing-groups.ts';
import type { FoundLine } from '../../../aws/logs/insights/log-lines.ts';
import { isNotFound, undefinedIfNotFound } from '../../../aws/sdk/errors/sdk-error.ts';
import type { StageConfig } from '../../../config/config.ts';
import type { FunctionLine, RequestLines } from '../../../explain/request/trace.ts';
import { parseAccessLine } from '../../../logs/access-line.ts';
import { type LogLine, parseLogLine } from '../../../logs/log-line.ts';
import { createStreamCalls } from '../../../logs/stream-calls.ts';
import { accessLogGroup, canaryLogGroup, executionLogGroup, functionLogGroup, inApi } from '../../../naming/names.ts';
import type { RunParts } from '../../stage-run.ts';

type Parts = Pick<RunParts, 'clients' | 'clock' | 'signal'>;

export interface SearchedRequest {
  /** The ID of API Gateway or Lambda, or its beginning. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** The ID of the REST API. */
  readonly api: string;
  readonly hasCanary: boolean;
  readonly hasExecutionLog: boolean;
}

/** Milliseconds that a function may begin before the time in the access log line, and log after it. */
const BEFORE = 1_000;
const AFTER = 5_000;

/** Returns `undefined` if no access log line of that time has the ID. Groups that do not exist are left out. */
export async function requestLines(
  config: StageConfig,
  wanted: SearchedRequest,
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
  const accessLine = parseLogLine(line, 'access');
  const began = startTimeOf(line);
  return {
    access: accessLine,
    began,
    functions: await callsOf(config, accessLine, { began, found }, parts),
    execution: found
      .filter(({ group }) => group.startsWith(execution))
      .map((each) => parseLogLine(each, 'execution'))
      .filter(({ requestId }) => requestId === accessLine.requestId),
  };
}

type Logs = Awaited<ReturnType<RunParts['clients']['logs']>>;

/** CloudWatch Logs fails the whole query if one group does not exist. */
async function linesInAll(
  client: Logs,
  groups: readonly string[],
  { id, from, to }: SearchedRequest,
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

/** Only the IDs that API Gateway writes count: anybody may send another request's ID in a header. */
function isAbout(line: FoundLine, id: string): boolean {
  const { requestId, functionRequestId, authorizerRequestId, extendedRequestId } = parseLogLine(line, 'access');
  return [requestId, functionRequestId, authorizerRequestId, extendedRequestId].some(
    (known) => typeof known === 'string' && known.startsWith(id),
  );
}

function startTimeOf({ message, time }: FoundLine): number {
  const accessTime = parseAccessLine(message)?.time;
  return typeof accessTime === 'number' ? accessTime : time;
}

/**
 * Lambda writes its request ID at the beginning and the end of an invocation. Between them a process handles no other
 * request.
 */
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
  /** A group that does not exist has no lines. */
  const lines = async (which: { ids: string[] } | { stream: string }) =>
    (await undefinedIfNotFound(functionLines(client, group, { ...which, ...during }))) ?? [];
  // A handler that logs API Gateway's ID shows which process handled the request, unless somebody sent that ID in
  // another request.
  const known = found.find((line) => line.group === group)?.stream;
  const ofKnown = known !== undefined && calls.size === 1 ? ofCalls(await lines({ stream: known }), calls) : [];
  if (ofKnown.length > 0) return ofKnown;
  const withId = await lines({ ids: [...calls.keys()] });
  const stream = withId.find(({ message }) =>
    message.includes(String(functionRequestId ?? authorizerRequestId)),
  )?.stream;
  // Only a failed request is worth another query, for lines that were printed without an ID.
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
