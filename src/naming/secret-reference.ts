/** Where a secret is kept, as `function.secrets` says it. Pure. */

/** `ssm:/path`, `ssm:name`, `secretsmanager:name`, `secretsmanager:arn:aws:…`, each with `#field` for a field of JSON. */
export const SECRET_PATTERN =
  '^(ssm:[A-Za-z0-9_./-]{1,1011}|secretsmanager:(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512})(#[^#\\s]{1,255})?$';

export interface SecretReference {
  readonly service: 'ssm' | 'secretsmanager';
  /** Name of the parameter; name or ARN of the secret. */
  readonly id: string;
  readonly field?: string;
}

/** Of a reference that the schema has accepted. */
export function parseSecret(reference: string): SecretReference {
  const [, service = '', id = '', field] = /^(ssm|secretsmanager):([^#]*)(?:#(.*))?$/.exec(reference) ?? [];
  return { service: service as SecretReference['service'], id, ...(field !== undefined && { field }) };
}
