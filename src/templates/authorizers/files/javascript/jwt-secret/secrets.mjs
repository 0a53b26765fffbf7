/**
 * Reads the secrets of function.secrets in apikit.yaml. The deploy contains only references. A secret is read on its
 * first use, and again after some minutes, so that a changed secret needs no deploy.
 */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

/** The time for which a secret is cached, in ms. */
const REMEMBERED = 300_000;

/** A slower response is an error, long before the function's own timeout. */
const PATIENCE = { maxAttempts: 3, requestHandler: { connectionTimeout: 1000, requestTimeout: 2000 } };

const known = new Map();

/** Returns the text of a secret by its name in apikit.yaml. Concurrent calls share one read. */
export function readSecret(name) {
  const found = known.get(name);
  if (found && found.until > Date.now()) return found.value;
  const value = fetchSecret(name);
  known.set(name, { value, until: Date.now() + REMEMBERED });
  value.catch(() => known.delete(name));
  return value;
}

/** Reads a reference: `ssm:/path` or `secretsmanager:name`, with `#field` for one field of a JSON secret. */
async function fetchSecret(name) {
  const variable = `SECRET_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_REF`;
  const [, service, id, field] = /^(ssm|secretsmanager):([^#]+)(?:#(.*))?$/.exec(process.env[variable] ?? '') ?? [];
  if (id === undefined) throw new Error(`${variable} is not set: add ${name} to function.secrets in apikit.yaml`);
  const text = service === 'ssm' ? await ofParameterStore(id) : await ofSecretsManager(id);
  if (text === undefined) throw new Error(`The secret ${name} has no text.`);
  if (field === undefined) return text;
  const part = fieldsOf(name, text)[field];
  if (typeof part !== 'string') throw new Error(`The secret ${name} has no field ${field}.`);
  return part;
}

/** The parser's own error would write the secret into the function's log. */
function fieldsOf(name, text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The secret ${name} is not JSON, so it has no fields.`);
  }
}

async function ofParameterStore(Name) {
  const { Parameter } = await new SSMClient(PATIENCE).send(new GetParameterCommand({ Name, WithDecryption: true }));
  return Parameter?.Value;
}

async function ofSecretsManager(SecretId) {
  const { SecretString } = await new SecretsManagerClient(PATIENCE).send(new GetSecretValueCommand({ SecretId }));
  return SecretString;
}
