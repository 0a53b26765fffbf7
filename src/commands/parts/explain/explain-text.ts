/** The output of `apikit explain`. Pure. */
import type { Diagnosis } from '../../../explain/diagnose.ts';
import type { Failure } from '../../../explain/evidence.ts';
import type { LogMessage, Trace } from '../../../explain/request/trace.ts';
import type { Exchange } from '../../../explain/symptom.ts';
import type { Explanation } from '../../../stage/explain/explain-stage.ts';
import { counted } from '../../../text/counted.ts';
import { table } from '../../../ui/table.ts';
import { SYMBOL, type Theme } from '../../../ui/theme.ts';
import { waterfall } from '../../../ui/waterfall.ts';
import type { Rendered } from '../command.ts';

/** The longest text of one log line. */
const LONGEST = 400;
/** The number of kinds of failures that are shown. */
const MOST_FAILURES = 20;
/** The number of commands besides the first. */
const MORE_COMMANDS = 2;

export function explanationText(found: Explanation, theme: Theme): Rendered {
  if (found.failures) return overview(found, found.failures, theme);
  const { request, answer, exchange, diagnoses } = found;
  const [first] = diagnoses?.causes ?? [];
  const head = [
    ...(request ? requestLines(request, theme) : []),
    ...(exchange ? exchangeLines(exchange) : []),
    ...(answer
      ? [`The response was ${answer.status}${answer.status < 400 ? '.' : `: ${shortened(answer.body)}`}`]
      : []),
  ];
  const causes = (diagnoses?.causes ?? []).flatMap((cause, index) => causeLines(cause, index === 0, theme));
  const none = first ? [] : [nothingWrong(found)];
  return {
    notes: [`${found.app}/${found.stage}`],
    data: [...head, ...(head.length > 0 ? [''] : []), ...causes, ...none, ...ruledOutLines(found, theme)],
    next: nextOf(found),
  };
}

export function explanationDocument({
  app,
  stage,
  failures,
  request,
  answer,
  exchange,
  diagnoses,
}: Explanation): object {
  return {
    app,
    stage,
    failures: (failures ?? []).map(({ status, type, operation, count, at, requestId }) => ({
      status,
      type: type ?? null,
      operation: operation ?? null,
      count,
      at,
      requestId,
    })),
    request: request ? requestDocument(request) : null,
    answer: answer ?? null,
    exchange: exchange ? { ...exchange, preflight: exchange.preflight ?? null, answer: exchange.answer ?? null } : null,
    causes: (diagnoses?.causes ?? []).map(({ cause, verdict, says, because, fix, next, seen }) => ({
      cause,
      verdict,
      says,
      because: because ?? null,
      fix,
      next,
      seen: seen ?? null,
    })),
    ruledOut: diagnoses?.ruledOut ?? [],
  };
}

function requestDocument({ said, spans, ...request }: NonNullable<Explanation['request']>): object {
  const { operation, errorType, apiKeyId, functionRequestId, version, release, ...rest } = request;
  return {
    ...rest,
    operation: operation ?? null,
    errorType: errorType ?? null,
    apiKeyId: apiKeyId ?? null,
    functionRequestId: functionRequestId ?? null,
    version: version ?? null,
    release: release ?? null,
    spans,
    said,
  };
}

function overview({ app, stage }: Explanation, failures: readonly Failure[], theme: Theme): Rendered {
  const notes = [`${app}/${stage}: requests that got 4XX or 5XX`];
  const [worst] = failures;
  if (!worst) return { notes, data: ['No request got 4XX or 5XX.'], next: [`apikit doctor --stage ${stage}`] };
  const shown = failures.slice(0, MOST_FAILURES);
  const rows = shown.map(({ count, status, type = '(by the function)', operation = '', at, requestId }) => [
    String(count),
    String(status),
    at.slice(11, 19),
    requestId.slice(0, 8),
    type,
    operation,
  ]);
  const more = failures.length - shown.length;
  const paint = (cell: string, column: number, row: number) => {
    if (row === 0) return theme.dim(cell);
    return column === 1 && cell >= '500' ? theme.bad(cell) : cell;
  };
  return {
    notes,
    data: [
      ...table([['COUNT', 'STATUS', 'LAST (UTC)', 'REQUEST', 'RESPONSE', 'OPERATION'], ...rows], paint),
      ...(more > 0 ? [theme.dim(`and ${more} more kinds; --json has all`)] : []),
    ],
    next: [`apikit explain ${worst.requestId} --stage ${stage}`],
  };
}

