/**
 * Lambda writes the log of a function with the role of the function. Without the permission there is no log, and no
 * error either. In the embedded cloud a function whose role does not exist still runs and writes logs.
 */
import type { CloudBase, LogSink } from '../cloud/cloud.ts';
import type { Role } from '../state/identity/model.ts';
import { roleRefusal } from './service-role.ts';

export function functionLogs(cloud: CloudBase, logs: LogSink, roleArn: string, functionName: string): LogSink {
  const roles = cloud.collection<Role>({ account: cloud.options.account, region: 'global' }, 'iam.roles');
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    write(scope, { group, stream, createGroup = true }, events) {
      const role = roles.get(name);
      const may = (action: string, ofStream: string) => {
        if (role?.arn !== roleArn) return true;
        const resource = `arn:aws:logs:${scope.region}:${scope.account}:log-group:${group}:log-stream:${ofStream}`;
        return roleRefusal(cloud, role, functionName, { action, resource }) === undefined;
      };
      if (!may('logs:CreateLogStream', '') || !may('logs:PutLogEvents', stream)) return;
      logs.write(scope, { group, stream, createGroup: createGroup && may('logs:CreateLogGroup', '') }, events);
    },
  };
}
