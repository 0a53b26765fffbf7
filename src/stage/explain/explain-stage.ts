/**
 * Leads from a question to its cause: finds the request in the logs, or sends one to the stage, and then weighs the
 * causes. Reads only.
 */
import type { FunctionVersion } from '../../aws/lambda/function-version.ts';
import { releaseOf } from '../../aws/releases/release-record.ts';
import { parseSwitchRecord, servedAt } from '../../aws/releases/switch-record.ts';
import type { StageConfig } from '../../config/config.ts';
import { type Diagnoses, diagnose } from '../../explain/diagnose.ts';
import { responseTypeOf } from '../../explain/error-type.ts';
import { type Failure, UnreadableFact } from '../../explain/evidence.ts';
import type { Question } from '../../explain/question.ts';
import { type RequestLines, symptomOfTrace, type Trace, traceOf } from '../../explain/request/trace.ts';
import type { Exchange, ObservedResponse, Symptom } from '../../explain/symptom.ts';
import type { LogLine } from '../../logs/log-line.ts';
import type { RunParts } from '../stage-run.ts';
import { type LiveEvidence, liveEvidence } from './evidence/live-evidence.ts';
import { failedRequests } from './evidence/recent-logs.ts';
import { requestLines } from './evidence/request-lines.ts';
import { sendPageRequest, sendRequest } from './evidence/send-request.ts';

export interface ExplainParts extends Pick<RunParts, 'clients' | 'facts' | 'clock' | 'signal'> {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Maps the stacks in a text of a function's log stream to the project's sources. */
  readonly readTraces: (stream: string, text: string, given?: FunctionVersion) => Promise<string>;
}

export interface ExplainQuestion {
  /** Absent if the user asks for recent failures. */
  readonly question?: Question;
  /** The time range for the search, in milliseconds since the epoch. */
  readonly since: number;
  readonly until: number;
  /** The page that sends the request. */
  readonly page?: Pick<Exchange, 'origin' | 'headers' | 'credentials'>;
  /** The API key and the token for the request that is sent. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Explanation {
  readonly app: string;
  readonly stage: string;
  /** The recent failures, the most frequent first, if there was no question. */
  readonly failures?: readonly Failure[];
  /** The request that the question is about, and the release that served it. */
  readonly request?: Trace & { readonly release?: string };
  /** The stage's response to the request that was sent for the question. */
  readonly answer?: Pick<ObservedResponse, 'status' | 'body'>;
  readonly exchange?: Exchange;
  /** `undefined` if no known cause fits. */
  readonly diagnoses?: Diagnoses;
}

/** The number of AWS calls for a question about one request, including the first call of every command. */
export const CALLS_FOR_A_REQUEST = 8;

/** Returns `undefined` if there is no request with that ID. Throws `NotDeployed`. */
export async function explainStage(
  config: StageConfig,
  asked: ExplainQuestion,
  parts: ExplainParts,
): Promise<Explanation | undefined> {
  const { question } = asked;
  const base = { app: config.app, stage: config.stage };
  if (!question) {
    // Throws if the stage does not exist.
    await liveEvidence(config, parts).facts();
    const { since: from, until: to } = asked;
    return { ...base, failures: byUrgency(await failedRequests(config, parts, { from, to })) };
  }
  if (question.about === 'request') {
    const stage = liveEvidence(config, parts, { calls: CALLS_FOR_A_REQUEST });
    const found = await findRequest(config, question.id, asked, stage, parts);
    if (found) {
      const { lines, request } = found;
      const verdict = failed(request) ? await judged(stage, symptomOfTrace(request)) : {};
      return { ...base, request: { ...request, said: await saidInSources(lines, stage, parts) }, ...verdict };
    }
    // The pasted text has a meaning of its own, even if its request is too old to be found.
    const { facts } = stage;
    return question.within && { ...base, ...(await judged(liveEvidence(config, parts, { facts }), question.within)) };
  }
  const stage = liveEvidence(config, parts);
  if (question.about === 'symptom') return { ...base, ...(await judged(stage, question.symptom)) };
  return { ...base, ...(await tryCall(question, asked, stage, parts)) };
}

/** Failures of our side (5XX) come first. */
const byUrgency = (failures: readonly Failure[]) =>
  [...failures].sort((a, b) => Number(b.status >= 500) - Number(a.status >= 500) || b.count - a.count);

