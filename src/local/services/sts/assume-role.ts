/** AssumeRole: allowed when the role's trust policy names the account, its root, the caller or everybody. */
import { AwsError } from '../../aws-error.ts';
import { checkMembers } from '../../constraints.ts';
import { type OperationContext, operation } from '../../operation.ts';
import type { Role } from '../iam/model.ts';
import { callerIdentity } from './get-caller-identity.ts';
import { credentialsOnWire, openSession } from './sessions.ts';

interface AssumeRoleInput {
  RoleArn: string;
  RoleSessionName: string;
  DurationSeconds?: string;
}

export const assumeRole = operation<AssumeRoleInput, unknown>({
  name: 'AssumeRole',
  run(input, context) {
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
  return matching.some(({ Effect }) => Effect === 'Allow') && matching.every(({ Effect }) => Effect === 'Allow');
}
