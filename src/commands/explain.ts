/**
 * `apikit explain`: explains the result of a request, or the cause of a response or an error in this stage. Reads only.
 */
import { originFault } from '../config/origin.ts';
import type { Target } from '../context.ts';
import { ApikitError, usageError } from '../errors.ts';
import { preflighted } from '../explain/cross-origin.ts';
import { parseQuestion, type Question } from '../explain/question.ts';
import { APP_OPTION } from '../flags/common-flags.ts';
import type { Option } from '../flags/option.ts';
import type { FlagsOf } from '../flags/values.ts';
import type { ExplainQuestion, Explanation } from '../stage/explain/explain-stage.ts';
import { givenCredentials, KEY_OPTION, TOKEN_OPTION } from './parts/calling-key.ts';
import { defineCommand } from './parts/command.ts';
import { explanationDocument, explanationText } from './parts/explain/explain-text.ts';
import { announceScan } from './parts/logs/paid-query.ts';
import { createReleaseTraces } from './parts/logs/release-traces.ts';
import { stageLogGroups } from './parts/logs/stage-log-groups.ts';
import { timeOptions, timeRange } from './parts/time-range.ts';

interface Answers {
  readonly target: Target;
  readonly asked: ExplainQuestion;
}

/** The default start of the search for a request. The last hour of a stage with a million lines costs a cent. */
const DEFAULT_SINCE = '1h';
/** In ms. A longer search shows its cost first. */
const DAY = 86_400_000;

/** The request that a web page sends. */
const PAGE_OPTIONS = [
  {
    flags: '--origin <origin>',
    description: 'send the request as a web page of this origin, https://app.example.com',
  },
  {
    flags: '--header <name>',
    description: 'a header of the page that needs a preflight; can be repeated',
    repeatable: true,
  },
  { flags: '--credentials', description: 'the page sends cookies or HTTP credentials' },
  { ...KEY_OPTION, description: 'API key to send (default: APIKIT_KEY)' },
  { ...TOKEN_OPTION, description: 'bearer token to send (default: APIKIT_TOKEN)' },
] as const satisfies readonly Option[];

export const explain = defineCommand({
  arguments: [
    {
      name: '[question]',
      description:
        'a status (502), a gateway response type, the text of an error or a response, a request ID or its beginning, a URL, or a method (default: the failures of the last hour)',
    },
    { name: '[path]', description: 'after a method: the path of the request, /items/42' },
  ],
  options: [...timeOptions(DEFAULT_SINCE), ...PAGE_OPTIONS, APP_OPTION],
  common: ['stage', 'profile', 'region', 'yes'],
  ofRestApi: 'Explanations of requests',
  anyStage: true,
  examples: [
    'apikit explain --stage prod',
    'apikit explain 502 --stage prod',
    'apikit explain 945bbbe4 --stage prod --since 2h',
    'apikit explain "Missing Authentication Token" --stage prod',
    'apikit explain GET /items --stage prod',
    'apikit explain --origin https://app.example.com GET /items --header x-api-key --stage prod',
  ],

  async ask({ args, flags }, context): Promise<Answers> {
    const question = questionOf(args.filter((word) => word !== undefined));
    const now = context.io.clock.now();
    const page = pageOf(flags, question);
    const { key, token } = givenCredentials(flags, context.io);
    const range = timeRange(flags, now, DEFAULT_SINCE);
    const target = await context.target();
    if ((question === undefined || question.about === 'request') && now - range.since > DAY)
      await announceScan(target, context, await stageLogGroups(target, context), range);
    return {
      target,
      asked: {
        ...(question && { question }),
        since: range.since,
        // Log lines arrive a little after their events.
        until: range.until ?? now + 60_000,
        ...(page && { page }),
        headers: {
          ...(key !== undefined && { 'x-api-key': key }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
      },
    };
  },

  async execute({ target, asked }, context): Promise<Explanation> {
    const { config, clients, facts } = target;
    const { clock, signal, env } = context.io;
    const { explainStage } = await import('../stage/explain/explain-stage.ts');
    const readTraces = createReleaseTraces(target, context);
    const found = await explainStage(config, asked, { clients, facts, clock, signal, env, readTraces });
    if (!found) throw notFound(asked, config.stage);
    if (asked.question && !found.diagnoses && !found.request && !found.answer) throw notKnown(config.stage);
    return found;
  },

  render: explanationText,
  json: explanationDocument,
});

/** Throws a usage error for words that cannot be explained. */
function questionOf(args: readonly string[]): Question | undefined {
  if (args.length === 0) return undefined;
  const question = parseQuestion(args);
  if (question) return question;
  throw usageError(
    `"${args.join(' ')}" cannot be explained.`,
    'Pass a status, an error, a request ID, a URL, or a method and a path: apikit explain GET /items --stage dev',
  );
}

function pageOf(
  flags: FlagsOf<(typeof PAGE_OPTIONS)[number]>,
  question: Question | undefined,
): ExplainQuestion['page'] {
  const { origin } = flags;
  const headers = flags.header.map((name) => name.toLowerCase());
  // A value in a flag means that the page sends it. A value in the environment may be there for other commands.
  const sent = [
    ...(flags.key === undefined ? [] : ['x-api-key']),
    ...(flags.token === undefined ? [] : ['authorization']),
  ];
  const asking = { headers: preflighted([...headers, ...sent]), credentials: flags.credentials };
  if (origin === undefined) {
    const alone = headers.length > 0 ? '--header' : flags.credentials ? '--credentials' : undefined;
    if (alone !== undefined)
      throw usageError(`${alone} describes a request of a page, but no page is given.`, 'Also pass --origin.');
    return question?.about === 'call' && question.origin !== undefined
      ? { origin: question.origin, ...asking }
      : undefined;
  }
  const fault = originFault(origin);
  if (fault) throw usageError(fault.message, fault.fix);
  const odd = headers.find((name) => !/^[!#$%&'*+.^_`|~\w-]+$/.test(name));
  if (odd !== undefined) throw usageError(`--header takes the name of a header, not "${odd}".`);
  if (question?.about === 'call') return { origin, ...asking };
  throw usageError(
    '--origin needs the request of the page.',
    'Pass a method and a path: apikit explain --origin https://app.example.com GET /items --stage dev',
  );
}

/** The next longer periods to search. */
const FURTHER = [
  ['1d', DAY],
  ['7d', 7 * DAY],
  ['30d', 30 * DAY],
] as const;

function notFound({ since, until, question }: ExplainQuestion, stage: string): ApikitError {
  const id = question?.about === 'request' ? question.id : '';
  const from = new Date(since).toISOString().slice(0, 16).replace('T', ' ');
  const further = FURTHER.find(([, ms]) => until - since < ms - DAY / 2)?.[0];
  return new ApikitError(
    'RequestNotFound',
    `The access log of stage ${stage} has no request with the ID ${id} since ${from} UTC. A request is logged seconds after its response. API Gateway does not log it if the address has no existing stage or the body is over 10 MB.`,
    {
      hint:
        further === undefined
          ? 'Its line may be deleted: logs.retentionDays sets how long lines are kept.'
          : `Search an earlier period: apikit explain ${id} --since ${further} --stage ${stage}`,
    },
  );
}

const notKnown = (stage: string) =>
  new ApikitError('NotExplained', 'No known cause matches this.', {
    hint: `See the failures of the last hour: apikit explain --stage ${stage}`,
  });
