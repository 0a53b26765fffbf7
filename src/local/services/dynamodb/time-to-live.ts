/** UpdateTimeToLive, DescribeTimeToLive, with AWS's limit of one change per hour. */
import { AwsError } from '../../cloud/aws-error.ts';
import { operation } from '../../cloud/operation.ts';
import { statusVerb } from './store/tables.ts';
import { requireTableName } from './table-form.ts';
import { changeSettings, readSettings } from './table-settings.ts';
import { describeExisting } from './tables.ts';

const HOUR_MS = 3_600_000;

interface UpdateInput {
  TableName: string;
  TimeToLiveSpecification: { Enabled: boolean; AttributeName: string };
}

export const updateTimeToLive = operation<UpdateInput, unknown>({
  name: 'UpdateTimeToLive',
  async run({ TableName, TimeToLiveSpecification: wanted }, context) {
    const { TableStatus } = await describeExisting(TableName, context);
    if (TableStatus !== 'ACTIVE') {
      throw new AwsError('ResourceInUseException', `Table is being ${statusVerb(String(TableStatus))}: ${TableName}`);
    }
    const present = readSettings(context, TableName).timeToLive;
    const active = present?.attributeName;
    if (wanted.Enabled === (active !== undefined) && (active === undefined || active === wanted.AttributeName)) {
      throw invalid(`TimeToLive is already ${wanted.Enabled ? 'enabled' : 'disabled'}`);
    }
    if (active !== undefined && active !== wanted.AttributeName) {
      throw invalid(`TimeToLive is active on a different AttributeName: current AttributeName is ${active}`);
    }
    const now = context.cloud.clock.now();
    if (present && now - present.changedAt < HOUR_MS) {
      throw invalid('Time to live has been modified multiple times within a fixed interval');
    }
    changeSettings(context, TableName, {
      timeToLive: { changedAt: now, ...(wanted.Enabled && { attributeName: wanted.AttributeName }) },
    });
    return { TimeToLiveSpecification: wanted };
  },
});

export const describeTimeToLive = operation<{ TableName: string }, unknown>({
  name: 'DescribeTimeToLive',
  async run(input, context) {
    requireTableName(input);
    const { TableName } = input;
    await describeExisting(TableName, context);
    const attribute = readSettings(context, TableName).timeToLive?.attributeName;
    return {
      TimeToLiveDescription:
        attribute === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute },
    };
  },
});

const invalid = (message: string) => new AwsError('ValidationException', message);