/** A request that succeeded has no cause of a failure, whatever its function logged. Status 0 stands for none. */
const failed = ({ status }: Trace): boolean => status === 0 || status >= 400;

async function judged(stage: LiveEvidence, symptom: Symptom): Promise<Pick<Explanation, 'diagnoses'>> {
  const diagnoses = await diagnose({ symptom, stage });
  return diagnoses ? { diagnoses } : {};
}

async function findRequest(
  config: StageConfig,
  id: string,
  { since, until }: ExplainQuestion,
  stage: LiveEvidence,
  parts: ExplainParts,
): Promise<{ lines: RequestLines; request: NonNullable<Explanation['request']> } | undefined> {
  const { api, stage: deployed, releases } = await stage.facts();
  const methods = Object.values(deployed.methodSettings ?? {});
  const lines = await requestLines(
    config,
    {
      id,
      from: since,
      to: until,
      api: api.id,
      hasCanary: deployed.canarySettings !== undefined,
      hasExecutionLog: methods.some(({ loggingLevel = 'OFF' }) => loggingLevel !== 'OFF'),
    },
    parts,
  );
  if (!lines) return undefined;
  const trace = traceOf(lines);
  const live = deployed.deploymentId ?? '';
  const deployment = servedAt(parseSwitchRecord(deployed.description), live, Date.parse(trace.at));
  const served =
    releases.find(({ record }) => trace.version !== undefined && record.version === trace.version) ??
    releaseOf(releases, deployment ?? live);
  return { lines, request: { ...trace, ...(served && { release: served.record.release }) } };
}

/** Returns the messages of a request. Their stacks have positions in the project's sources. */
async function saidInSources(
  lines: RequestLines,
  stage: LiveEvidence,
  { readTraces }: ExplainParts,
): Promise<Trace['said']> {
  const live = lines.functions.some(({ line }) => hasStack(line)) ? await readable(stage.liveFunction()) : undefined;
  const functions = await Promise.all(
    lines.functions.map(async (each) => {
      const text = await readTraces(each.stream, JSON.stringify(each.line), live);
      return { ...each, line: JSON.parse(text) as LogLine };
    }),
  );
  return traceOf({ ...lines, functions }).said;
}

const hasStack = (line: LogLine): boolean => JSON.stringify(line).includes('index.mjs:');

async function readable<T>(fact: Promise<T>): Promise<T | undefined> {
  try {
    return await fact;
  } catch (error) {
    if (error instanceof UnreadableFact) return undefined;
    throw error;
  }
}

async function tryCall(
  { method, path, url: given }: Extract<Question, { about: 'call' }>,
  { page, headers }: ExplainQuestion,
  stage: LiveEvidence,
  parts: ExplainParts,
): Promise<Omit<Explanation, 'app' | 'stage'>> {
  const { url } = await stage.live();
  // For an address of the stage, the part after the stage's own address; for another address, all of it.
  const rest = given?.startsWith(url) ? given.slice(url.length) : given;
  if (rest !== undefined && !/^(?:[/?]|$)/.test(rest)) {
    const symptom = { text: '', statuses: [403], type: 'DEFAULT_4XX', request: { method, path } };
    return await judged(stage, symptom);
  }
  const within = rest === undefined ? path : rest.startsWith('/') ? rest : `/${rest}`;
  const call = { url: url + within, method, headers };
  if (page) {
    const exchange = await sendPageRequest(call, { ...page, path: within }, parts.signal, parts.env);
    return { exchange, ...(await judged(stage, { text: '', statuses: [], exchange })) };
  }
  const answer = await sendRequest(call, parts.signal, parts.env);
  if (answer === undefined) return await judged(stage, routeSymptom(method, within));
  const { status, body } = answer;
  if (status < 400) return { answer: { status, body } };
  const type = responseTypeOf(answer);
  const symptom: Symptom = {
    text: body,
    statuses: [status],
    ...(type !== undefined && { type }),
    request: { method, path: within },
  };
  return { answer: { status, body }, ...(await judged(stage, symptom)) };
}

/** The symptom of a request that is not sent: whether any operation matches it. */
const routeSymptom = (method: string, path: string): Symptom => ({
  text: '',
  statuses: [],
  type: 'MISSING_AUTHENTICATION_TOKEN',
  request: { method, path },
});
