/** The forms of ARNs in policies that IAM checks when it stores a policy. `policy-syntax.ts` names the sources. */

/** The partitions of the AWS SDKs' table (partitions.json). */
const PARTITIONS = /^(\*|aws|aws-cn|aws-us-gov|aws-iso(-[bef])?|aws-eusc)$/;

const IAM_PATHS = [
  ...['user/', 'federated-user/', 'role/', 'group/', 'instance-profile/', 'mfa/', 'server-certificate/', 'policy/'],
  ...['sms-mfa/', 'saml-provider/', 'oidc-provider/', 'report/', 'access-report/'],
];

/** Returns IAM's specific error text for a resource. */
export function resourceProblem(resource: string): string | undefined {
  if (resource === '*') return undefined;
  const [, partition, service, region, , ...rest] = resource.split(':');
  if (partition === undefined) return `Resource ${resource} must be in ARN format or "*".`;
  if (!PARTITIONS.test(partition)) return badPartition(resource, partition);
  if (service === undefined) return 'Resource vendor must be fully qualified and cannot contain regexes.';
  const path = rest.join(':');
  const regional = region !== '' && region !== undefined;
  if (service === 'iam') {
    if (regional) return `IAM resource ${resource} cannot contain region information.`;
    if (!IAM_PATHS.some((start) => path.startsWith(start)))
      return `IAM resource path must either be "*" or start with ${IAM_PATHS.join(', ')}.`;
  }
  if (service === 's3' && regional && !path.startsWith('accesspoint/'))
    return `Resource ${resource} can not contain region information.`;
  return undefined;
}

/** Whether IAM's older parser can read it; every document must also pass this parser. */
export function passesLegacyParsing(resource: string): boolean {
  if (resource === '*') return true;
  const parts = resource.split(':');
  return (parts.length >= 6 || !resource.includes('::')) && parts[2] !== '';
}

function badPartition(resource: string, partition: string): string {
  const [service = '', ...more] = resource.split(':').slice(2);
  const parts = [service === '' && more.length === 0 ? '*' : service, more[0] ?? '*', more[1] ?? '*'];
  const path = more.length > 2 ? more.slice(2).join(':') : '*';
  return `Partition "${partition}" is not valid for resource "arn:${[partition, ...parts, path].join(':')}".`;
}
