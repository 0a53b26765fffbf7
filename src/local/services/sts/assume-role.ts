/** AssumeRole: allowed when the role's trust policy names the account, its root, the caller or everybody. */
import { AwsError, notImplemented } from '../../aws-error.ts';
import { checkMembers, refuseMembers } from '../../constraints.ts';
import { type OperationContext, operation } from '../../operation.ts';
import type { Role } from '../iam/model.ts';
import { callerIdentity } from './get-caller-identity.ts';
import { credentialsOnWire, openSession } from './sessions.ts';

interface AssumeRoleInput {
  RoleArn: string;
  RoleSessionName: string;
  DurationSeconds?: string;
}

const UNSUPPORTED = [
  'Policy',
  'PolicyArns',
  'Tags',
  'TransitiveTagKeys',
  'ExternalId',
  'SerialNumber',
  'TokenCode',
  'SourceIdentity',
  'ProvidedContexts',
];

export const assumeRole = operation<AssumeRoleInput, unknown>({
  name: 'AssumeRole',
  run(input, context) {
    refuseMembers('STS AssumeRole', input, UNSUPPORTED);
    checkMembers('ValidationError', [
      ['roleArn', input.RoleArn, { required: true, minLength: 20, maxLength: 2048 }],
      [
        'roleSessionName',
        input.RoleSessionName,
        { required: true, minLength: 2, maxLength: 64, pattern: '[\\w+=,.@-]*' },
      ],
      ['durationSeconds', input.DurationSeconds, { min: 900, max: 43200 }],
    ]);
    const caller = callerIdentity(context);
    const role = context
      .globalCollection<Role>('iam.roles')
      .values()
      .find(({ arn }) => arn === input.RoleArn);
    // AWS does not tell a missing role from a forbidden one.
    if (!role || !trusts(role, caller.Arn, context)) {
      throw new AwsError(
        'AccessDenied',
        `User: ${caller.Arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
        { status: 403 },
      );
    }
    const duration = Number(input.DurationSeconds ?? 3600);
    if (duration > role.maxSessionDuration) {
      throw new AwsError(
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      );
    }
    const identity = { name: role.roleName, id: role.roleId, sessionName: input.RoleSessionName };
    return {
      Credentials: credentialsOnWire(openSession(context.cloud, duration, identity)),
      AssumedRoleUser: {
        AssumedRoleId: `${role.roleId}:${input.RoleSessionName}`,
        Arn: `arn:aws:sts::${context.account}:assumed-role/${role.roleName}/${input.RoleSessionName}`,
      },
    };
  },
});

interface TrustStatement {
  readonly Effect: string;
  readonly Condition?: unknown;
  readonly Principal?: string | { readonly AWS?: string | readonly string[] };
}

function trusts(role: Role, callerArn: string, { account }: OperationContext): boolean {
  const document = JSON.parse(role.assumeRolePolicyDocument) as { Statement: TrustStatement | TrustStatement[] };
  const accepted = ['*', account, `arn:aws:iam::${account}:root`, callerArn];
  const names = ({ Principal }: TrustStatement) =>
    typeof Principal === 'string' ? [Principal] : [Principal?.AWS ?? []].flat();
  const matching = [document.Statement]
    .flat()
    .filter((statement) => names(statement).some((name) => accepted.includes(name)));
  if (matching.some(({ Condition }) => Condition !== undefined)) {
    throw notImplemented('STS AssumeRole of a role whose trust policy has a Condition');
  }
  return matching.some(({ Effect }) => Effect === 'Allow') && matching.every(({ Effect }) => Effect === 'Allow');
}