function requestLines(trace: NonNullable<Explanation['request']>, theme: Theme): string[] {
  const { method, path, operation, status, at, requestId, release, version, coldStart, apiKeyId } = trace;
  const of = operation === undefined || operation === path ? '' : theme.dim(` (${operation})`);
  const by = [
    `release ${release ?? 'unknown'}`,
    ...(version === undefined ? [] : [`version ${version}${coldStart ? ', a cold start' : ''}`]),
    ...(apiKeyId === undefined ? [] : [`API key ${apiKeyId}`]),
  ];
  const shownStatus = status >= 500 ? theme.bad(String(status)) : String(status);
  return [
    `${theme.bold(`${method} ${path}`)}${of}  ${shownStatus}  ${at.replace('T', ' ').replace('Z', ' UTC')}`,
    theme.dim(`request ${requestId}`),
    theme.dim(by.join(', ')),
    '',
    ...waterfall(trace.spans, (bar, index) => painted(trace, index, theme)(bar)),
    ...(trace.said.length > 0 ? ['', ...messageLines(trace.said, theme)] : []),
  ];
}

function painted({ spans }: Trace, index: number, theme: Theme): (text: string) => string {
  const part = spans[index]?.part;
  return part === 'function' ? theme.good : part === 'authorizer' ? theme.warn : theme.accent;
}

function messageLines(said: readonly LogMessage[], theme: Theme): string[] {
  return said.map(({ part, level, text, traces = [] }) => {
    const [thrown = '', where = ''] = traces[0]?.split('\n') ?? [];
    const line = `${part.padEnd(10)}  ${shortened(`${text} ${thrown}${where}`)}`;
    return level === 'error' ? theme.bad(line) : level === 'platform' ? theme.dim(line) : line;
  });
}

function exchangeLines({ origin, method, path, preflight, answer }: Exchange): string[] {
  const told = (what: string, { status, headers }: NonNullable<Exchange['answer']>) =>
    `${what} ${path}  ${status}  Access-Control-Allow-Origin: ${headers['access-control-allow-origin'] ?? '(none)'}`;
  return [
    `A page of ${origin} sends ${method} ${path}.`,
    preflight ? told('OPTIONS', preflight) : 'A browser sends no preflight for this request.',
    answer ? told(method, answer) : `${method} was not sent, because it might change something.`,
  ];
}

function causeLines({ verdict, says, because, fix, seen }: Diagnosis, first: boolean, theme: Theme): string[] {
  const mark = verdict === 'so' ? theme.bad(SYMBOL.failed) : theme.warn('?');
  const often = seen ? ` Seen ${counted(seen.count, 'time')} in the last hour, last in request ${seen.requestId}.` : '';
  return [
    `${mark} ${first ? theme.bold(says) : says}`,
    ...(because === undefined && often === '' ? [] : [`  ${oneLine(`${because ?? ''}${often}`)}`]),
    theme.dim(`  ${fix}`),
  ];
}

function nothingWrong({ exchange, answer, request }: Explanation): string {
  if (exchange)
    return exchange.answer
      ? `${SYMBOL.done} A browser lets the page read the response.`
      : `${SYMBOL.done} A browser lets the page send the request.`;
  if (answer && answer.status < 400) return `${SYMBOL.done} Nothing is wrong with this request.`;
  if (request && request.status < 400) return `${SYMBOL.done} Nothing went wrong with this request.`;
  return 'No known cause matches this.';
}

function ruledOutLines({ diagnoses }: Explanation, theme: Theme): string[] {
  const ruledOut = diagnoses?.ruledOut ?? [];
  if (ruledOut.length === 0) return [];
  const told = new Set(ruledOut.map(({ because }) => because));
  return ['', theme.dim(`Ruled out: ${[...told].join('; ')}.`)];
}

function nextOf({ diagnoses, request, stage }: Explanation): string[] {
  const commands = (diagnoses?.causes ?? []).map(({ next }) => next);
  const all = [...new Set(commands)].slice(0, 1 + MORE_COMMANDS);
  if (all.length > 0) return all;
  return request ? [`apikit tail-logs --stage ${stage} --since 1h --no-follow --request ${request.requestId}`] : [];
}

/** Lines of a log may look like lines of this command: `→ rm …`. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

function shortened(text: string): string {
  const line = oneLine(text);
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
