/** The references of `function.secrets`, which say where a secret is stored. Pure. */

/**
 * `ssm:/path`, `ssm:name`, `secretsmanager:name`, `secretsmanager:arn:aws:…`, each with `#field` for a member of JSON.
 */
export const SECRET_PATTERN =
  '^(ssm:[A-Za-z0-9_./-]{1,1011}|secretsmanager:(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512})(#[^#\\s]{1,255})?$';

export interface SecretReference {
  readonly service: 'ssm' | 'secretsmanager';
  /** The name of the parameter, or the name or ARN of the secret. */
  readonly id: string;
  readonly field?: string;
}

/** Parses a reference that the schema has accepted. */
export function parseSecret(reference: string): SecretReference {
  const [, service = '', id = '', field] = /^(ssm|secretsmanager):([^#]*)(?:#(.*))?$/.exec(reference) ?? [];
  return { service: service as SecretReference['service'], id, ...(field !== undefined && { field }) };
}
