/** StartQuery, GetQueryResults and StopQuery (docs/aws/logs.md). */
import { AwsError, notImplemented } from '../../../cloud/aws-error.ts';
import { checkMembers, refuseMembers } from '../../../cloud/constraints.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { StartQueryRequest } from '../../../models/logs.ts';
import { findGroup, groupNameOf, type LogGroup } from '../model.ts';
import { operation } from '../operation.ts';
import { malformedQuery } from './malformed-query.ts';
import { MOST_ROWS, readQuery } from './read-query.ts';
import { beginQuery, isRunning, queriesOf, type RunningQuery } from './running-queries.ts';

const DAY = 86_400_000;
const MOST_GROUPS = 50;
/** "You can have up to 30 concurrent CloudWatch Logs insights queries": API reference of StartQuery. */
const MOST_AT_ONCE = 30;

export const startQuery = operation('StartQuery', (input, context) => {
  if (input.queryLanguage !== undefined && input.queryLanguage !== 'CWLI')
    throw notImplemented(`Logs StartQuery with queryLanguage ${input.queryLanguage}`);
  const { limit = MOST_ROWS } = input;
  if (limit > MOST_ROWS) throw notImplemented(`A Logs Insights query for more than ${MOST_ROWS} rows`);
  const groups = groupsOf(input, context);
  if (input.startTime > input.endTime)
    throw new AwsError('InvalidParameterException', 'The start time of the query is after its end time.');
  const query = readQuery(input.queryString);
  const to = input.endTime * 1_000;
  const now = context.cloud.clock.now();
  if (groups.every((group) => to < oldest(group, now)))
    throw malformedQuery(
      "Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings",
    );
  const underWay = [...queriesOf(context.cloud).values()].filter(isRunning);
  if (underWay.length >= MOST_AT_ONCE)
    throw new AwsError(
      'LimitExceededException',
      `Account maximum query concurrency limit of [${MOST_AT_ONCE}] reached.`,
    );
  const names = groups.map(({ logGroupName }) => logGroupName);
  return {
    queryId: beginQuery(context.cloud, {
      scope: { account: context.account, region: context.region },
      groups: names,
      from: input.startTime * 1_000,
      to,
      limit,
      query,
    }),
  };
});

/** Returns the time in epoch milliseconds before which the group has no events. */
const oldest = ({ creationTime, retentionInDays }: LogGroup, now: number): number =>
  Math.max(Math.min(creationTime, now), retentionInDays === undefined ? 0 : now - retentionInDays * DAY);

/** Throws ResourceNotFoundException. */
function groupsOf(input: StartQueryRequest, context: OperationContext): LogGroup[] {
  const { logGroupName, logGroupNames, logGroupIdentifiers } = input;
  const given = [logGroupName, logGroupNames, logGroupIdentifiers].filter((member) => member !== undefined);
  if (given.length !== 1)
    throw new AwsError(
      'InvalidParameterException',
      'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers is required.',
    );
  const named = logGroupNames ?? (logGroupName === undefined ? undefined : [logGroupName]);
  const list = named ?? logGroupIdentifiers!;
  checkMembers('InvalidParameterException', [['logGroupNames', list, { minLength: 1, maxLength: MOST_GROUPS }]]);
  return list.map((name) =>
    findGroup(
      context.cloud,
      context,
      groupNameOf(named ? { logGroupName: name } : { logGroupIdentifier: name }, context),
    ),
  );
}

/** Throws ResourceNotFoundException. */
function findQuery(queryId: string, context: OperationContext): RunningQuery {
  const query = queriesOf(context.cloud).get(queryId);
  if (query && query.scope.account === context.account && query.scope.region === context.region) return query;
  throw new AwsError('ResourceNotFoundException', 'The specified query does not exist.');
}

export const getQueryResults = operation('GetQueryResults', (input, context) => {
  refuseMembers('Logs GetQueryResults', input, ['nextToken', 'maxItems']);
  const { status, statistics, rows } = findQuery(input.queryId, context);
  return {
    queryLanguage: 'CWLI',
    results: rows,
    statistics: { ...statistics, ...(status === 'Complete' && { resultCount: rows.length }) },
    status,
  };
});

export const stopQuery = operation('StopQuery', (input, context) => {
  const query = findQuery(input.queryId, context);
  if (!isRunning(query))
    throw new AwsError('InvalidParameterException', 'The specified query is not running, so it cannot be stopped.');
  query.status = 'Cancelled';
  return { success: true };
});
