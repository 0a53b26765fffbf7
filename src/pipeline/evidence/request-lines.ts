/** A request by its id: its access line, and what the function and its authorizer logged while they worked on it. */
import { type FoundLine, functionLines, linesWith } from '../../aws/find-request.ts';
import type { StageConfig } from '../../config/config.ts';
import type { FunctionLine, RequestLines } from '../../explain/request/trace.ts';
import { parseAccessLine } from '../../logs/access-line.ts';
import { type LogLine, parseLogLine } from '../../logs/log-line.ts';
import { createStreamCalls } from '../../logs/stream-calls.ts';
import { accessLogGroup, canaryLogGroup, executionLogGroup, functionLogGroup, inApi } from '../../stack/names.ts';
import type { RunParts } from '../stage-run.ts';

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

/** `undefined`: no access line of that time is about it. Throws what AWS says where a group is missing. */
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
  const found = await linesWith(client, wanted.id, { groups, from: wanted.from, to: wanted.to }, parts);
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
  // A handler that logs API Gateway's id has told already which process worked on the request.
  const known = found.find((line) => line.group === group)?.stream;
  if (known !== undefined && calls.size === 1)
    return ofCalls(await functionLines(client, group, { stream: known, ...during }), calls);
  const withId = await functionLines(client, group, { ids: [...calls.keys()], ...during });
  const stream = withId.find(({ message }) =>
    message.includes(String(functionRequestId ?? authorizerRequestId)),
  )?.stream;
  // Only of what failed it is worth another look to see what was printed without an id.
  const explained = withId.some((line) => parseLogLine(line, 'function').level === 'error');
  if (Number(status) < 500 || explained || stream === undefined) return ofCalls(withId, calls);
  const others = withId.filter((line) => line.stream !== stream);
  return ofCalls([...others, ...(await functionLines(client, group, { stream, ...during }))], calls);
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
